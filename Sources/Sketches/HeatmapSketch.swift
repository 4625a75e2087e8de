import Basics
import Figures

/// A matrix in rows of characters: numbers on a coloured ground where there is room, else two rows of cells in one row of half
/// blocks, else shades. A matrix with more columns than the screen shows means of neighbours, and says so.
package struct HeatmapSketch: Sendable {
  /// How the cells are drawn.
  private enum Mode { case numbers, halves, cells }

  private let heatmap: Heatmap
  private let isASCII: Bool
  private let hasColor: Bool
  private let selected: Int?
  private let width: Int
  private let notes: [SketchRow]
  private let mode: Mode
  private let low: Double
  private let high: Double
  /// Columns for labels of rows, with the gap after them.
  private let gutter: Int
  /// Screen columns of one drawn cell, with its gap where it has one.
  private let cellWidth: Int
  /// Matrix columns in one drawn cell.
  private let merged: Int

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
    (low, high) = heatmap.bounds
    notes = noteRows(heatmap.footnotes, width: self.width, isASCII: isASCII)
    let longest = heatmap.rowLabels.prefix(400).reduce(0) { max($0, Self.label($1, 40, isASCII).columns) }
    gutter = min(longest, self.width / 4) + 1
    let columns = max(1, heatmap.columnLabels.count)
    let room = max(1, self.width - gutter)
    let number = [low, high].map { Decimals.text($0, heatmap.decimals).utf8.count }.max() ?? 1
    // Without colour a shade stands before the number.
    let wanted = number + (hasColor ? 2 : 3)
    if wanted * columns <= room {
      let longest = heatmap.columnLabels.reduce(0) { max($0, Self.label($1, 40, isASCII).columns) }
      (mode, cellWidth) = (.numbers, min(max(wanted, longest + 1), room / columns))
      merged = 1
    } else {
      let isTall = heatmap.rowLabels.count + notes.count + 3 > height ?? 0
      mode = hasColor && !isASCII && isTall ? .halves : .cells
      merged = (columns + room - 1) / room
      cellWidth = max(1, min(4, room / columns))
    }
  }

  private var columns: Int { heatmap.columnLabels.count }
  private var rowsInOne: Int { mode == .halves ? 2 : 1 }
  private var matrixRows: Int { (heatmap.rowLabels.count + rowsInOne - 1) / rowsInOne }

  /// Rows that scroll: the matrix, then the footnotes.
  package var rowCount: Int { matrixRows + notes.count }
  /// The row in which a cell is drawn.
  package func row(ofCell cell: Int) -> Int { columns == 0 ? 0 : max(0, cell) / columns / rowsInOne }

  /// Rows that stay: the legend, the chosen cell in words, the labels of columns.
  package var head: [SketchRow] {
    [legend()] + (selected.map { [status($0)] } ?? []) + [labels()]
  }

  /// One row that scrolls.
  package func row(_ number: Int) -> SketchRow {
    guard number < matrixRows else { return notes[number - matrixRows] }
    let first = number * rowsInOne
    let drawn = (columns + merged - 1) / merged
    let cells = (0..<drawn).flatMap { cell in
      mode == .numbers ? numbers(first, cell) : blocks(first, cell)
    }
    return rowLabel(first) + cells
  }

  // MARK: Cells

  private func numbers(_ row: Int, _ column: Int) -> SketchRow {
    let value = Double(heatmap[row, column])
    let isSelected = selected == row * columns + column
    let text = value.isNaN ? (isASCII ? "-" : "–") : Decimals.text(value, heatmap.decimals)
    let left = gutter + column * cellWidth
    guard hasColor else { return shaded(text, value, left, isSelected) }
    let padding = String(repeating: " ", count: max(0, cellWidth - 1 - text.unicodeScalars.count))
    let ink = share(value).map { Ink.heat($0) } ?? .dim
    return [SketchRun(column: left, own: padding + text + " ", ink: ink, isSelected: isSelected)]
  }

  private func shaded(_ text: String, _ value: Double, _ left: Int, _ isSelected: Bool) -> SketchRow {
    let padding = String(repeating: " ", count: max(0, cellWidth - 2 - text.unicodeScalars.count))
    return [
      SketchRun(column: left, own: padding + text, ink: .text, isSelected: isSelected),
      SketchRun(column: left + cellWidth - 2, own: value.isNaN ? " " : shade(share(value)), ink: .text),
    ]
  }

  private func blocks(_ row: Int, _ cell: Int) -> SketchRow {
    let left = gutter + cell * cellWidth
    let upper = mean(row, cell)
    let isUpper = isSelected(row, cell)
    if mode == .cells {
      let glyph = hasColor ? (isUpper ? "x" : " ") : isUpper ? "x" : shade(upper)
      let ink: Ink = hasColor ? upper.map { .heat($0) } ?? .dim : .text
      let text = String(repeating: glyph, count: cellWidth)
      return [SketchRun(column: left, own: text, ink: ink, isSelected: isUpper)]
    }
    let hasLower = row + 1 < heatmap.rowLabels.count
    let isLower = hasLower && isSelected(row + 1, cell)
    let lower = hasLower ? mean(row + 1, cell) : nil
    // Of a chosen cell the half block is the cursor, and the ground is the other half.
    let ink = Ink.halves(upper: isUpper ? nil : upper, lower: isLower ? nil : lower)
    let glyph = isUpper ? "▀" : isLower ? "▄" : upper != nil ? "▀" : lower != nil ? "▄" : " "
    let text = String(repeating: glyph, count: cellWidth)
    return [SketchRun(column: left, own: text, ink: ink, isSelected: isUpper || isLower)]
  }

  private func isSelected(_ row: Int, _ cell: Int) -> Bool {
    guard let selected, columns > 0 else { return false }
    return selected / columns == row && selected % columns / merged == cell
  }

  /// The share of the mean of the numbers in a drawn cell; nil when it has none.
  private func mean(_ row: Int, _ cell: Int) -> Double? {
    var (sum, count) = (0.0, 0)
    for column in cell * merged..<min(columns, (cell + 1) * merged) {
      let value = Double(heatmap[row, column])
      if value.isFinite { (sum, count) = (sum + value, count + 1) }
    }
    return count == 0 ? nil : share(sum / Double(count))
  }

  private func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    return high > low ? min(1, max(0, (value - low) / (high - low))) : 0.5
  }

  private func shade(_ share: Double?) -> String {
    let shades = isASCII ? [" ", ".", ":", "*", "#"] : [" ", "░", "▒", "▓", "█"]
    return share.map { shades[min(4, Int($0 * 5))] } ?? "?"
  }

  // MARK: Labels

  private static func label(_ value: Value, _ columns: Int, _ isASCII: Bool) -> [Legible] {
    value.shown(to: columns, ascii: isASCII)
  }

  private func rowLabel(_ row: Int) -> SketchRow {
    let items = Self.label(heatmap.rowLabels[row], gutter - 1, isASCII)
    return items.isEmpty ? [] : [SketchRun(column: 0, items: items, ink: .dim)]
  }

  /// Labels of columns above them; with narrow cells only those that have room.
  private func labels() -> SketchRow {
    var runs: SketchRow = []
    for (index, label) in heatmap.columnLabels.enumerated() where index % merged == 0 {
      let left = gutter + index / merged * cellWidth
      if let last = runs.last, left < last.endColumn + 1 { continue }
      let room = mode == .numbers ? cellWidth - 1 : min(8, width - left)
      let items = Self.label(label, room, isASCII)
      // Numbers end at the right of their cells, and so do their labels.
      let shift = mode == .numbers ? max(0, cellWidth - 1 - items.columns) : 0
      if !items.isEmpty { runs.append(SketchRun(column: left + shift, items: items, ink: .dim)) }
    }
    return runs
  }

  private func legend() -> SketchRow {
    let texts = [low, high].map { Decimals.text($0, heatmap.decimals) }
    let steps = width < 30 ? 5 : 10
    var runs = [SketchRun(column: 0, own: texts[0], ink: .number)]
    let start = runs[0].endColumn + 1
    for step in 0..<steps {
      let share = Double(step) / Double(steps - 1)
      let glyph = hasColor ? " " : shade(share)
      runs.append(SketchRun(column: start + step, own: glyph, ink: hasColor ? .heat(share) : .text))
    }
    runs.append(SketchRun(column: start + steps + 1, own: texts[1], ink: .number))
    let end = start + steps + 2 + texts[1].utf8.count
    let cross = isASCII ? "x" : "×"
    let mean = merged > 1 ? ", each cell the mean of \(merged) columns" : ""
    let about =
      "  \(heatmap.unit)\(heatmap.unit.isEmpty ? "" : ": ")\(heatmap.rowTitle) \(cross) \(heatmap.columnTitle)"
    runs.append(SketchRun(column: end, about + mean, to: width - end, ink: .dim, isASCII: isASCII))
    return runs
  }

  private func status(_ cell: Int) -> SketchRow {
    let (row, column) = cell.quotientAndRemainder(dividingBy: max(1, columns))
    let value = Double(heatmap.values[cell])
    let number = value.isNaN ? "no number" : Decimals.text(value, heatmap.decimals)
    let unit = heatmap.unit.isEmpty || value.isNaN ? "" : " \(heatmap.unit)"
    let cross = Legible(.plain, 0..<0, isASCII ? "," : "×", columns: 1, scalar: 0xD7)
    let space = Legible(.plain, 0..<0, " ", columns: 1, scalar: 0x20)
    let room = max(4, (width - number.utf8.count - 6) / 2)
    var items = Self.label(heatmap.rowLabels[row], room, isASCII) + [space, cross, space]
    items += Self.label(heatmap.columnLabels[column], room, isASCII)
    let text = Fit.items(
      of: Array(": \(number)\(unit)".utf8), to: max(0, width - items.columns),
      Legible.Options(isASCII: isASCII))
    return [SketchRun(column: 0, items: items + text, ink: .text)]
  }
}
