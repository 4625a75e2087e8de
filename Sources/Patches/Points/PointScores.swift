/// How well points and maps agree with a mask that is known.
///
/// Counts are kept, not shares, so that those of many pictures can be added up.
package struct PointScores: Sendable, Equatable {
  /// Positives, and those of them on the object.
  package var positives = 0
  package var rightPositives = 0
  /// Negatives, and those of them off the object.
  package var negatives = 0
  package var rightNegatives = 0
  /// Cells on the object.
  package var objectCells = 0
  /// All cells.
  package var cells = 0
  /// Tokens that both the mask and sim > 0 have, and that either has.
  package var both = 0
  package var either = 0
  /// How many pictures.
  package var pictures = 0

  package init() {}

  /// Of points over the cells of M, without a border. `object` says of each cell whether the object is in it.
  package init(_ points: SimilarityPoints, isObject object: [Bool]) {
    let plane = points.cells
    precondition(object.count == plane.core.count, "one answer a cell")
    (cells, objectCells, pictures) = (object.count, object.count { $0 }, 1)
    for point in points.points where point.label != .neutral {
      let (row, column) = point.cell.quotientAndRemainder(dividingBy: plane.columns)
      let inside = (row - plane.padding.rows) * plane.coreColumns + column - plane.padding.columns
      if point.label == .positive {
        positives += 1
        rightPositives += object[inside] ? 1 : 0
      } else {
        negatives += 1
        rightNegatives += object[inside] ? 0 : 1
      }
    }
  }

  /// Notes how a mask of tokens and another agree.
  package mutating func note(_ found: [Bool], isObject object: [Bool]) {
    for (a, b) in zip(found, object) {
      both += a && b ? 1 : 0
      either += a || b ? 1 : 0
    }
  }

  /// The counts of two together.
  package static func + (a: PointScores, b: PointScores) -> PointScores {
    var sum = a
    sum.positives += b.positives
    sum.rightPositives += b.rightPositives
    sum.negatives += b.negatives
    sum.rightNegatives += b.rightNegatives
    sum.objectCells += b.objectCells
    sum.cells += b.cells
    sum.both += b.both
    sum.either += b.either
    sum.pictures += b.pictures
    return sum
  }

  /// The share of positives on the object, 0…1; nil without any.
  package var precision: Double? { Self.share(rightPositives, positives) }
  /// The share of the object's cells that are positives.
  package var recall: Double? { Self.share(rightPositives, objectCells) }
  /// The share of negatives off the object.
  package var purity: Double? { Self.share(rightNegatives, negatives) }
  /// The share of all cells that are negatives.
  package var coverage: Double? { Self.share(negatives, cells) }
  /// Intersection over union of the masks, all pictures together.
  package var overlap: Double? { Self.share(both, either) }

  private static func share(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}
