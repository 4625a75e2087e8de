import Figures

/// How closely the tokens of a grid are looked at.
package enum TokenGridDetail: String, Sendable, CaseIterable {
  /// As closely as the width allows.
  case fitting
  /// Every token with its sign, of wide grids only the columns about the chosen one.
  case signs
  /// Two tokens in one character, without signs; where there are no half blocks, the picture without signs.
  case halves
}

/// What a token grid is drawn on.
package struct TokenGridRoom: Sendable, Equatable {
  package var width: Int
  /// Rows of characters that are to be used well, all the sketch's own included; nil for as many as it takes.
  package var height: Int?
  package var isASCII: Bool
  package var hasColor: Bool
  /// Whether there are colours enough for pictures (256 or more); with fewer, density stands for light.
  package var hasPixels: Bool
  package var detail: TokenGridDetail
  /// How many times as high as wide a character is.
  package var cellRatio: Double

  package init(
    width: Int, height: Int? = nil, isASCII: Bool = false, hasColor: Bool = true, hasPixels: Bool = true,
    detail: TokenGridDetail = .fitting, cellRatio: Double = CellShape.usual
  ) {
    self.width = max(1, width)
    self.height = height
    self.isASCII = isASCII
    self.hasColor = hasColor
    self.hasPixels = hasPixels && hasColor && !isASCII
    self.detail = detail
    self.cellRatio = cellRatio
  }
}

/// How the patches of a grid lie in rows of characters: all of one size, as near to squares as whole characters allow; between the parts of a
/// picture that was put together stands a line where there is room for signs.
struct TokenGridLayout: Sendable, Equatable {
  /// Two patches one above the other in a character.
  let isHalved: Bool
  /// Characters of one patch; the rows count one for two patches when halved.
  let patchWidth: Int
  let patchHeight: Int
  /// Columns before the first patch: the mark at the row of what is chosen.
  let gutter: Int
  /// Columns behind the last patch: the sign of what ends a row.
  let tail: Int
  /// The columns of the grid in sight.
  let columns: Range<Int>
  /// Rows of characters that all rows of the grid take, lines between parts included.
  let characterRows: Int
  /// Columns and rows of the grid before which a line stands.
  private let columnBreaks: [Int]
  private let rowBreaks: [Int]

  /// `height` is what there is for patches. `selected` is a cell of the grid.
  init(_ grid: TokenGrid, _ room: TokenGridRoom, height: Int?, selected: Int?) {
    gutter = selected == nil ? 0 : 1
    tail = grid.rowEnd == nil || room.width < 8 ? 0 : 2
    let width = max(1, room.width - gutter - tail)
    let (rows, count) = (max(1, grid.rows), max(1, grid.columns))
    let canHalve = room.hasColor && !room.isASCII
    let isNarrow = 2 * count > width
    isHalved = canHalve && (room.detail == .halves || (isNarrow && room.detail == .fitting))
    let hasLines = !isHalved && !(isNarrow && room.detail != .signs)
    let breaks: (columns: [Int], rows: [Int]) = hasLines ? grid.breaks : ([], [])
    (columnBreaks, rowBreaks) = breaks
    let across = width - breaks.columns.count
    var size = PatchSize(width: 1, height: 1)
    if hasLines {
      let height = height.map { max(1, ($0 - breaks.rows.count) / rows) } ?? 1
      size = PatchSize.largest(height, room.cellRatio) { $0 * count <= across }
    }
    (patchWidth, patchHeight) = (size.width, size.height)
    let seen = min(grid.columns, max(1, across / size.width))
    let chosen = selected.map { $0 % count } ?? 0
    let first = max(0, min(chosen - seen / 2, grid.columns - seen))
    columns = first..<first + seen
    characterRows = isHalved ? (grid.rows + 1) / 2 : grid.rows * size.height + breaks.rows.count
  }

  /// All columns of a grid, in patches of a given size.
  init(_ grid: TokenGrid, _ size: PatchSize) {
    (isHalved, patchWidth, patchHeight) = (size.isHalved, size.width, size.height)
    (gutter, tail, columnBreaks, rowBreaks) = (0, 0, [], [])
    columns = 0..<grid.columns
    characterRows = size.characterRows(of: grid.rows)
  }

  /// Rows of the grid in one row of characters.
  var rowsInOne: Int { isHalved ? 2 : 1 }

  /// The row of characters in which a row of the grid begins.
  func characterRow(ofRow row: Int) -> Int {
    isHalved ? row / 2 : row * patchHeight + rowBreaks.count { $0 <= row }
  }

  /// The row of the grid, or the first of two, that a row of characters shows, and which of its lines; nil for a line between parts.
  func place(ofCharacterRow number: Int) -> (row: Int, line: Int)? {
    if isHalved { return (2 * number, 0) }
    var above = 0
    for row in rowBreaks {
      let line = row * patchHeight + above
      if number == line { return nil }
      if number < line { break }
      above += 1
    }
    return ((number - above) / patchHeight, (number - above) % patchHeight)
  }

  /// The row of the grid, or the first of two, that a row of characters shows or stands above.
  func row(ofCharacterRow number: Int) -> Int {
    (place(ofCharacterRow: number) ?? place(ofCharacterRow: number + 1))?.row ?? 0
  }

  /// The column of characters in which a column of the grid begins; nil when it is out of sight.
  func characterColumn(ofColumn column: Int) -> Int? {
    columns.contains(column)
      ? gutter + (column - columns.lowerBound) * patchWidth
        + columnBreaks.count { isSeen($0) && $0 <= column }
      : nil
  }

  /// The column of the grid at a column of characters; nil beside all of them.
  func column(atCharacterColumn place: Int) -> Int? {
    columns.first { column in
      characterColumn(ofColumn: column).map { ($0..<$0 + patchWidth).contains(place) } ?? false
    }
  }

  /// Whether a line stands before a column.
  func hasLine(before column: Int) -> Bool { columnBreaks.contains(column) && isSeen(column) }

  /// Whether the last column is in sight, and something stands behind it.
  func hasTail(_ grid: TokenGrid) -> Bool { tail > 0 && columns.upperBound == grid.columns }

  private func isSeen(_ column: Int) -> Bool { column > columns.lowerBound && column < columns.upperBound }
}

extension TokenGrid {
  /// The columns and the rows at which another part begins.
  fileprivate var breaks: (columns: [Int], rows: [Int]) {
    if parts.count < 2 || count == 0 { return ([], []) }
    return (
      (1..<max(1, columns)).filter { partOf[$0] != partOf[$0 - 1] },
      (1..<max(1, rows)).filter { partOf[$0 * columns] != partOf[($0 - 1) * columns] }
    )
  }
}

/// Characters that a patch takes, or two of them one above the other.
struct PatchSize: Sendable, Equatable {
  var width: Int
  var height: Int
  var isHalved = false

  func characterRows(of rows: Int) -> Int { isHalved ? (rows + 1) / 2 : rows * height }

  /// As near to a square as whole characters allow, of so many rows, in characters that are so many times as high as wide; never narrower than a sign
  /// and a mark.
  static func square(_ height: Int, _ ratio: Double) -> PatchSize {
    PatchSize(width: max(2, Int((Double(height) * ratio).rounded())), height: height)
  }

  /// The largest square of at most `height` rows whose width fits; the smallest when none does.
  static func largest(_ height: Int, _ ratio: Double, fits: (Int) -> Bool) -> PatchSize {
    let height = max(1, min(height, 64))
    return (1...height).reversed().lazy.map { square($0, ratio) }.first { fits($0.width) } ?? square(1, ratio)
  }
}
