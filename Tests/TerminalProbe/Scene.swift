import Basics
import Figures
import Screen
import Terminal

/// What the probe draws: a workbench in small, with the kinds of things the real one shows.
struct Scene {
  /// Never known to the compiler, so that it cannot see what will go wrong.
  let number: Int
  private let theme: Theme
  private let text: [UInt8]
  private let isASCII: Bool
  private let summary: String

  init(_ environment: [String: String], _ display: CursesDisplay) {
    let theme = environment["PROBE_THEME"].map { Theme.load(path: $0).theme } ?? .embedded
    self.theme = theme.adapted(to: display.colorMode)
    text = environment["PROBE_TEXT"].flatMap { try? Files.read($0) } ?? Array(Self.sample.utf8)
    isASCII = display.isASCII
    summary = "\(display.capabilities.entry) · \(display.colorMode.rawValue) colours"
    number = 2 + environment.count
  }

  private static let sample = """
    The quick brown fox jumps over the lazy dog, and 漢字 stay 漢字.
    \tGünaydın — emoji 🦊 and 👩\u{200D}🚀, a\u{200B}b, \u{1B}[31mnot red\u{1B}[0m.
    zero\u{202E}width e\u{301} \u{1FAEA} end

    Tesserae are small cubes of stone and glass. A mosaic is made by setting them one beside another,
    and so is a text that a model reads: cut into pieces, numbered, and laid in a row. What looks like
    one word may be two pieces; what looks like three may be one. Here you see the pieces.

    func encode(_ text: [UInt8]) throws(Trouble) -> [Token] { pieces.flatMap(merge) }
    """

  func frame(_ size: Size, _ last: String) -> Frame {
    var frame = Frame(size, style: theme.style("text"))
    let (top, status) = frame.bounds.split(top: size.rows - 1)
    let (left, right) = top.split(left: size.columns * 3 / 5)
    frame.box(left, title: "sample.txt", focused: true, theme: theme, ascii: isASCII)
    drawTokens(&frame, left.inset(by: 1))
    drawFigures(&frame, right, last)
    frame.fill(status, style: theme.style("status"))
    frame.put(" q quit  \(summary)", column: 0, row: status.row, style: theme.style("status"), within: status)
    frame.cursor = (column: 1, row: 1)
    return frame
  }

  /// One figure of each kind below the last input.
  private func drawFigures(_ frame: inout Frame, _ area: Rect, _ last: String) {
    let (upper, lower) = area.split(top: max(4, area.height * 2 / 5))
    frame.box(upper, title: "measures", focused: false, theme: theme, ascii: isASCII)
    let inner = upper.inset(by: 1)
    frame.put(last, column: inner.column, row: inner.row, style: theme.style("text"), within: inner)
    let options = FigurePainter.Options(selected: 1, isASCII: isASCII)
    FigurePainter.draw(Self.table, into: &frame, inner.split(top: 2).rest, theme: theme, options)
    frame.box(lower, title: "inspector", focused: false, theme: theme, ascii: isASCII)
    let (tree, bars) = lower.inset(by: 1).split(top: 8)
    FigurePainter.draw(Self.tree, into: &frame, tree, theme: theme, options)
    FigurePainter.draw(Self.bars, into: &frame, bars, theme: theme, options)
    for step in 0..<bars.width where bars.height > 5 {
      let style = theme.heat(Double(step) / Double(max(1, bars.width - 1)))
      frame.put(
        step % 10 == 0 ? "\(step / 10)" : " ", column: bars.column + step, row: bars.endRow - 1, style: style)
    }
  }

  private static let table = Figure.table(
    Table(
      title: "Most frequent tokens",
      columns: [
        Table.Column("token", key: "token"), Table.Column("id", key: "id", isNumeric: true),
        Table.Column("count", key: "count", isNumeric: true),
        Table.Column("share", key: "share", isNumeric: true),
      ],
      rows: [
        [.bytes(Array(" the".utf8)), .integer(262), .integer(1042), .share(0.0512)],
        [.bytes(Array("\n".utf8)), .integer(198), .integer(211), .share(0.0311)],
        [.bytes([0xE6, 0xBC]), .integer(162), .integer(17), .share(0.001)],
        [.bytes(Array("漢字".utf8)), .integer(100_256), .integer(9), .share(0.0004)],
      ]))

  private static let tree = Figure.tree(
    Tree(
      title: "How it is merged", detailTitles: ["id", "rank"],
      nodes: [
        Tree.Node(
          depth: 0, label: .bytes(Array(" hello".utf8)), details: [.integer(31373), .integer(30117)]),
        Tree.Node(depth: 1, label: .bytes(Array(" hel".utf8)), details: [.integer(2978), .integer(2722)]),
        Tree.Node(depth: 2, label: .bytes(Array(" h".utf8)), details: [.integer(71), .none]),
        Tree.Node(depth: 2, label: .bytes(Array("el".utf8)), details: [.integer(417), .integer(161)]),
        Tree.Node(depth: 1, label: .bytes(Array("lo".utf8)), details: [.integer(5439), .integer(5183)]),
      ]))

  private static let bars = Figure.bars(
    Bars(
      title: "Bytes per token", unit: "tokens",
      bars: [
        Bars.Bar(label: .text("1"), value: 120), Bars.Bar(label: .text("2"), value: 431),
        Bars.Bar(label: .text("3–4"), value: 977), Bars.Bar(label: .text("5 or more"), value: 645),
      ]))

  /// Words as if they were tokens, each with its own colour.
  private func drawTokens(_ frame: inout Frame, _ area: Rect) {
    var (column, row, hue) = (area.column, area.row, 0)
    let options = Legible.Options(isASCII: isASCII, showsSpaces: true)
    for item in Legible.items(of: text, options) {
      if item.kind == .space { hue += 1 }
      let base = theme.tokenStyle(hue: hue)
      let style =
        item.kind.isEscaped
        ? theme.style("odd", over: base) : item.kind == .space ? theme.style("whitespace", over: base) : base
      if column + item.columns > area.endColumn { (column, row) = (area.column, row + 1) }
      column = frame.put(item, column: column, row: row, style: style, within: area)
      if item.kind == .newline { (column, row) = (area.column, row + 1) }
    }
  }

  /// A picture that changes everywhere.
  func noise(_ size: Size, _ step: Int) -> Frame {
    var frame = Frame(size)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let shade = UInt8(truncatingIfNeeded: (column * 7 + row * 13 + step * 29) & 0xFF)
        let style = Style(
          foreground: .rgb(red: shade, green: 255 - shade, blue: UInt8(truncatingIfNeeded: step)),
          background: .rgb(red: UInt8(truncatingIfNeeded: row), green: shade, blue: shade / 2))
        frame[column: column, row: row] = Cell("▀", style: style)
      }
    }
    return frame
  }
}
