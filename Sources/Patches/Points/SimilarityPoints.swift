import Basics

/// Similarity as points: the hot and cold places of a map between one query and the tokens of a picture, as places to click on.
///
/// sim is one number a token of a square grid. M is sim at 1/`reduction` of its side, from 0 to 1, with −1 around it where the centre square that
/// the tokens saw is less than the picture. Cells of M ≥ `positive` (hottest first), then of 0 ≤ M ≤ `negative` (coldest first), then the others in raster
/// order are the points, `limit` at most; a point is the pixel under the middle of its cell. For sim =
/// 1 1 .15 0 2.5 2 .2 .05 .3 2.7 0 0 .65 1.1 0 −.5 on 4 × 4 tokens, 8 × 8 pixels, M is [[1, .128571], [.75, 0]] and the points are (2, 2)+,
/// (6, 6)−, (6, 2)−, (2, 6).
/// Source: Qian, Yin and Dou, "Reasoning to Attend: Try to Understand How <SEG> Token Works", CVPR 2025, arXiv 2412.17741, and its released code.
package struct SimilarityPoints: Sendable, Equatable {
  /// What a person can set.
  package struct Settings: Sendable, Hashable {
    /// From this on a cell is a positive, 0…1.
    package var positive: Float = 0.8
    /// Up to this a cell is a negative, 0…1.
    package var negative: Float = 0.2
    /// How many tokens beside each other become one cell: 2 for the released 7B settings, 1 for 13B.
    package var reduction = 2
    /// The most points.
    package var limit = 30
    /// The side of the picture map before it is stretched over the picture: what the vision tower sees.
    package var mapSide = 336
    /// What the picture map is divided by before its softmax; 1 in the paper.
    package var temperature = 1.0

    package init() {}
  }

  /// What a point says.
  package enum Label: Int, Sendable, Equatable {
    case positive = 1
    case negative = 0
    case neutral = -1
  }

  /// A place to click on.
  package struct Point: Sendable, Equatable {
    /// The cell of M, row by row with its border.
    package var cell: Int
    /// Pixels of the picture, whole.
    package var x: Int
    package var y: Int
    package var label: Label
    /// M there, 0…1.
    package var value: Float
  }

  package let settings: Settings
  /// Pixels of the picture.
  package let height: Int
  package let width: Int
  /// M, 0…1 inside and −1 around; all not a number where sim is the same everywhere.
  package let cells: PaddedPlane
  package let points: [Point]
  /// One number a token.
  package let similarities: [Float]

  /// Throws when sim has numbers that are not finite, is no square grid, or is smaller than a cell, or the picture has no pixels.
  package init(
    _ similarities: [Float], height: Int, width: Int, _ settings: Settings = Settings()
  ) throws(Trouble) {
    let side = Int(Double(similarities.count).squareRoot().rounded())
    try Self.refuse(similarities, side: side, height: height, width: width, settings)
    (self.settings, self.height, self.width, self.similarities) = (settings, height, width, similarities)
    let grid = PaddedPlane(similarities, rows: side, columns: side)
    let down = StretchedPlane(grid, rows: side / settings.reduction, columns: side / settings.reduction)
    cells = Self.padded(Self.spread(down.values), side: down.rows, height, width, outside: -1)
    points = Self.chosen(cells, height, width, settings)
  }

  /// O, the map over the pixels of the picture, 0…1 and 0 outside of what the tokens saw. The square is worked out each time it is asked for, the rest number by
  /// number.
  package var picture: StretchedPlane {
    let side = Int(Double(similarities.count).squareRoot().rounded())
    let whole = PaddedPlane(Self.spread(similarities), rows: side, columns: side)
    let map = StretchedPlane(whole, rows: settings.mapSide, columns: settings.mapSide)
    return StretchedPlane(
      Self.padded(map.values, side: map.rows, height, width, outside: 0), rows: height, columns: width)
  }

  private static func refuse(
    _ similarities: [Float], side: Int, height: Int, width: Int, _ settings: Settings
  ) throws(Trouble) {
    guard side * side == similarities.count, side > 0 else {
      throw Trouble(
        .input, "\(similarities.count) tokens are no square grid",
        remedy: "Leave out CLS and registers: 576 tokens are 24 × 24")
    }
    guard similarities.allSatisfy(\.isFinite) else {
      throw Trouble(
        .input, "a similarity is not finite", remedy: "Save the vectors anew, without NaN and infinities")
    }
    guard settings.reduction > 0, side >= settings.reduction, settings.mapSide > 0 else {
      throw Trouble(
        .usage, "\(settings.reduction) tokens beside each other are more than the \(side) that there are",
        remedy: "Make fewer tokens a cell")
    }
    guard height > 0, width > 0, height < 1 << 24, width < 1 << 24 else {
      throw Trouble(
        .usage, "a picture of \(height) × \(width) pixels cannot be pointed at", remedy: "Give its real size")
    }
  }

  /// From 0 to 1 by the least and the largest number.
  private static func spread(_ values: [Float]) -> [Float] {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return values.map { ($0 - low) / (high - low) }
  }

  /// A square of the picture's short side laid in the middle of its long one.
  private static func padded(
    _ values: [Float], side: Int, _ height: Int, _ width: Int, outside: Float
  ) -> PaddedPlane {
    let scale = Double(side) / Double(min(height, width))
    let (rows, columns) = (Int(Double(height) * scale), Int(Double(width) * scale))
    // Rounding down may leave a side one short of the square, which the reference halves downwards and thereby cuts; we leave it whole.
    return PaddedPlane(
      values, rows: side, columns: side, padding: (max(0, (rows - side) / 2), max(0, (columns - side) / 2)),
      outside: outside)
  }

  private static func chosen(
    _ cells: PaddedPlane, _ height: Int, _ width: Int, _ settings: Settings
  ) -> [Point] {
    let inside = (0..<cells.core.count).map { index -> Int in
      let (row, column) = index.quotientAndRemainder(dividingBy: cells.coreColumns)
      return (row + cells.padding.rows) * cells.columns + column + cells.padding.columns
    }
    let core = cells.core
    let hot = core.indices.filter { core[$0] >= settings.positive }
      .sorted { (-core[$0], $0) < (-core[$1], $1) }
    let cold = core.indices.filter { core[$0] >= 0 && core[$0] <= settings.negative }
      .sorted { (core[$0], $0) < (core[$1], $1) }
    let between = core.indices.filter { core[$0] > settings.negative && core[$0] < settings.positive }
    return (hot + cold + between).prefix(settings.limit).map { index in
      let (row, column) = inside[index].quotientAndRemainder(dividingBy: cells.columns)
      // As the released code: of thresholds that overlap, the colder label wins.
      let label: Label =
        core[index] <= settings.negative ? .negative : core[index] >= settings.positive ? .positive : .neutral
      return Point(
        cell: inside[index], x: pixel(column, cells.columns, width), y: pixel(row, cells.rows, height),
        label: label, value: core[index])
    }
  }

  /// The pixel under the middle of a cell, cut off to a whole one. Single precision, as in the released code.
  private static func pixel(_ cell: Int, _ cells: Int, _ pixels: Int) -> Int {
    Int(min((Float(cell) + 0.5) * Float(Double(pixels) / Double(cells)), Float(pixels - 1)))
  }
}
