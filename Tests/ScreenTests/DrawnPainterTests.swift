import Basics
import Figures
import Screen
import TestSupport
import Testing

/// Alignments, charts and heatmaps on the screen. How they are laid out is tested with the sketches; here are their colours.
@Suite struct DrawnPainterTests {
  static let alignment: Figure = {
    let text = Array("The tokenizer cuts 漢字\nunbelievably<|end|>long".utf8)
    func row(_ name: String, _ ends: [Int]) -> Alignment.Row {
      let segments = zip([0] + ends, ends).map {
        Segments.Segment(
          id: UInt32($1), range: $0..<$1, isSpecial: $0 == 38, isMarked: name == "words" && $0 == 26)
      }
      return Alignment.Row(name: name, text: text, segments: segments)
    }
    let shared = [3, 13, 18, 25, 26, 38, 45, 49]
    let regions = zip([0] + shared, shared).map { low, high in
      Alignment.Region(ranges: Array(repeating: low..<high, count: 3), isShared: ![3, 18, 26].contains(low))
    }
    return .alignment(
      Alignment(
        title: "Three cuts of a text",
        rows: [
          row("gpt2", [3, 9, 13, 18, 21, 22, 25, 26, 28, 34, 38, 45, 49]),
          row("o200k_base", [3, 13, 18, 25, 26, 33, 38, 45, 49]), row("words", shared),
        ], regions: regions))
  }()

  static let chart: Figure = .chart(
    Chart(
      title: "Compression", x: .init("vocabulary (entries)", isLogarithmic: true),
      y: .init("bytes per token"),
      series: [
        .init(
          name: "BPE",
          points: [1000, 4000, 16_000, 64_000].enumerated().map { .init($1, 2 + 0.6 * Double($0)) }),
        .init(
          name: "published", points: [.init(50_257, 3.1, label: "gpt2"), .init(2000, 3)], style: .points),
        .init(name: "aim", points: [.init(1000, 3.5), .init(64_000, 3.5)], style: .guide),
      ], footnotes: ["Bytes of UTF-8 text per token."]))

  static func matrix(_ count: Int) -> Figure {
    .heatmap(
      Heatmap(
        title: "Shared tokens", rowTitle: "in", columnTitle: "of",
        rowLabels: (0..<count).map { .text("r\($0)") }, columnLabels: (0..<count).map { .text("c\($0)") },
        values: (0..<count * count).map { $0 == 1 ? .nan : Float($0) / Float(count * count - 1) },
        unit: "share",
        footnotes: ["1 is all."]))
  }

  static let figures = [
    ("alignment", alignment), ("chart", chart), ("heatmap", matrix(4)), ("heatmap-wide", matrix(24)),
    ("token-grid", TokenGridPainterTests.figure(4, 6)),
    ("token-grid-wide", TokenGridPainterTests.figure(12, 48)),
  ]

  private func frame(
    _ figure: Figure, _ width: Int, _ height: Int, _ theme: Theme, _ options: FigurePainter.Options
  ) -> Frame {
    var frame = Frame(Size(columns: width, rows: height), style: theme.style("text"))
    FigurePainter.draw(figure, into: &frame, frame.bounds, theme: theme, options)
    return frame
  }

  @Test(arguments: figures, [(80, 20), (40, 10)])
  func `a figure is drawn as in its golden`(figure: (String, Figure), size: (Int, Int)) {
    let options = FigurePainter.Options(selected: 1, height: size.1)
    Golden.check(frame(figure.1, size.0, size.1, .embedded, options), "\(figure.0)-\(size.0)")
  }

  @Test(arguments: figures)
  func `a figure is drawn in ASCII and without colour when asked`(figure: (String, Figure)) {
    let options = FigurePainter.Options(selected: 1, isASCII: true, height: 16, hasColor: false)
    let drawn = frame(figure.1, 60, 16, Theme.embedded.adapted(to: .none), options)
    #expect(drawn.textRows().allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
    Golden.check(drawn, "\(figure.0)-ascii")
  }

  @Test(arguments: figures)
  func `nothing outside the rectangle is touched at any size`(figure: (String, Figure)) {
    let blank = Cell("x", style: Style(foreground: .rgb(red: 1, green: 2, blue: 3)))
    for width in 0...20 {
      for height in 0...8 {
        var frame = Frame(Size(columns: 24, rows: 11))
        frame.fill(frame.bounds, "x", style: blank.style)
        let rect = Rect(column: 2, row: 1, width: width, height: height)
        let options = FigurePainter.Options(
          scroll: height % 3, selected: 3, height: height % 2 == 0 ? height : nil)
        FigurePainter.draw(figure.1, into: &frame, rect, theme: .embedded, options)
        for row in 0..<11 {
          for column in 0..<24 where !rect.contains(column: column, row: row) {
            if frame[column: column, row: row] != blank { Issue.record("\(column),\(row) at \(rect)") }
          }
        }
      }
    }
  }

  @Test func `scrolling keeps the chosen region and the chosen cell in sight`() {
    let size = Size(columns: 20, rows: 5)
    let regions = FigurePainter.scroll(Self.alignment, size: size, FigurePainter.Options(selected: 7))
    var options = FigurePainter.Options(scroll: regions, selected: 7)
    #expect(frame(Self.alignment, 20, 5, .embedded, options).textRows().joined().contains("long"))
    let cell = 24 * 24 - 1
    let scroll = FigurePainter.scroll(
      Self.matrix(24), size: Size(columns: 40, rows: 8), FigurePainter.Options(selected: cell))
    options = FigurePainter.Options(scroll: scroll, selected: cell)
    let rows = frame(Self.matrix(24), 40, 8, .embedded, options).textRows()
    #expect(rows.contains { $0.hasPrefix("r22") } && rows.contains("r23 × c23: 1.00 share"))
  }

  @Test func `a differing place stands out by letters, cuts and brackets`() {
    let theme = Theme.embedded
    let drawn = frame(Self.alignment, 80, 8, theme, FigurePainter.Options())
    let rows = drawn.textRows()
    #expect(rows[1].hasPrefix("gpt2       │The│·token┃izer│"))
    #expect(drawn[column: 12, row: 1].style == theme.style("text"))
    #expect(drawn[column: 17, row: 1].style == theme.style("diff.changed"))
    #expect(drawn[column: 22, row: 1].style == theme.style("diff.boundary"))
    // The row that is not cut there goes on without a gap in its ground.
    #expect(drawn[column: 22, row: 2].style == theme.style("diff.changed"))
    #expect(rows[4].contains("≠") && rows[4].contains("╰─────────╯"))
  }

  @Test func `a marked segment is underlined`() {
    let segments = Segments(
      title: "", text: Array("ab".utf8),
      segments: [.init(id: 1, range: 0..<1), .init(id: 2, range: 1..<2, isMarked: true)])
    let drawn = frame(.segments(segments), 10, 1, .embedded, FigurePainter.Options())
    #expect(!drawn[column: 0, row: 0].style.attributes.contains(.underline))
    #expect(drawn[column: 1, row: 0].style.attributes.contains(.underline))
    #expect(drawn[column: 1, row: 0].style.background == Theme.embedded.style("diff.changed").background)
  }

  @Test(arguments: ThemeTests.shipped)
  func `curves are seen on the ground of every theme`(name: String) {
    let theme = Theme.load(path: "\(ThemeTests.folder)/\(name).toml").theme.painted()
    for hue in 0..<Theme.hues {
      let style = theme.inkStyle(hue: hue)
      #expect(style.foreground.contrast(with: theme.background) >= 4.5, "hue \(hue)")
    }
  }
}
