import Basics
import Figures

/// One JSON object a line, for programs that read as it comes.
///
/// Tokens: `{"id":464,"start":0,"end":3,"text":"The"}`, bytes of the original; a token that holds part of a
/// character has `"bytes_b64"` in place of `"text"`. Tables: an object a row. Trees: an object a node, with
/// `depth`. Notes and bars: an object a line or bar. Alignments: an object a region with `shared` and `rows` of `name`, `start`, `end`
/// and `tokens`, each as above. Charts: an object a point with `series`, `style`, `x`, `y` and, where it has one, `label`. Heatmaps:
/// an object a cell with `row`, `column` and `value`. What is not a number is null.
package struct JSONLinesPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(
    name: "jsonl", summary: "one object a token or row", isForPeople: false)

  package init(_ options: PrintOptions) {}

  /// The whole document.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    for figure in figures {
      switch figure {
      case .note(let note): append(note, to: &out)
      case .table(let table): append(table, to: &out)
      case .tree(let tree): append(tree, to: &out)
      case .bars(let bars): append(bars, to: &out)
      case .segments(let segments): out += try whole(segments)
      case .alignment(let alignment): out.append(jsonLines: alignment)
      case .chart(let chart): out.append(jsonLines: chart)
      case .tokenGrid(let grid): append(grid.table, to: &out)
      case .heatmap(let heatmap): out.append(jsonLines: heatmap)
      }
    }
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint { JSONLinesSegments() }

  private func append(_ note: Note, to out: inout [UInt8]) {
    for line in note.lines {
      out.append(text: "{\"note\":")
      out.append(jsonText: line)
      out.append(text: "}\n")
    }
  }

  private func append(_ table: Table, to out: inout [UInt8]) {
    for row in table.rows {
      out.append(json: row, of: table)
      out.append(UInt8(ascii: "\n"))
    }
  }

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    for node in tree.nodes {
      out.append(text: "{\"depth\":\(node.depth),\"label\":")
      out.append(json: node.label)
      for (title, detail) in zip(tree.detailTitles, node.details) {
        out.append(UInt8(ascii: ","))
        out.append(jsonText: title)
        out.append(UInt8(ascii: ":"))
        out.append(json: detail)
      }
      out.append(text: "}\n")
    }
  }

  private func append(_ bars: Bars, to out: inout [UInt8]) {
    for bar in bars.bars {
      out.append(text: "{\"label\":")
      out.append(json: bar.label)
      out.append(text: ",\"value\":")
      out.append(json: .number(bar.value, decimals: 6))
      out.append(text: "}\n")
    }
  }
}

private struct JSONLinesSegments: SegmentPrint {
  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      out.append(json: segment, of: text, offset: offset)
      out.append(UInt8(ascii: "\n"))
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool { true }
}
