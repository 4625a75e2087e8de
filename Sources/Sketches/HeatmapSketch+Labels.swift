import Basics
import Figures

/// What stands around the cells.
extension HeatmapSketch {
  /// Rows that stay: the legend, the chosen cell in words, the labels of columns; through a viewport the legend, the labels of columns,
  /// and a mark at the chosen one.
  package var head: [SketchRow] {
    if viewport != nil { return [legend()] + columnHead() }
    return [legend()] + (selected.map { [status($0)] } ?? []) + [labels()]
  }

  static func label(_ value: Value, _ columns: Int, _ isASCII: Bool) -> [Legible] {
    value.shown(to: columns, ascii: isASCII)
  }

  func rowLabel(_ row: Int) -> SketchRow {
    guard viewport != nil else {
      let items = Self.label(heatmap.rowLabels[row], grid.gutter - 1, isASCII)
      return items.isEmpty ? [] : [SketchRun(column: 0, items: items, ink: .dim)]
    }
    let chosen = viewport?.cross.map(\.row).flatMap { (row..<row + grid.rowsInOne).contains($0) ? $0 : nil }
    let items = Self.label(rowName(chosen ?? row, isChosen: chosen != nil), grid.gutter - 2, isASCII)
    var runs = items.isEmpty ? [] : [SketchRun(column: 0, items: items, ink: .dim, isSelected: chosen != nil)]
    if chosen != nil {
      runs.append(SketchRun(column: grid.gutter - 1, own: isASCII ? ">" : "▸", ink: .number))
    }
    return runs
  }

  /// A row's label; of squares of many rows their first place, unless one is chosen.
  private func rowName(_ row: Int, isChosen: Bool) -> Value {
    grid.mergedRows > 1 && !isChosen ? .integer(row) : heatmap.rowLabels[row]
  }

  /// Labels of columns above them; with narrow cells only those that have room.
  private func labels() -> SketchRow {
    var runs: SketchRow = []
    for (index, label) in heatmap.columnLabels.enumerated() where index % grid.merged == 0 {
      let left = grid.gutter + index / grid.merged * grid.cellWidth
      if let last = runs.last, left < last.endColumn + 1 { continue }
      let room = grid.mode == .numbers ? grid.cellWidth - 1 : min(8, width - left)
      let items = Self.label(label, room, isASCII)
      // Numbers end at the right of their cells, and so do their labels.
      let shift = grid.mode == .numbers ? max(0, grid.cellWidth - 1 - items.columns) : 0
      if !items.isEmpty { runs.append(SketchRun(column: left + shift, items: items, ink: .dim)) }
    }
    return runs
  }

  // MARK: Through a viewport

  /// The labels of columns in sight, the chosen one first of all, and below them the mark.
  private func columnHead() -> [SketchRow] {
    let cross = viewport?.cross
    let chosen = cross.flatMap { cross in
      (0..<grid.drawnColumns).first { columns($0).contains(cross.column) }
    }
    var runs: SketchRow = []
    if let chosen, let cross { runs = [columnLabel(chosen, cross.column, isChosen: true)] }
    for cell in 0..<grid.drawnColumns where cell != chosen {
      let run = columnLabel(cell, grid.column + cell * grid.merged, isChosen: false)
      let isFree = runs.allSatisfy { run.endColumn < $0.column || run.column > $0.endColumn }
      if isFree && !run.items.isEmpty { runs.append(run) }
    }
    var mark: SketchRow = []
    if let chosen {
      let at = grid.gutter + chosen * grid.cellWidth + (grid.mode == .numbers ? grid.cellWidth - 2 : 0)
      mark = [SketchRun(column: at, own: isASCII ? "v" : "▾", ink: .number)]
    }
    let labels = runs.sorted { $0.column < $1.column }
    return grid.hasMark ? [labels, mark] : [labels]
  }

  private func columnLabel(_ cell: Int, _ column: Int, isChosen: Bool) -> SketchRun {
    let left = grid.gutter + cell * grid.cellWidth
    let room = grid.mode == .numbers ? grid.cellWidth - 1 : 8
    let value = grid.merged > 1 && !isChosen ? .integer(column) : heatmap.columnLabels[column]
    let items = Self.label(value, room, isASCII)
    let shift = grid.mode == .numbers ? max(0, grid.cellWidth - 1 - items.columns) : 0
    // At the right edge a label stands to the left of its column.
    let start = max(0, min(left + shift, width - items.columns))
    return SketchRun(column: start, items: items, ink: .dim, isSelected: isChosen)
  }

  // MARK: Legend

  private func legend() -> SketchRow {
    var runs = Shades.legend(
      ends, decimals: heatmap.decimals, steps: width < 30 ? 5 : 10, isASCII: isASCII, hasColor: hasColor
    ) { heatmap.isShown(ends.low + $0 * (ends.high - ends.low)) }
    let end = runs[runs.count - 1].endColumn + 1
    runs.append(SketchRun(column: end, about, to: width - end, ink: .dim, isASCII: isASCII))
    return runs
  }

  private var about: String {
    let cross = isASCII ? "x" : "×"
    let names = "\(heatmap.rowTitle) \(cross) \(heatmap.columnTitle)"
    let unit = heatmap.unit.isEmpty ? "" : "\(heatmap.unit): "
    if viewport != nil {
      let part = "\(heatmap.threshold == nil ? "mean" : "largest") of \(grid.merged) \(cross) \(grid.merged)"
      let dot = isASCII ? "," : " ·"
      return "  \(heatmap.unit)\(grid.merged > 1 ? ", \(part)" : "")\(dot) \(names)"
    }
    let mean = grid.merged > 1 ? ", each cell the mean of \(grid.merged) columns" : ""
    return "  \(unit)\(names)\(mean)"
  }

  private func status(_ cell: Int) -> SketchRow {
    let (row, column) = cell.quotientAndRemainder(dividingBy: max(1, heatmap.columnLabels.count))
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
