import Basics
import Figures

/// A matrix in rows of characters: numbers on a coloured ground where there is room, else two rows of cells in one row of half
/// blocks, else shades. A matrix with more columns than the screen shows means of neighbours, and says so. Through a viewport a part of
/// it, from numbers to squares of many cells, with the chosen row and column marked.
package struct HeatmapSketch: Sendable {
  let heatmap: Heatmap
  let isASCII: Bool
  let hasColor: Bool
  let width: Int
  let grid: HeatmapGrid
  /// The chosen cell where the figure scrolls by rows.
  let selected: Int?
  let viewport: HeatmapViewport?
  /// The numbers at the ends of the ramp: of all numbers, or where squares show their means, of those.
  let ends: (low: Double, high: Double)
  private let notes: [SketchRow]

  /// `selected` is a cell, row by row. Without colour, shades stand for the ramp. In `height` rows, when they are known and enough,
  /// every row of the matrix has one of its own.
  package init(
    _ heatmap: Heatmap, width: Int, height: Int? = nil, isASCII: Bool, hasColor: Bool, selected: Int? = nil
  ) {
    self.heatmap = heatmap
    self.isASCII = isASCII
    self.hasColor = hasColor
    self.width = max(1, width)
    self.selected = selected.flatMap { heatmap.values.indices.contains($0) ? $0 : nil }
    viewport = nil
    ends = heatmap.bounds
    notes = noteRows(heatmap.footnotes, width: self.width, isASCII: isASCII)
    grid = HeatmapGrid(
      whole: heatmap, width: self.width, height: height, notes: notes.count, isASCII: isASCII,
      hasColor: hasColor)
  }

  /// What a viewport shows in a room, without footnotes.
  package init(_ heatmap: Heatmap, _ viewport: HeatmapViewport, in room: HeatmapRoom) {
    self.heatmap = heatmap
    isASCII = room.isASCII
    hasColor = room.hasColor
    width = room.width
    selected = nil
    self.viewport = viewport
    notes = []
    grid = HeatmapGrid(heatmap, viewport, room)
    let means = heatmap.threshold == nil && grid.merged > 1 ? viewport.levels?.ends(side: grid.merged) : nil
    ends = means ?? heatmap.bounds
  }

  /// Rows that scroll: the matrix, then the footnotes.
  package var rowCount: Int { grid.characterRows + notes.count }
  /// The row in which a cell is drawn, where the figure scrolls by rows.
  package func row(ofCell cell: Int) -> Int {
    let columns = heatmap.columnLabels.count
    return columns == 0 ? 0 : max(0, cell) / columns / grid.rowsInOne
  }

  /// How many rows and columns of the matrix are in sight.
  package var seen: (rows: Int, columns: Int) { (grid.shownRows, grid.shownColumns) }

  /// The row and column drawn at a place of the sketch, head included; nil outside the cells.
  package func cell(atColumn column: Int, row: Int) -> HeatmapViewport.Cross? {
    let (x, y) = ((column - grid.gutter) / grid.cellWidth, row - head.count)
    guard column >= grid.gutter, x < grid.drawnColumns, y >= 0, y < grid.characterRows else { return nil }
    return HeatmapViewport.Cross(row: grid.row + y * grid.rowsInOne, column: grid.column + x * grid.merged)
  }

  /// One row that scrolls.
  package func row(_ number: Int) -> SketchRow {
    guard number < grid.characterRows else { return notes[number - grid.characterRows] }
    let first = grid.row + number * grid.rowsInOne
    var row = rowLabel(first)
    row.reserveCapacity(row.count + grid.drawnColumns)
    for cell in 0..<grid.drawnColumns {
      if grid.mode == .numbers { row += numbers(first, cell) } else { row.append(block(first, cell)) }
    }
    return row
  }

  // MARK: Cells

  private func numbers(_ row: Int, _ cell: Int) -> SketchRow {
    let column = grid.column + cell
    let value = Double(heatmap[row, column])
    let isSelected = isChosen(row, cell)
    let text = value.isNaN ? (isASCII ? "-" : "–") : Decimals.text(value, heatmap.decimals)
    let left = grid.gutter + cell * grid.cellWidth
    let isCrossed = isCrossed(row, cell)
    guard hasColor else { return shaded(text, value, left, isSelected, isCrossed) }
    let padding = String(repeating: " ", count: max(0, grid.cellWidth - 1 - text.unicodeScalars.count))
    let ink = heatmap.share(value).map { Ink.heat($0) } ?? .dim
    return [
      SketchRun(
        column: left, own: padding + text + " ", ink: ink, isSelected: isSelected, isMarked: isCrossed)
    ]
  }

  private func shaded(
    _ text: String, _ value: Double, _ left: Int, _ isSelected: Bool, _ isCrossed: Bool
  ) -> SketchRow {
    let padding = String(repeating: " ", count: max(0, grid.cellWidth - 2 - text.unicodeScalars.count))
    let isShown = value.isNaN || heatmap.isShown(value)
    return [
      SketchRun(
        column: left, own: padding + text, ink: isShown ? .text : .dim, isSelected: isSelected,
        isMarked: isCrossed),
      SketchRun(
        column: left + grid.cellWidth - 2,
        own: value.isNaN || !isShown ? " " : shade(heatmap.share(value)), ink: .text),
    ]
  }

  private func block(_ row: Int, _ cell: Int) -> SketchRun {
    let left = grid.gutter + cell * grid.cellWidth
    let upper = share(row, cell)
    let isUpper = isChosen(row, cell)
    if grid.mode == .cells {
      let glyph = hasColor ? (isUpper ? "x" : " ") : isUpper ? "x" : shade(upper)
      let ink: Ink = hasColor ? upper.map { .heat($0) } ?? .dim : .text
      let text = String(repeating: glyph, count: grid.cellWidth)
      return SketchRun(
        column: left, own: text, ink: ink, isSelected: isUpper, isMarked: hasColor && isCrossed(row, cell))
    }
    let next = row + grid.mergedRows
    let hasLower = next < grid.row + grid.shownRows
    let isLower = hasLower && isChosen(next, cell)
    let lower = hasLower ? share(next, cell) : nil
    // Of a chosen cell the half block is the cursor, and the ground is the other half.
    let ink = Ink.halves(upper: isUpper ? nil : upper, lower: isLower ? nil : lower)
    let glyph = isUpper ? "▀" : isLower ? "▄" : upper != nil ? "▀" : lower != nil ? "▄" : " "
    let text = String(repeating: glyph, count: grid.cellWidth)
    return SketchRun(
      column: left, own: text, ink: ink, isSelected: isUpper || isLower,
      isMarked: isCrossed(row, cell), isLowerMarked: hasLower && isCrossed(next, cell))
  }

  /// Whether a drawn cell holds the chosen one; `row` is its first row.
  private func isChosen(_ row: Int, _ cell: Int) -> Bool {
    if let cross = viewport?.cross {
      return rows(row).contains(cross.row) && columns(cell).contains(cross.column)
    }
    let count = heatmap.columnLabels.count
    guard let selected, count > 0 else { return false }
    return selected / count == row && selected % count / grid.merged == cell
  }

  /// Whether a drawn cell lies in the chosen row or column of a viewport.
  private func isCrossed(_ row: Int, _ cell: Int) -> Bool {
    guard let cross = viewport?.cross else { return false }
    return rows(row).contains(cross.row) || columns(cell).contains(cross.column)
  }

  /// Rows of the matrix in a drawn cell that begins with `row`.
  private func rows(_ row: Int) -> Range<Int> {
    row..<max(row, min(heatmap.rowLabels.count, row + grid.mergedRows))
  }

  /// Columns of the matrix in a drawn cell.
  func columns(_ cell: Int) -> Range<Int> {
    let first = grid.column + cell * grid.merged
    return first..<max(first, min(heatmap.columnLabels.count, first + grid.merged))
  }

  /// The share of a drawn cell: of its number, or of the mean of its numbers; above a threshold of the largest, so that nothing that
  /// reaches it goes unseen. Nil when it has none.
  private func share(_ row: Int, _ cell: Int) -> Double? {
    if grid.merged == 1 && grid.mergedRows == 1 {
      return heatmap.share(Double(heatmap[row, grid.column + cell]))
    }
    let quick =
      grid.merged == grid.mergedRows
      ? viewport?.levels?.block(row: row, column: grid.column + cell * grid.merged, side: grid.merged) : nil
    let block = quick ?? heatmap.block(rows: rows(row), columns: columns(cell))
    return heatmap.share(Double(heatmap.threshold == nil ? block.mean : block.largest), of: ends)
  }

  func shade(_ share: Double?) -> String {
    share.map { Shades.glyph($0, isASCII: isASCII) } ?? (heatmap.threshold == nil ? "?" : " ")
  }
}
