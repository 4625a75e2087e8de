import Basics
import Figures
import Screen
import TestSupport
import Testing

@Suite struct PainterTests {
  static let table = Figure.table(
    Table(
      title: "Most frequent tokens",
      columns: [
        Table.Column("token", key: "token"), Table.Column("id", key: "id", isNumeric: true),
        Table.Column("count", key: "count", isNumeric: true),
        Table.Column("share", key: "share", isNumeric: true),
        Table.Column("remark", key: "remark"),
      ],
      rows: [
        [
          .bytes(Array(" the".utf8)), .integer(262), .integer(1042), .share(0.0512),
          .text("the commonest word"),
        ],
        [.bytes([0xE6, 0xBC]), .integer(162), .integer(17), .share(0.001), .text("part of a character")],
        [.bytes(Array("漢字".utf8)), .integer(100_256), .integer(9), .none, .text("")],
        [
          .bytes(Array("\u{1B}[31m\u{200B}".utf8)), .integer(7), .number(2.345, decimals: 2), .share(1),
          .text("<200b>"),
        ],
      ], footnotes: ["Shares count tokens of the text, not bytes; the rest of a page is not counted."]))

  static let tree = Figure.tree(
    Tree(
      title: "How “hello” is merged", detailTitles: ["id", "rank"],
      nodes: [
        Tree.Node(depth: 0, label: .bytes(Array("hello".utf8)), details: [.integer(31373), .integer(30117)]),
        Tree.Node(depth: 1, label: .bytes(Array("hel".utf8)), details: [.integer(2978), .integer(2722)]),
        Tree.Node(depth: 2, label: .bytes(Array("h".utf8)), details: [.integer(71), .none]),
        Tree.Node(depth: 2, label: .bytes(Array("el".utf8)), details: [.integer(417), .integer(161)]),
        Tree.Node(depth: 3, label: .bytes(Array("e".utf8)), details: [.integer(68), .none]),
        Tree.Node(depth: 3, label: .bytes(Array("l".utf8)), details: [.integer(75), .none]),
        Tree.Node(depth: 1, label: .bytes(Array("lo".utf8)), details: [.integer(5439), .integer(5183)]),
      ]))

  static let bars = Figure.bars(
    Bars(
      title: "Bytes per token", unit: "share",
      bars: [
        Bars.Bar(label: .text("1 byte"), value: 0.125), Bars.Bar(label: .text("2 bytes"), value: 0.5),
        Bars.Bar(label: .text("more than 16 bytes"), value: 0.0625), Bars.Bar(label: .text("none"), value: 0),
        Bars.Bar(label: .text("broken"), value: -.infinity),
      ]))

  static let note = Figure.note(
    Note(
      title: "Reading",
      lines: ["A token is a number that stands for some bytes of text.", "", "Press ? for help."]))

  static let segments: Figure = {
    let text = Array("Hello 漢字\n\u{200B}x<|end|>tail".utf8)
    return .segments(
      Segments(
        title: "Tokens", text: text,
        segments: [
          Segments.Segment(id: 1, range: 0..<5), Segments.Segment(id: 9, range: 5..<8),
          Segments.Segment(id: 17, range: 8..<9), Segments.Segment(id: 2, range: 9..<12),
          Segments.Segment(id: 3, range: 12..<13), Segments.Segment(id: 4, range: 13..<16),
          Segments.Segment(id: 5, range: 16..<17), Segments.Segment(id: 0, range: 17..<24, isSpecial: true),
        ]))
  }()

  static let figures = [
    ("table", table), ("tree", tree), ("bars", bars), ("note", note), ("segments", segments),
  ]

  @Test(arguments: figures, [80, 40, 14])
  func `a figure is drawn as in its golden`(figure: (String, Figure), width: Int) {
    var frame = Frame(Size(columns: width, rows: 10), style: Theme.embedded.style("text"))
    FigurePainter.draw(
      figure.1, into: &frame, frame.bounds, theme: .embedded, FigurePainter.Options(selected: 1))
    Golden.check(frame, "\(figure.0)-\(width)")
  }

