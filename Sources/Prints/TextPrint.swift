import Basics
import Figures

/// Plain text for people: aligned columns, trees by indentation, bars of blocks, tokens between bars.
///
/// A segmented text is shown in its own lines, `│The│ quick│ brown│`, with line breaks as `↵` and special tokens as
/// `⟦<s>⟧`. With spans every token has its own line. Foreign text is escaped unless raw output was asked for.
package struct TextPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(name: "text", summary: "plain text for people", isForPeople: true)

  private let options: PrintOptions

  package init(_ options: PrintOptions) { self.options = options }

  /// The whole document.
  package func document(_ figures: [Figure]) -> [UInt8] {
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
        out += whole(segments)
      case .alignment(let alignment): append(alignment.table, to: &out)
      case .chart(let chart): append(chart.table, to: &out)
      case .heatmap(let heatmap): append(heatmap.table, to: &out)
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

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    heading(tree.title, to: &out)
    let labels = tree.nodes.map { String(repeating: "  ", count: $0.depth) + line($0.label) }
    let heads = tree.detailTitles.isEmpty ? [] : [[""] + tree.detailTitles]
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
}

/// The text between bars.
private struct TextSegments: SegmentPrint {
  let options: PrintOptions
  var isLineStart = true
  var lastHue = -1

  init(_ options: PrintOptions) { self.options = options }

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      if isLineStart { out.append(text: "│") }
      isLineStart = false
      let piece = Array(text[segment.range])
      if segment.isSpecial {
        out.append(text: "⟦" + (piece.isEmpty ? "\(segment.id)" : Shown.line(piece)) + "⟧")
      } else {
        append(piece, id: segment.id, to: &out)
      }
      out.append(text: "│")
      if piece.last == UInt8(ascii: "\n") { endLine(&out) }
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    if !isLineStart { out.append(UInt8(ascii: "\n")) }
    return true
  }

  private mutating func append(_ piece: [UInt8], id: UInt32, to out: inout [UInt8]) {
    if options.raw { return out.append(contentsOf: piece) }
    if options.color { out.append(text: "\u{1B}[38;5;16;48;5;\(nextHue(id))m") }
    var parts = Shown.parts(piece)[...]
    while let part = parts.popFirst() {
      out.append(text: part.text)
      if part.kind == .newline && !parts.isEmpty { breakLine(&out, id) }
    }
    if options.color { out.append(text: "\u{1B}[0m") }
  }

  /// A token that holds a line break and more goes on in the next line.
  private func breakLine(_ out: inout [UInt8], _ id: UInt32) {
    out.append(text: options.color ? "\u{1B}[0m\n\u{1B}[38;5;16;48;5;\(Self.hues[lastHue])m" : "\n")
  }

  private mutating func endLine(_ out: inout [UInt8]) {
    out.append(UInt8(ascii: "\n"))
    isLineStart = true
  }

  /// Eight light hues; the id decides, a neighbour of the same hue shifts one step.
  private mutating func nextHue(_ id: UInt32) -> Int {
    var hue = Int(id % UInt32(Self.hues.count))
    if hue == lastHue { hue = (hue + 1) % Self.hues.count }
    lastHue = hue
    return Self.hues[hue]
  }

  private static let hues = [117, 222, 151, 218, 189, 186, 216, 152]
}

/// One token a line: number, id, byte range, text.
private struct TextTokenList: SegmentPrint {
  var index = 0

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      let piece = Shown.line(Array(text[segment.range]))
      let range = "\(offset + segment.range.lowerBound)–\(offset + segment.range.upperBound)"
      let shown = segment.isSpecial ? "⟦\(piece)⟧" : "│\(piece)│"
      out.append(
        text: "\(padded("\(index)", 7))  \(padded("\(segment.id)", 7))  \(padded(range, 15))  \(shown)\n")
      index += 1
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool { true }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
  }
}
