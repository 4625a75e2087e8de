import Basics
import Figures
import Sketches

/// One self-contained page: no scripts, no other files, light and dark by the reader's own setting.
///
/// Tokens stand in boxes, so their boundaries can be seen without colour; the id and byte range of each are in its
/// title. Alignments are lines as on the screen; charts, heatmaps and bars are pictures inside the page, the first two with their
/// numbers folded below. Escaped forms of invisible characters are in italics, so typed text cannot pass for them.
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
    case .bars: appendPicture(figure, to: &out)
    case .segments(let segments):
      heading(segments.title, to: &out)
      var body = HTMLSegmentBody()
      body.add(segments.text, segments.segments, offset: 0, to: &out)
      body.close(to: &out)
    case .alignment(let alignment): append(alignment, to: &out)
    case .chart(let chart): appendDrawn(figure, chart.table, to: &out)
    case .heatmap(let heatmap): appendDrawn(figure, heatmap.table, to: &out)
    case .tokenGrid(let grid): appendDrawn(figure, grid.table, to: &out)
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
    let heads = table.columns.map {
      "<th\($0.isNumeric ? " class=n" : "")>\(html(Shown.line($0.title)))</th>"
    }
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
        "<table><thead><tr><th></th>\(heads.map { "<th class=n>\(html(Shown.line($0)))</th>" }.joined())</tr></thead><tbody>\n"
    )
    for node in tree.nodes {
      let details = node.details.map { "<td class=n>\(marked($0))</td>" }.joined()
      let indent = "style=\"padding-left:\(Double(node.depth) * 1.5 + 0.5)em\""
      out.append(text: "<tr><td \(indent)>\(marked(node.label))</td>\(details)</tr>\n")
    }
    out.append(text: "</tbody></table>\n")
  }

  /// A picture; the words around it are the page's.
  private func appendPicture(_ figure: Figure, to out: inout [UInt8]) {
    heading(figure.heading, to: &out)
    out += SVGFigure.content(of: figure).inline(title: figure.heading)
    for note in figure.notes { out.append(text: "<p class=f>\(html(Shown.line(note)))</p>\n") }
  }

  /// A picture and, folded, the numbers it is drawn from.
  private func appendDrawn(_ figure: Figure, _ table: Table, to out: inout [UInt8]) {
    appendPicture(figure, to: &out)
    var numbers = table
    (numbers.title, numbers.footnotes) = ("", [])
    out.append(text: "<details><summary>Numbers</summary>\n")
    append(numbers, to: &out)
    out.append(text: "</details>\n")
  }

  private func append(_ alignment: Alignment, to out: inout [UInt8]) {
    heading(alignment.title, to: &out)
    out.append(text: "<pre class=a>")
    let sketch = AlignmentSketch(alignment, width: SVGFigure.textColumns, isASCII: false)
    for row in 0..<sketch.rowCount {
      var column = 0
      for run in sketch.row(row) {
        out.append(text: String(repeating: " ", count: max(0, run.column - column)))
        out.append(text: markup(of: run))
        column = run.endColumn
      }
      out.append(UInt8(ascii: "\n"))
    }
    out.append(text: "</pre>\n")
  }

  private func markup(of run: SketchRun) -> String {
    let text = run.items.map { item in
      item.kind.isEscaped ? "<i>\(html(item.glyph))</i>" : html(item.glyph)
    }.joined()
    let inner = run.isMarked ? "<u>\(text)</u>" : text
    switch run.ink {
    case .changed: return "<b class=d>\(inner)</b>"
    case .difference: return "<b>\(inner)</b>"
    case .special: return "<b class=x>\(inner)</b>"
    case .dim, .boundary: return "<span class=q>\(inner)</span>"
    default: return inner
    }
  }

  private func marked(_ value: Value) -> String {
    if case .bytes(let bytes) = value { return "<code>" + markedUp(bytes) + "</code>" }
    return html(Shown.line(value))
  }
}
