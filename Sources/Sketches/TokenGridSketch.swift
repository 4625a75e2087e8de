import Basics
import Figures

/// Tokens of a picture on their grid, in rows of characters: the picture in half blocks, scaled to the grid by area, and in each patch the sign
/// of its state on a ground on which it is read. Grids that are too wide for signs have two patches in a character.
///
/// The head stays: the chosen token in words, how many tokens are in which state, the ramp where numbers are shown, a mark above the chosen
/// column. The patches scroll by rows, then origin and footnotes.
package struct TokenGridSketch: Sendable {
  let grid: TokenGrid
  let room: TokenGridRoom
  let layout: TokenGridLayout
  let selected: Int?
  /// Rows of characters above the visible ones.
  let scroll: Int
  /// The least and the largest number.
  let ends: (low: Double, high: Double)?
  private let picture: PictureRows?
  private let notes: [SketchRow]
  /// By state, its sign in the columns that a patch has.
  private let signs: [[Legible]]

  /// `selected` is a token, row by row; `scroll` how many rows are above those in sight, which only the words in the head need.
  package init(_ grid: TokenGrid, in room: TokenGridRoom, selected: Int? = nil, scroll: Int = 0) {
    self.grid = grid
    self.room = room
    self.scroll = max(0, scroll)
    self.selected = selected.flatMap { (0..<grid.count).contains($0) ? $0 : nil }
    ends = Self.ends(of: grid.values)
    let words = ([grid.origin] + grid.footnotes).filter { !$0.isEmpty }
    notes = noteRows(
      room.isASCII ? words.map(Self.spelled) : words, width: room.width, isASCII: room.isASCII)
    let headRows = Self.headRows(grid, room, selected: self.selected, hasRamp: ends != nil)
    let left = room.height.map { [rows = notes.count] in max(0, $0 - headRows - rows) }
    layout = TokenGridLayout(grid, room, height: left, selected: self.selected)
    signs = Self.signs(grid, room, layout)
    picture = Self.picture(grid, layout)
  }

  /// The signs that our own sentences have beside letters, in ASCII.
  private static func spelled(_ text: String) -> String {
    let stands: [Character: Character] = ["×": "x", "–": "-", "·": ",", "…": "~"]
    return String(text.map { stands[$0] ?? $0 })
  }

  /// Only the patches, for places among others; their layout is given.
  init(bare grid: TokenGrid, _ room: TokenGridRoom, _ layout: TokenGridLayout, selected: Int?) {
    (self.grid, self.room, self.layout, self.selected) = (grid, room, layout, selected)
    (scroll, notes, signs) = (0, [], Self.signs(grid, room, layout))
    ends = Self.ends(of: grid.values)
    picture = Self.picture(grid, layout)
  }

  private static func picture(_ grid: TokenGrid, _ layout: TokenGridLayout) -> PictureRows? {
    guard grid.ground == .picture, grid.count > 0, let pixels = grid.pixels, pixels.width > 0,
      pixels.height > 0
    else { return nil }
    // Two halves a row of characters; lines between parts are left out.
    let rows = layout.isHalved ? grid.rows : 2 * grid.rows * layout.patchHeight
    return PictureRows(pixels, columns: grid.columns * layout.patchWidth, rows: rows)
  }

  private static func signs(
    _ grid: TokenGrid, _ room: TokenGridRoom, _ layout: TokenGridLayout
  ) -> [[Legible]] {
    grid.states.map {
      TokenPatch.pieces(of: room.isASCII ? $0.ascii : $0.sign, to: layout.patchWidth, room.isASCII)
    }
  }

  /// The sign of a token's state; empty without one.
  func sign(ofState cell: Int) -> [Legible] {
    grid.cells.isEmpty ? [] : grid.cells[cell].map { signs[$0] } ?? []
  }

  private static func ends(of values: [Float]) -> (low: Double, high: Double)? {
    var ends: (low: Double, high: Double)?
    for value in values where value.isFinite {
      let number = Double(value)
      ends = ends.map { (min($0.low, number), max($0.high, number)) } ?? (number, number)
    }
    return ends
  }

  /// Where halves cannot be drawn, the picture by density alone.
  var hidesSigns: Bool { room.detail == .halves && !layout.isHalved }

  // MARK: Places

  /// Rows that scroll: the patches, then origin and footnotes.
  package var rowCount: Int { layout.characterRows + notes.count }

  /// The row, of those that scroll, in which a token begins.
  package func row(ofCell cell: Int) -> Int {
    layout.characterRow(ofRow: max(0, cell) / max(1, grid.columns))
  }

  /// Where a token is drawn: its first column and row of those that scroll, and how many of each it takes; nil when it is out of sight to
  /// the left or right.
  package func place(ofCell cell: Int) -> (column: Int, row: Int, width: Int, height: Int)? {
    guard (0..<grid.count).contains(cell),
      let column = layout.characterColumn(ofColumn: cell % grid.columns)
    else { return nil }
    return (column, row(ofCell: cell), layout.patchWidth, layout.patchHeight)
  }

  /// The token that is drawn at a row, of those that scroll, and column; nil outside. Of two in a character it is the upper one, or the
  /// lower when the upper is chosen already.
  package func cell(atRow row: Int, column: Int) -> Int? {
    guard row >= 0, row < layout.characterRows, let place = layout.place(ofCharacterRow: row),
      let across = layout.column(atCharacterColumn: column)
    else { return nil }
    let cell = place.row * grid.columns + across
    let below = cell + grid.columns
    return layout.isHalved && selected == cell && below < grid.count ? below : cell
  }

  /// One row that scrolls.
  package func row(_ number: Int) -> SketchRow {
    number < layout.characterRows
      ? patches(number).clipped(to: room.width) : notes[number - layout.characterRows]
  }

  // MARK: Patches

  /// One row of characters of the patches.
  func patches(_ number: Int) -> SketchRow {
    guard let (first, line) = layout.place(ofCharacterRow: number) else { return between }
    var row = CellRow()
    let isMiddle = layout.isHalved || line == (layout.patchHeight - 1) / 2
    if layout.gutter > 0 {
      let isChosen = selected.map { (first..<first + layout.rowsInOne).contains($0 / grid.columns) } ?? false
      row.put(isChosen && isMiddle ? CellRow.glyph(room.isASCII ? ">" : "▸") : CellRow.space, .number)
    }
    if layout.isHalved { halves(first, into: &row) } else { drawLine(line, ofRow: first, into: &row) }
    if layout.hasTail(grid), isMiddle, let end = grid.rowEnd {
      row.put(CellRow.space, .dim)
      row.put(CellRow.glyph(room.isASCII ? end.ascii : end.sign), .dim)
    }
    return row.runs
  }

  /// One line of characters of a row of patches.
  private func drawLine(_ line: Int, ofRow first: Int, into row: inout CellRow) {
    let half = 2 * (first * layout.patchHeight + line)
    let upper = picture?.row(half)
    let lower = room.hasPixels || picture == nil ? picture?.row(half + 1) : upper
    for column in layout.columns {
      if layout.hasLine(before: column) { row.put(CellRow.glyph(room.isASCII ? "|" : "│"), .dim) }
      let patch = TokenPatch(self, cell: first * grid.columns + column, line: line)
      patch.draw(into: &row) { x in
        guard let upper, let lower else { return nil }
        let place = column * layout.patchWidth + x
        return (upper[place], lower[place])
      }
    }
  }

  /// The line between two rows of parts.
  private var between: SketchRow {
    var row = CellRow()
    for _ in 0..<layout.gutter { row.put(CellRow.space, .dim) }
    for column in layout.columns {
      if layout.hasLine(before: column) { row.put(CellRow.glyph(room.isASCII ? "+" : "┼"), .dim) }
      for _ in 0..<layout.patchWidth { row.put(CellRow.glyph(room.isASCII ? "-" : "─"), .dim) }
    }
    return row.runs
  }

  private func halves(_ first: Int, into row: inout CellRow) {
    let (upper, lower) = (picture?.row(first), first + 1 < grid.rows ? picture?.row(first + 1) : nil)
    for column in layout.columns {
      let cell = first * grid.columns + column
      let below =
        first + 1 < grid.rows
        ? half(cell + grid.columns, lower.map { $0[column] }) : Tint(.ground)
      row.put(CellRow.half, .pixels(upper: half(cell, upper.map { $0[column] }), lower: below))
    }
  }

  /// A whole token in half a character: its state is in the colour.
  private func half(_ cell: Int, _ pixel: Pixels.Color?) -> Tint {
    if cell == selected { return Tint(.cursor) }
    var tint = tint(cell, pixel)
    if case .pixel = tint.base { tint.veil = grid.state(cell)?.series }
    return tint
  }

  /// What the ground of a token shows.
  func tint(_ cell: Int, _ pixel: Pixels.Color?) -> Tint {
    let isGone = grid.gone.contains(cell)
    switch grid.ground {
    case .picture: return Tint(pixel.map { .pixel($0) } ?? .ground, isGone: isGone)
    case .states: return Tint(grid.state(cell).map { .series($0.series) } ?? .ground, isGone: isGone)
    case .values: return Tint(share(cell).map { .heat($0) } ?? .ground, isGone: isGone)
    }
  }

  /// Where a token's number lies between the least and the largest, 0…1; nil without one.
  func share(_ cell: Int) -> Double? {
    guard let ends, !grid.values.isEmpty, grid.values[cell].isFinite else { return nil }
    let span = ends.high - ends.low
    return span > 0 ? (Double(grid.values[cell]) - ends.low) / span : 0
  }
}