  @Test(arguments: figures)
  func `a figure is drawn in ASCII when asked`(figure: (String, Figure)) {
    var frame = Frame(Size(columns: 60, rows: 10))
    FigurePainter.draw(
      figure.1, into: &frame, frame.bounds, theme: .embedded,
      FigurePainter.Options(isASCII: true, showsBoundaries: true))
    #expect(frame.textRows().allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
    Golden.check(frame, "\(figure.0)-ascii")
  }

  @Test(arguments: figures)
  func `nothing outside the rectangle is touched at any size`(figure: (String, Figure)) {
    let blank = Cell("x", style: Style(foreground: .rgb(red: 1, green: 2, blue: 3)))
    for width in 0...20 {
      for height in 0...6 {
        var frame = Frame(Size(columns: 24, rows: 9))
        frame.fill(frame.bounds, "x", style: blank.style)
        let rect = Rect(column: 2, row: 1, width: width, height: height)
        FigurePainter.draw(
          figure.1, into: &frame, rect, theme: .embedded, FigurePainter.Options(scroll: 2, selected: 3))
        for row in 0..<9 {
          for column in 0..<24 where !rect.contains(column: column, row: row) {
            if frame[column: column, row: row] != blank { Issue.record("\(column),\(row) at \(rect)") }
          }
        }
      }
    }
  }

  @Test func `scrolling keeps the head and shows the row`() {
    var frame = Frame(Size(columns: 60, rows: 4))
    let options = FigurePainter.Options(scroll: 2)
    FigurePainter.draw(Self.table, into: &frame, frame.bounds, theme: .embedded, options)
    let rows = frame.textRows()
    #expect(rows[0] == "Most frequent tokens")
    #expect(rows[1].hasPrefix("token"))
    #expect(rows[2].hasPrefix("漢字"))
    #expect(
      FigurePainter.height(of: Self.table, width: 60, options) == FigurePainter.Height(head: 2, body: 7))
    let size = Size(columns: 60, rows: 4)
    #expect(FigurePainter.scroll(Self.table, size: size, FigurePainter.Options(scroll: 0, selected: 3)) == 2)
    #expect(FigurePainter.scroll(Self.table, size: size, FigurePainter.Options(scroll: 99)) == 5)
    #expect(FigurePainter.scroll(Self.table, size: size, FigurePainter.Options(scroll: 5, selected: 1)) == 1)
  }

  @Test func `a chain of ten thousand nodes is drawn as quickly as a short one`() {
    let nodes = (0..<10_000).map { Tree.Node(depth: $0, label: .integer($0)) }
    var frame = Frame(Size(columns: 40, rows: 5))
    FigurePainter.draw(
      .tree(Tree(title: "", nodes: nodes)), into: &frame, frame.bounds, theme: .embedded,
      FigurePainter.Options(scroll: 9_990))
    #expect(frame.textRows().first == "⋯9990 9990")
  }

  @Test(arguments: [
    (2.345, 1, "2.3"), (-0.04, 1, "0.0"), (1e20, 0, "1e+20"), (0.999, 2, "1.00"), (12, 0, "12"),
    (.nan, 2, "not a number"),
    (-3.14159, 4, "-3.1416"),
  ])
  func `numbers have fixed decimals`(value: Double, decimals: Int, text: String) {
    #expect(Decimals.text(value, decimals) == text)
  }

  @Test func `segments that follow one another never share a colour`() {
    var frame = Frame(Size(columns: 30, rows: 4))
    FigurePainter.draw(Self.segments, into: &frame, frame.bounds, theme: .embedded)
    // "Hello", " 漢…" and the next have ids 1, 9 and 17: one hue, shifted.
    #expect(frame[column: 0, row: 1].style == Theme.embedded.tokenStyle(hue: 1))
    #expect(frame[column: 5, row: 1].style.background == Theme.embedded.tokenStyle(hue: 2).background)
  }
}
