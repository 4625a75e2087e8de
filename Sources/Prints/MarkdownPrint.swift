import Basics
import Figures
import Sketches

/// Markdown with tables, for issues and notes; alignments and charts are drawn in characters, charts with a table of their points.
package struct MarkdownPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(name: "md", summary: "Markdown tables and lists", isForPeople: true)

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
      case .segments(let segments): out += try whole(segments)
      case .alignment(let alignment): append(alignment, to: &out)
      case .chart(let chart): append(chart, to: &out)
      case .heatmap(let heatmap): append(heatmap.table, to: &out)
      case .tokenGrid(let grid): append(grid.table, to: &out)
      }
    }
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint { MarkdownSegments(title: title) }

  private func heading(_ title: String, to out: inout [UInt8]) {
    if !title.isEmpty { out.append(text: "## \(markdown(Shown.line(title)))\n\n") }
  }

  private func append(_ note: Note, to out: inout [UInt8]) {
    heading(note.title, to: &out)
    for line in note.lines { out.append(text: markdown(Shown.line(line)) + "\n") }
  }

  private func append(_ table: Table, to out: inout [UInt8]) {
    heading(table.title, to: &out)
    out.append(
      text: "| " + table.columns.map { markdown(Shown.line($0.title)) }.joined(separator: " | ") + " |\n")
    out.append(text: "|" + table.columns.map { $0.isNumeric ? "---:" : "---" }.joined(separator: "|") + "|\n")
    for row in table.rows { out.append(text: "| " + row.map(cell).joined(separator: " | ") + " |\n") }
    if !table.footnotes.isEmpty { out.append(UInt8(ascii: "\n")) }
    for note in table.footnotes { out.append(text: "- " + markdown(Shown.line(note)) + "\n") }
  }

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    heading(tree.title, to: &out)
    for node in tree.nodes {
      let details = zip(tree.detailTitles, node.details).map {
        "\(markdown(Shown.line($0))) \(markdown(Shown.line($1)))"
      }
      let tail = details.isEmpty ? "" : " – " + details.joined(separator: ", ")
      out.append(text: String(repeating: "  ", count: node.depth) + "- " + cell(node.label) + tail + "\n")
    }
  }

  private func append(_ alignment: Alignment, to out: inout [UInt8]) {
    heading(alignment.title, to: &out)
    let sketch = AlignmentSketch(alignment, width: options.width, isASCII: false)
    drawing((0..<sketch.rowCount).map { sketch.row($0).text }, to: &out)
  }

  private func append(_ chart: Chart, to out: inout [UInt8]) {
    heading(chart.title, to: &out)
    var drawn = chart
    drawn.footnotes = []
    drawing(ChartSketch(drawn, width: options.width, isASCII: false).rows.map(\.text), to: &out)
    var table = chart.table
    table.title = ""
    out.append(UInt8(ascii: "\n"))
    append(table, to: &out)
  }

  /// A block of code, between fences longer than any run of their sign inside.
  private func drawing(_ lines: [String], to out: inout [UInt8]) {
    var fence = "```"
    while lines.contains(where: { $0.contains(fence) }) { fence += "`" }
    out.append(text: fence + "text\n")
    for line in lines { out.append(text: line + "\n") }
    out.append(text: fence + "\n")
  }

  private func append(_ bars: Bars, to out: inout [UInt8]) {
    heading(bars.title, to: &out)
    out.append(text: "| | \(markdown(Shown.line(bars.unit))) |\n|---|---:|\n")
    for bar in bars.bars {
      out.append(text: "| \(cell(bar.label)) | \(Shown.amount(bar.value)) |\n")
    }
  }
}

private struct MarkdownSegments: SegmentPrint {
  let title: String
  var index = 0

  mutating func open(to out: inout [UInt8]) {
    if !title.isEmpty { out.append(text: "## \(markdown(Shown.line(title)))\n\n") }
    out.append(text: "| # | id | bytes | text |\n|---:|---:|---:|---|\n")
  }

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      let start = offset + segment.range.lowerBound
      let end = offset + segment.range.upperBound
      let mark = segment.isSpecial ? " (special)" : ""
      let piece = segment.range.isEmpty ? "" : cell(.bytes(Array(text[segment.range])))
      out.append(text: "| \(index) | \(segment.id) | \(start)–\(end) | \(piece)\(mark) |\n")
      index += 1
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool { true }
}

/// Token text stands as code, where its spaces can be seen; everything else as text.
private func cell(_ value: Value) -> String {
  guard case .bytes(let bytes) = value else { return markdown(Shown.line(value)) }
  let text = Shown.line(bytes)
  if text.isEmpty { return "" }
  let needsEntities = text.contains("`") || text.contains("|")
  return needsEntities ? "<code>" + html(text) + "</code>" : "`" + text + "`"
}

/// Text in which Markdown finds nothing to interpret.
private func markdown(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    if "\\`*_[]<>|~".unicodeScalars.contains(character) { result += "\\" }
    result.unicodeScalars.append(character)
  }
  return result
}

/// Text with the characters that HTML would interpret written as entities.
func html(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "`": result += "&#96;"
    case "|": result += "&#124;"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}
