import Basics
import Figures
import Sketches

/// Rows under named columns, each column as wide as it needs or as there is room for.
struct TablePainter: RowPainter {
  private static let gap = 2
  /// So many rows, evenly taken, decide how wide the columns are.
  private static let sample = 400

  private let table: Table
  private let footnotes: [String]
  private let columns: [Int]
  private let isASCII: Bool

  init(_ table: Table, width: Int, _ options: FigurePainter.Options) {
    self.table = table
    isASCII = options.isASCII
    footnotes = table.footnotes.flatMap { Fit.wrap($0, to: width) }
    columns = Self.fit(Self.natural(table, isASCII), room: width)
  }

  var headRows: Int { table.columns.contains { !$0.title.isEmpty } ? 1 : 0 }
  var bodyRows: Int { table.rows.count + (footnotes.isEmpty ? 0 : footnotes.count + 1) }

  func drawHead(into frame: inout Frame, _ rect: Rect, _ canvas: Canvas) {
    guard rect.height > 0 else { return }
    let style = canvas.theme.style("list.header")
    frame.fill(rect, style: style)
    for (index, column) in columns.enumerated() {
      let title = Value.text(table.columns[index].title).shown(to: column, ascii: isASCII)
      put(title, index, into: &frame, rect, style, style, isRight: table.columns[index].isNumeric)
    }
  }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    guard row < table.rows.count else {
      let index = row - table.rows.count - 1
      guard footnotes.indices.contains(index) else { return }
      let text = Fit.shorten(footnotes[index], to: line.width, ascii: isASCII)
      frame.put(text, column: line.column, row: line.row, style: canvas.theme.style("note"), within: line)
      return
    }
    let isSelected = row == canvas.options.selected
    if isSelected { frame.fill(line, style: canvas.theme.style("list.selected")) }
    for (index, value) in table.rows[row].prefix(columns.count).enumerated() {
      let isRight = table.columns[index].isNumeric || value.isNumeric
      let style = canvas.style(isRight ? "number" : "text", isSelected: isSelected)
      let odd = canvas.theme.style("odd", over: style)
      let text = value.shown(to: columns[index], ascii: isASCII)
      put(text, index, into: &frame, line, style, odd, isRight: isRight)
    }
  }

  private func put(
    _ text: [Legible], _ index: Int, into frame: inout Frame, _ line: Rect, _ style: Style, _ odd: Style,
    isRight: Bool
  ) {
    let start = line.column + columns.prefix(index).reduce(0) { $0 + $1 + Self.gap }
    let spare = isRight ? columns[index] - text.columns : 0
    frame.put(text, column: start + max(0, spare), row: line.row, style: style, odd: odd, within: line)
  }

  /// The width each column would like to have.
  private static func natural(_ table: Table, _ isASCII: Bool) -> [Int] {
    var widths = table.columns.map { Legible.columns(of: $0.title) }
    let step = max(1, table.rows.count / sample)
    for row in stride(from: 0, to: table.rows.count, by: step) {
      for (index, value) in table.rows[row].prefix(widths.count).enumerated() {
        widths[index] = max(widths[index], value.columns(ascii: isASCII))
      }
    }
    return widths
  }

  /// Takes columns from the widest until all fit; what cannot be made narrower than four columns goes, from the right.
  static func fit(_ natural: [Int], room: Int) -> [Int] {
    var widths = natural.map { max(1, $0) }
    while !widths.isEmpty {
      let gaps = gap * (widths.count - 1)
      var excess = widths.reduce(0, +) + gaps - room
      while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4 {
        let second = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? 4
        let cut = min(excess, max(1, widths[widest] - max(4, second)))
        widths[widest] -= cut
        excess -= cut
      }
      if excess <= 0 { return widths }
      if widths.count == 1 { return [max(0, room)] }
      widths.removeLast()
      for index in widths.indices { widths[index] = max(1, natural[index]) }
    }
    return widths
  }
}
