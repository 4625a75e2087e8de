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

  package init(
    width: Int, height: Int? = nil, isASCII: Bool = false, hasColor: Bool = true, hasPixels: Bool = true,
    detail: TokenGridDetail = .fitting
  ) {
    self.width = max(1, width)
    self.height = height
    self.isASCII = isASCII
    self.hasColor = hasColor
    self.hasPixels = hasPixels && hasColor && !isASCII
    self.detail = detail
  }
}

/// How the patches of a grid lie in rows of characters: all of one size, twice as many columns as rows, since a character is about twice as
/// high as wide.
struct TokenGridLayout: Sendable, Equatable {
  /// Two patches one above the other in a character.
  let isHalved: Bool
  /// Characters of one patch; the rows count one for two patches when halved.
  let patchWidth: Int
  let patchHeight: Int
  /// Columns before the first patch: the mark at the row of what is chosen.
  let gutter: Int
  /// The columns of the grid in sight.
  let columns: Range<Int>
  /// Rows of characters that all rows of the grid take.
  let characterRows: Int

  /// `height` is what there is for patches. `selected` is a cell of the grid.
  init(_ grid: TokenGrid, _ room: TokenGridRoom, height: Int?, selected: Int?) {
    gutter = selected == nil ? 0 : 1
    let width = max(1, room.width - gutter)
    let (rows, count) = (max(1, grid.rows), max(1, grid.columns))
    let canHalve = room.hasColor && !room.isASCII
    let isNarrow = 2 * count > width
    isHalved = canHalve && (room.detail == .halves || (isNarrow && room.detail == .fitting))
    if isHalved || (isNarrow && room.detail != .signs) {
      (patchWidth, patchHeight) = (1, 1)
    } else {
      let size = min(width / (2 * count), height.map { $0 / rows } ?? 1)
      (patchWidth, patchHeight) = (2 * max(1, size), max(1, size))
    }
    let seen = min(grid.columns, max(1, width / patchWidth))
    let chosen = selected.map { $0 % count } ?? 0
    let first = max(0, min(chosen - seen / 2, grid.columns - seen))
    columns = first..<first + seen
    characterRows = isHalved ? (grid.rows + 1) / 2 : grid.rows * patchHeight
  }

  /// All columns of a grid, in patches of a given size.
  init(_ grid: TokenGrid, _ size: PatchSize) {
    (isHalved, patchWidth, patchHeight) = (size.isHalved, size.width, size.height)
    gutter = 0
    columns = 0..<grid.columns
    characterRows = size.characterRows(of: grid.rows)
  }

  /// Rows of the grid in one row of characters.
  var rowsInOne: Int { isHalved ? 2 : 1 }

  /// The row of characters in which a row of the grid begins.
  func characterRow(ofRow row: Int) -> Int { isHalved ? row / 2 : row * patchHeight }

  /// The row of the grid, or the first of two, that a row of characters shows.
  func row(ofCharacterRow row: Int) -> Int { isHalved ? 2 * row : row / patchHeight }

  /// The column of characters in which a column of the grid begins; nil when it is out of sight.
  func characterColumn(ofColumn column: Int) -> Int? {
    columns.contains(column) ? gutter + (column - columns.lowerBound) * patchWidth : nil
  }
}

/// Characters that a patch takes, or two of them one above the other.
struct PatchSize: Sendable, Equatable {
  var width: Int
  var height: Int
  var isHalved = false

  func characterRows(of rows: Int) -> Int { isHalved ? (rows + 1) / 2 : rows * height }
}
