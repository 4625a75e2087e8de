import Patches
import Tensors

/// A mask that was brought, as it lies under the cells of M and under the tokens.
struct ReadTruth: Sendable {
  /// By cell of M without its border.
  let cells: [Bool]
  /// By token.
  let tokens: [Bool]

  /// Of [height, width] over the picture, or of a number a token; nil when it is neither.
  init?(_ mask: Tensor, _ points: SimilarityPoints, side: Int) {
    if mask.count == side * side {
      let plane = mask.values
      tokens = plane.map { $0 != 0 }
      let step = Double(side) / Double(max(1, points.cells.coreRows))
      cells = Self.places(points.cells.coreRows).map { row, column in
        plane[min(side - 1, Int((row + 0.5) * step)) * side + min(side - 1, Int((column + 0.5) * step))] != 0
      }
      return
    }
    guard mask.rank == 2, mask.size(0) == points.height, mask.size(1) == points.width else { return nil }
    let (values, width, height) = (mask.values, points.width, points.height)
    let square = Double(min(width, height))
    let (left, top) = ((Double(width) - square) / 2, (Double(height) - square) / 2)
    func under(_ count: Int) -> [Bool] {
      Self.places(count).map { row, column in
        let y = min(height - 1, Int(top + (row + 0.5) * square / Double(count)))
        let x = min(width - 1, Int(left + (column + 0.5) * square / Double(count)))
        return values[y * width + x] != 0
      }
    }
    (cells, tokens) = (under(points.cells.coreRows), under(side))
  }

  /// Rows and columns of a square grid in raster order.
  private static func places(_ side: Int) -> [(row: Double, column: Double)] {
    (0..<side * side).map { (Double($0 / side), Double($0 % side)) }
  }
}
