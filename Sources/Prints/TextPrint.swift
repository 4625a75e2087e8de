import Basics
import Figures
import Sketches

/// Plain text for people: aligned columns, trees by indentation, bars of blocks, tokens between bars.
///
/// A segmented text is shown in its own lines, `│The│ quick│ brown│`, with line breaks as `↵` and special tokens as
/// `⟦<s>⟧`. Alignments, charts and token grids are drawn as on the screen, heatmaps
/// are tables of their numbers. With spans every token has its own line. Foreign text is escaped unless raw output was asked for.
package struct TextPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(name: "text", summary: "plain text for people", isForPeople: true)

  private let options: PrintOptions

  package init(_ options: PrintOptions) { self.options = options }

  /// The whole document.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    for figure in figures {
      if !out.isEmpty { out.append(UInt8(ascii: "\n")) }
      switch figure {
      case .note(let note): append(note, to: &out)
      case .table(let table): append(table, to: &out)
      case .tree(let tree): append(tree, to: &out)
      case .bars(let bars): append(bars, to: &out)
      case .segments(let segments):
        if figures.count > 1 { heading(segments.title, to: &out) }
        out += try whole(segments)
      case .alignment(let alignment):
        heading(alignment.title, to: &out)
        let sketch = AlignmentSketch(alignment, width: options.width, isASCII: false)
        for row in 0..<sketch.rowCount { append(sketch.row(row), to: &out) }
      case .chart(let chart):
        heading(chart.title, to: &out)
        for row in ChartSketch(chart, width: options.width, isASCII: false).rows { append(row, to: &out) }
      case .heatmap(let heatmap): append(heatmap.table, to: &out)
      case .tokenGrid(let grid): append(grid, to: &out)
      }
    }
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint {
    options.spans ? TextTokenList() : TextSegments(options)
  }

  private func heading(_ title: String, to out: inout [UInt8]) {
    if title.isEmpty { return }
    let text = line(.text(title))
    out.append(text: options.color ? "\u{1B}[1m\(text)\u{1B}[0m\n" : text + "\n")
  }

  private func append(_ note: Note, to out: inout [UInt8]) {
    heading(note.title, to: &out)
    for text in note.lines { out.append(text: line(.text(text)) + "\n") }
  }

  private func append(_ table: Table, to out: inout [UInt8]) {
    heading(table.title, to: &out)
    let rows = [table.columns.map { line(.text($0.title)) }] + table.rows.map { $0.map(line) }
    append(rows, isNumeric: table.columns.map(\.isNumeric), to: &out)
    for note in table.footnotes { out.append(text: "  " + line(.text(note)) + "\n") }
  }

  /// The picture in half blocks when there is colour, else the signs alone; a grid without signs by density.
  private func append(_ grid: TokenGrid, to out: inout [UInt8]) {
    heading(grid.title, to: &out)
    let hasSigns = !grid.states.isEmpty || !grid.marks.isEmpty
    let room = TokenGridRoom(
      width: options.width, hasColor: options.color,
      detail: options.color || !hasSigns ? .fitting : .signs)
    let sketch = TokenGridSketch(grid, in: room)
    for row in sketch.head + (0..<sketch.rowCount).map(sketch.row) { append(row, to: &out) }
  }

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    heading(tree.title, to: &out)
    let labels = tree.nodes.map { String(repeating: "  ", count: $0.depth) + line($0.label) }
    let heads = tree.detailTitles.isEmpty ? [] : [[""] + tree.detailTitles.map { line(.text($0)) }]
    let rows = heads + zip(labels, tree.nodes).map { [$0] + $1.details.map(line) }
    let width = rows.map(\.count).max() ?? 0
    append(rows, isNumeric: [false] + Array(repeating: true, count: max(0, width - 1)), to: &out)
  }

  private func append(_ bars: Bars, to out: inout [UInt8]) {
    heading(bars.unit.isEmpty ? bars.title : "\(bars.title), \(bars.unit)", to: &out)
    let longest = bars.bars.map { $0.value.isFinite ? $0.value : 0 }.max() ?? 0
    let rows = bars.bars.map { bar in
      let share = longest > 0 && bar.value.isFinite ? max(0, bar.value / longest) : 0
      let blocks = String(repeating: "█", count: Int((share * 40).rounded()))
      return [line(bar.label), Shown.amount(bar.value), blocks]
    }
    append(rows, isNumeric: [false, true, false], to: &out)
  }

  private func line(_ value: Value) -> String {
    switch value {
    case .text(let text) where options.raw: text
    case .bytes(let bytes) where options.raw: String(decoding: bytes, as: UTF8.self)
    default: Shown.line(value)
    }
  }

  /// Rows in columns; numbers to the right, nothing after the last word of a line.
  private func append(_ rows: [[String]], isNumeric: [Bool], to out: inout [UInt8]) {
    let widths = isNumeric.indices.map { column in
      rows.map { column < $0.count ? Shown.columns($0[column]) : 0 }.max() ?? 0
    }
    for row in rows {
      var text = ""
      for (column, cell) in row.enumerated() where column < widths.count {
        let padding = String(repeating: " ", count: widths[column] - Shown.columns(cell))
        text += (column > 0 ? "  " : "") + (isNumeric[column] ? padding + cell : cell + padding)
      }
      while text.hasSuffix(" ") { text.removeLast() }
      out.append(text: text + "\n")
    }
  }

  /// A row of a drawing; with colour, what differs and each curve has one.
  private func append(_ row: SketchRow, to out: inout [UInt8]) {
    guard options.color else { return out.append(text: row.text + "\n") }
    var column = 0
    for run in row {
      out.append(text: String(repeating: " ", count: max(0, run.column - column)))
      let text = run.items.map(\.glyph).joined()
      let code = ANSIColors(isTrueColor: options.trueColor).code(run.ink)
      out.append(text: code.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text)
      column = run.endColumn
    }
    out.append(UInt8(ascii: "\n"))
  }
}
