import Basics
import Figures
import Sketches

/// A tree with strokes from parent to child, and details in columns at the right.
struct TreePainter: RowPainter {
  private static let gap = 2

  private let tree: Tree
  private let width: Int
  private let isASCII: Bool
  /// Widths of the details that fit beside the labels.
  private let details: [Int]
  /// For the visible nodes: at which depths a line goes on below.
  private let open: [[Bool]]
  private let first: Int

  /// Nodes deeper than this are drawn here, with their depth as a number.
  private var deepest: Int { max(1, width / 4) }

  init(_ tree: Tree, width: Int, _ options: FigurePainter.Options) {
    self.tree = tree
    self.width = width
    isASCII = options.isASCII
    first = min(options.scroll, tree.nodes.count)
    // A screen has far fewer rows than this.
    let last = min(tree.nodes.count, first + 1000)
    open = Self.openLines(tree.nodes, first..<last, deepest: max(1, width / 4))
    var widths = tree.detailTitles.map { Legible.columns(of: $0) }
    for node in tree.nodes[first..<min(last, first + 200)] {
      for (index, value) in node.details.enumerated() {
        if index == widths.count { widths.append(0) }
        widths[index] = max(widths[index], min(24, value.columns(ascii: options.isASCII)))
      }
    }
    while widths.reduce(0, { $0 + $1 + Self.gap }) > width * 3 / 5, !widths.isEmpty { widths.removeLast() }
    details = widths
  }

  var headRows: Int { tree.detailTitles.isEmpty || details.isEmpty ? 0 : 1 }
  var bodyRows: Int { tree.nodes.count }

  private var labelWidth: Int { width - details.reduce(0) { $0 + $1 + Self.gap } }

  func drawHead(into frame: inout Frame, _ rect: Rect, _ canvas: Canvas) {
    guard rect.height > 0 else { return }
    let style = canvas.theme.style("list.header")
    frame.fill(rect, style: style)
    for (index, title) in tree.detailTitles.prefix(details.count).enumerated() {
      put(
        Value.text(title).shown(to: details[index], ascii: isASCII), detail: index, into: &frame, rect, style)
    }
  }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    let node = tree.nodes[row]
    let isSelected = row == canvas.options.selected
    if isSelected { frame.fill(line, style: canvas.theme.style("list.selected")) }
    let label = Rect(column: line.column, row: line.row, width: labelWidth, height: 1)
    let strokes = canvas.style("tree.line", isSelected: isSelected)
    let start = frame.put(prefix(row), column: line.column, row: line.row, style: strokes, within: label)
    let text = node.label.shown(to: label.endColumn - start, ascii: isASCII)
    let style = canvas.style("text", isSelected: isSelected)
    let odd = canvas.theme.style("odd", over: style)
    frame.put(text, column: start, row: line.row, style: style, odd: odd, within: label)
    for (index, value) in node.details.prefix(details.count).enumerated() {
      let shown = value.shown(to: details[index], ascii: isASCII)
      let role = value.isNumeric ? "number" : "text.dim"
      put(shown, detail: index, into: &frame, line, canvas.style(role, isSelected: isSelected))
    }
  }

  private func put(
    _ text: [Legible], detail index: Int, into frame: inout Frame, _ line: Rect, _ style: Style
  ) {
    let before = details.prefix(index).reduce(0) { $0 + $1 + Self.gap }
    let end = line.column + labelWidth + before + Self.gap + details[index]
    frame.put(text, column: end - text.columns, row: line.row, style: style, odd: style, within: line)
  }

  /// The strokes before a label: `│  ├─ `.
  private func prefix(_ row: Int) -> String {
    let depth = tree.nodes[row].depth
    guard depth > 0, open.indices.contains(row - first) else { return "" }
    if depth > deepest { return isASCII ? "..\(depth) " : "⋯\(depth) " }
    let lines = open[row - first]
    var text = ""
    for level in 1..<depth { text += lines[level] ? (isASCII ? "|  " : "│  ") : "   " }
    if lines[depth] { return text + (isASCII ? "+- " : "├─ ") }
    return text + (isASCII ? "`- " : "└─ ")
  }

  /// Walks from the last node up and notes at which depths another node follows under the same parent.
  private static func openLines(_ nodes: [Tree.Node], _ range: Range<Int>, deepest: Int) -> [[Bool]] {
    var lines = [Bool](repeating: false, count: deepest + 1)
    var kept: [[Bool]] = []
    for index in stride(from: nodes.count - 1, through: range.lowerBound, by: -1) {
      let depth = max(0, nodes[index].depth)
      if range.contains(index) { kept.append(lines) }
      for level in 0...deepest where level > depth { lines[level] = false }
      if depth <= deepest { lines[depth] = true }
    }
    return kept.reversed()
  }
}
