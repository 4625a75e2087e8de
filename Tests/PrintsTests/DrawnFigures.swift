import Basics
import Figures

/// Figures that are drawn, plain and hostile, for the tests of every print.
enum DrawnFigures {
  static let alignment = Alignment(
    title: "two cuts",
    rows: [
      Alignment.Row(
        name: "one", text: Array("The tokenizer.".utf8),
        segments: [
          .init(id: 1, range: 0..<3), .init(id: 2, range: 3..<9), .init(id: 3, range: 9..<13),
          .init(id: 4, range: 13..<14),
        ]),
      Alignment.Row(
        name: "two", text: Array("The tokenizer.".utf8),
        segments: [
          .init(id: 1, range: 0..<3), .init(id: 7, range: 3..<13, isMarked: true),
          .init(id: 4, range: 13..<14),
        ]),
    ],
    regions: [
      .init(ranges: [0..<3, 0..<3], isShared: true), .init(ranges: [3..<13, 3..<13], isShared: false),
      .init(ranges: [13..<14, 13..<14], isShared: true),
    ])

  static let chart = Chart(
    title: "growth", x: .init("size", isLogarithmic: true), y: .init("bytes per token"),
    series: [
      .init(
        name: "curve",
        points: [.init(1000, 2.5), .init(0, 3), .init(10_000, .nan), .init(100_000, 4.25, label: "end")]),
      .init(name: "points", points: [.init(5000, 0.1 + 0.2)], style: .points),
      .init(name: "aim", points: [.init(1000, 4), .init(100_000, 4)], style: .guide),
    ], footnotes: ["A number more is a number less."])

  static let heatmap = Heatmap(
    title: "shares", rowTitle: "in", columnTitle: "of", rowLabels: [.text("a"), .bytes([0xE4])],
    columnLabels: [.text("x, y"), .integer(2)], values: [0.25, .nan, 1e-7, 1], unit: "share", decimals: 2,
    footnotes: ["One is all."])

  /// Four patches, red, green, blue and white; the last is gone.
  static let tokenGrid = TokenGrid(
    title: "tokens", rows: 2, columns: 2,
    pixels: Pixels(width: 2, height: 2, bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]),
    states: [
      .init("sink", sign: "●", ascii: "o", series: 0), .init("dead", sign: "○", ascii: ".", series: nil),
    ], cells: [0, 1, 1, nil], values: [0.1, .nan, 2.5, 3], unit: "norm", decimals: 2, marks: [2: "+"],
    gone: [3],
    origin: "2 × 2 patches", footnotes: ["A dead token says nothing."])

  static let all: [Figure] = [.alignment(alignment), .chart(chart), .heatmap(heatmap)]

  /// Bytes in which everything that a format could trip over is likely.
  static func hostile(_ random: inout SeededRandom, _ count: Int) -> [UInt8] {
    let parts: [[UInt8]] = [
      [0], [0x1B, 0x5B], [0x7F], [0xC2, 0x9B], [0xFF], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE],
      [0xEF, 0xBF, 0xBF], Array("<&>\"']]>".utf8), Array("```|".utf8), Array("漢字".utf8),
      Array("e\u{301}".utf8),
      Array("\u{202E}\u{200B}".utf8), Array("\n\r\t".utf8), Array("😀".utf8), Array("a b".utf8), [0xF4, 0x90],
      Array("\u{E000}".utf8), Array("</text><script>".utf8), Array("--><!--".utf8), Array("\\".utf8),
    ]
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += parts.randomElement(using: &random) ?? [] }
    return bytes
  }

  /// One figure of every kind, all of its texts hostile.
  static func hostileFigures(seed: UInt64) -> [Figure] {
    var random = SeededRandom(seed: seed)
    func bytes() -> [UInt8] { hostile(&random, Int.random(in: 0...30, using: &random)) }
    func text() -> String { String(decoding: bytes(), as: UTF8.self) }
    let long = hostile(&random, 200)
    let cuts = ([0, long.count] + (0..<9).map { _ in Int.random(in: 0...long.count, using: &random) })
      .sorted()
    let segments = zip(cuts, cuts.dropFirst()).map { low, high in
      Segments.Segment(
        id: UInt32.random(in: 0...999, using: &random), range: low..<high,
        isSpecial: Bool.random(using: &random), isMarked: Bool.random(using: &random))
    }
    let rows = [segments, [.init(id: 1, range: 0..<long.count)]].map {
      Alignment.Row(name: text(), text: long, segments: $0)
    }
    return [
      .note(Note(title: text(), lines: [text(), text()])),
      .table(
        Table(
          title: text(), columns: [.init(text(), key: "a"), .init(text(), key: "b", isNumeric: true)],
          rows: [[.bytes(bytes()), .none], [.text(text()), .share(.nan)]], footnotes: [text()])),
      .tree(
        Tree(
          title: text(), detailTitles: [text()],
          nodes: [.init(depth: 0, label: .text(text()), details: [.bytes(bytes())])])),
      .bars(Bars(title: text(), unit: text(), bars: [.init(label: .bytes(bytes()), value: -.infinity)])),
      .segments(Segments(title: text(), text: long, segments: segments)),
      .alignment(
        Alignment(
          title: text(), rows: rows,
          regions: [.init(ranges: [0..<long.count, 0..<long.count], isShared: false)])),
      .chart(
        Chart(
          title: text(), x: .init(text()), y: .init(text(), isLogarithmic: true),
          series: [
            .init(name: text(), points: [.init(1, 2, label: text()), .init(.nan, 0), .init(-4, 1e300)])
          ],
          footnotes: [text()])),
      .heatmap(
        Heatmap(
          title: text(), rowTitle: text(), columnTitle: text(), rowLabels: [.bytes(bytes())],
          columnLabels: [.text(text()), .bytes(bytes())], values: [.nan, .infinity], unit: text(),
          footnotes: [text()])),
      .tokenGrid(
        TokenGrid(
          title: text(), rows: 1, columns: 2, pixels: Pixels(width: 1, height: 1),
          states: [.init(text(), sign: text(), ascii: text(), series: -3)], cells: [0, nil],
          values: [.infinity, .nan], unit: text(), marks: [1: text()], gone: [0], origin: text(),
          footnotes: [text()])),
    ]
  }
}
