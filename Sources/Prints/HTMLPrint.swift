import Basics
import Figures

/// One self-contained page: no scripts, no other files, light and dark by the reader's own setting.
///
/// Tokens stand in boxes, so their boundaries can be seen without colour; the id and byte range of each are in its
/// title. Escaped forms of invisible characters are in italics, so typed text cannot pass for them.
package struct HTMLPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(name: "html", summary: "a self-contained page", isForPeople: true)

  package init(_ options: PrintOptions) {}

  /// The whole document.
  package func document(_ figures: [Figure]) -> [UInt8] {
    var out: [UInt8] = []
    out.append(text: pageHead(title: "Tessera"))
    for figure in figures { append(figure, to: &out) }
    out.append(text: pageFoot)
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint { HTMLSegments(title: title) }

  private func append(_ figure: Figure, to out: inout [UInt8]) {
    switch figure {
    case .note(let note): append(note, to: &out)
    case .table(let table): append(table, to: &out)
    case .tree(let tree): append(tree, to: &out)
    case .bars(let bars): append(bars, to: &out)
    case .segments(let segments):
      heading(segments.title, to: &out)
      var body = HTMLSegmentBody()
      body.add(segments.text, segments.segments, offset: 0, to: &out)
      body.close(to: &out)
    case .alignment(let alignment): append(alignment.table, to: &out)
    case .chart(let chart): append(chart.table, to: &out)
    case .heatmap(let heatmap): append(heatmap.table, to: &out)
    }
  }

  private func heading(_ title: String, to out: inout [UInt8]) {
    if !title.isEmpty { out.append(text: "<h2>\(html(Shown.line(title)))</h2>\n") }
  }

  private func append(_ note: Note, to out: inout [UInt8]) {
    heading(note.title, to: &out)
    for line in note.lines { out.append(text: "<p>\(html(Shown.line(line)))</p>\n") }
  }

  private func append(_ table: Table, to out: inout [UInt8]) {
    heading(table.title, to: &out)
    let heads = table.columns.map { "<th\($0.isNumeric ? " class=n" : "")>\(html($0.title))</th>" }
    out.append(text: "<table><thead><tr>\(heads.joined())</tr></thead><tbody>\n")
    for row in table.rows {
      let cells = zip(table.columns, row).map { "<td\($0.isNumeric ? " class=n" : "")>\(marked($1))</td>" }
      out.append(text: "<tr>\(cells.joined())</tr>\n")
    }
    out.append(text: "</tbody></table>\n")
    for note in table.footnotes { out.append(text: "<p class=f>\(html(Shown.line(note)))</p>\n") }
  }

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    heading(tree.title, to: &out)
    let heads = (tree.nodes.contains { !$0.details.isEmpty }) ? tree.detailTitles : []
    out.append(
      text:
        "<table><thead><tr><th></th>\(heads.map { "<th class=n>\(html($0))</th>" }.joined())</tr></thead><tbody>\n"
    )
    for node in tree.nodes {
      let details = node.details.map { "<td class=n>\(marked($0))</td>" }.joined()
      let indent = "style=\"padding-left:\(Double(node.depth) * 1.5 + 0.5)em\""
      out.append(text: "<tr><td \(indent)>\(marked(node.label))</td>\(details)</tr>\n")
    }
    out.append(text: "</tbody></table>\n")
  }

  private func append(_ bars: Bars, to out: inout [UInt8]) {
    heading(bars.unit.isEmpty ? bars.title : "\(bars.title), \(bars.unit)", to: &out)
    let longest = max(bars.bars.map { $0.value.isFinite ? $0.value : 0 }.max() ?? 0, 1e-300)
    out.append(text: "<table><tbody>\n")
    for bar in bars.bars {
      let share = bar.value.isFinite ? max(0, bar.value / longest) : 0
      let width = decimalText(share * 20, decimals: 2)
      out.append(text: "<tr><td>\(marked(bar.label))</td><td class=n>\(Shown.amount(bar.value))</td>")
      out.append(text: "<td><span class=b style=\"width:\(width)em\"></span></td></tr>\n")
    }
    out.append(text: "</tbody></table>\n")
  }

  private func marked(_ value: Value) -> String {
    if case .bytes(let bytes) = value { return "<code>" + markedUp(bytes) + "</code>" }
    return html(Shown.line(value))
  }
}

/// A whole page around one segmented text.
private struct HTMLSegments: SegmentPrint {
  let title: String
  var body = HTMLSegmentBody()

  mutating func open(to out: inout [UInt8]) {
    out.append(text: pageHead(title: title.isEmpty ? "Tessera" : title))
    if !title.isEmpty { out.append(text: "<h2>\(html(Shown.line(title)))</h2>\n") }
  }

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    body.add(text, segments, offset: offset, to: &out)
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    body.close(to: &out)
    out.append(text: pageFoot)
    return true
  }
}

private struct HTMLSegmentBody {
  private var isOpen = false
  private var count = 0
  private var lastHue = 8

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    if !isOpen { out.append(text: "<div class=t>") }
    isOpen = true
    for segment in segments {
      let piece = Array(text[segment.range])
      let range = "\(offset + segment.range.lowerBound)–\(offset + segment.range.upperBound)"
      let kind = segment.isSpecial ? "s" : "h\(nextHue(segment.id))"
      out.append(text: "<span class=\(kind) title=\"id \(segment.id), bytes \(range)\">")
      out.append(text: piece.isEmpty ? "<i>\(segment.id)</i>" : markedUp(piece))
      out.append(text: piece.last == 10 ? "</span>\n" : "</span>")
      count += 1
    }
  }

  mutating func close(to out: inout [UInt8]) {
    if !isOpen { out.append(text: "<div class=t>") }
    out.append(text: "</div>\n<p class=f>\(count) tokens</p>\n")
  }

  private mutating func nextHue(_ id: UInt32) -> Int {
    var hue = Int(id % 8)
    if hue == lastHue { hue = (hue + 1) % 8 }
    lastHue = hue
    return hue
  }
}

/// The bytes as HTML, escaped forms in italics.
private func markedUp(_ bytes: [UInt8]) -> String {
  Shown.parts(bytes).map { part in
    switch part.kind {
    case .plain, .space: html(part.text)
    default: "<i>\(html(part.text))</i>"
    }
  }.joined()
}
