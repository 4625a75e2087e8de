import Basics
import Figures
import Sketches
import Testing

@Suite struct TokenGridSketchTests {
  static let states: [TokenGrid.State] = [
    .init("sink", sign: "●", ascii: "o", series: 0), .init("dead", sign: "○", ascii: ".", series: nil),
    .init("alive", sign: "◆", ascii: "#", series: 3),
  ]

  /// Red above, blue below; the first token a sink, the upper half dead, the lower alive.
  static func grid(_ rows: Int, _ columns: Int, ground: TokenGrid.Ground = .picture) -> TokenGrid {
    var pixels = Pixels(width: 6, height: 8, filledWith: .init(255, 0, 0))
    for y in 4..<8 { for x in 0..<6 { pixels[x, y] = .init(0, 0, 255) } }
    let cells = (0..<rows * columns).map { $0 == 0 ? 0 : $0 / columns < rows / 2 ? 1 : 2 }
    return TokenGrid(
      title: "t", rows: rows, columns: columns, pixels: pixels, states: states, cells: cells,
      values: cells.indices.map { $0 == 1 ? .nan : Float($0) }, unit: "norm", decimals: 1, ground: ground,
      origin: "\(rows) × \(columns) patches", footnotes: ["A note."])
  }

  private static func rows(_ sketch: TokenGridSketch) -> [String] {
    (0..<sketch.rowCount).map { sketch.row($0).text }
  }

  /// Two by two tiles of two by three tokens, the lower ones one row high, and what ends each row.
  static var tiled: TokenGrid {
    var grid = grid(3, 6)
    grid.parts = (1...4).map { "tile \($0)" }
    grid.partOf = (0..<18).map { $0 / 6 / 2 * 2 + $0 % 6 / 3 }
    grid.rowEnd = .init("newline", sign: "↵", ascii: "$")
    return grid
  }

  @Test func `lines stand between parts, and the sign of what ends each row behind it`() {
    let sketch = TokenGridSketch(Self.tiled, in: .init(width: 60), selected: 10)
    let rows = Self.rows(sketch)
    #expect(rows[0].hasSuffix(" ↵") && rows[0].contains("▀│"), "\(rows[0])")
    #expect(rows[2] == " ──────┼──────", "between the rows of tiles")
    #expect(rows[3].hasSuffix(" ↵") && sketch.head[0].text.contains("tile 2"))
    #expect(sketch.head.contains { $0.text.contains("↵ newline, behind each row, 3") })
    let plain = TokenGridSketch(Self.tiled, in: .init(width: 60, isASCII: true), selected: 10)
    #expect(plain.row(0).text.hasSuffix(" $") && plain.row(2).text == " ------+------")
    // Two in a character have no room for lines.
    let small = TokenGridSketch(Self.tiled, in: .init(width: 12, detail: .halves))
    #expect(small.row(0).text.hasPrefix("▀▀▀▀▀▀") && !small.row(0).text.contains("│"))
  }

  @Test(arguments: [(60, nil), (60, 30), (30, 14), (16, 9), (9, 9)] as [(Int, Int?)])
  func `every token of a grid in parts is found where it is drawn, and nothing on the lines`(
    width: Int, height: Int?
  ) {
    for detail in TokenGridDetail.allCases {
      let sketch = TokenGridSketch(Self.tiled, in: .init(width: width, height: height, detail: detail))
      for cell in 0..<18 {
        guard let place = sketch.place(ofCell: cell) else { continue }
        let found = sketch.cell(atRow: place.row, column: place.column)
        #expect(found == cell || found == cell - 6, "\(cell) in \(width), \(detail)")
      }
      for row in 0..<sketch.rowCount {
        for run in sketch.row(row) { #expect(run.endColumn <= width) }
      }
    }
    let wide = TokenGridSketch(Self.tiled, in: .init(width: 60))
    #expect(wide.cell(atRow: 2, column: 0) == nil && wide.cell(atRow: 0, column: 6) == nil)
    #expect(wide.cell(atRow: 0, column: 7) == 3 && wide.cell(atRow: 3, column: 0) == 12)
  }

  @Test(arguments: [(1.0, 9), (2.0, 18), (2.25, 20), (2.6, 23), (3.0, 27)])
  func `patches are as near to squares as the shape of characters allows`(ratio: Double, columns: Int) {
    let sketch = TokenGridSketch(Self.grid(2, 2), in: .init(width: 80, height: 20 + 3, cellRatio: ratio))
    let place = sketch.place(ofCell: 3)
    #expect(place.map { $0.width } == columns && place.map { $0.height } == 9, "\(String(describing: place))")
  }

  @Test func `every patch has a sign and the picture beside it, and the head says how many there are`() {
    let sketch = TokenGridSketch(Self.grid(4, 3), in: .init(width: 60))
    #expect(Self.rows(sketch) == ["●▀○▀○▀", "○▀○▀○▀", "◆▀◆▀◆▀", "◆▀◆▀◆▀", "", "4 × 3 patches", "A note."])
    #expect(
      sketch.head.map(\.text) == [
        "4 × 3 tokens", "● sink 1 (8.3 %) · ○ dead 5 (41.7 %) · ◆ alive 6 (50.0 %)",
      ])
    let red = Tint(.pixel(.init(255, 0, 0)))
    #expect(sketch.row(0)[0].ink == .sign(0, on: red))
    #expect(sketch.row(0)[1].ink == .pixels(upper: red, lower: red))
    #expect(sketch.row(2)[2].ink == .sign(3, on: Tint(.pixel(.init(0, 0, 255)))))
  }

  @Test func `patches grow with the room, always twice as many columns as rows`() {
    for (width, height, size) in [(60, 30, 6), (60, 12, 1), (12, 30, 2), (60, nil, 1)] as [(Int, Int?, Int)] {
      let sketch = TokenGridSketch(Self.grid(4, 3), in: .init(width: width, height: height))
      let place = sketch.place(ofCell: 5)
      #expect(place?.width == 2 * size && place?.height == size, "\(width) × \(height ?? 0)")
      #expect(place?.column == 2 * 2 * size && place?.row == size)
    }
  }

  @Test(arguments: [(4, 3, 60, 30), (4, 3, 7, 9), (9, 40, 30, 20), (40, 40, 60, 20), (3, 200, 80, 24)])
  func `a place and the token under it agree everywhere`(rows: Int, columns: Int, width: Int, height: Int) {
    for detail in TokenGridDetail.allCases {
      let room = TokenGridRoom(width: width, height: height, detail: detail)
      for cell in stride(from: 0, to: rows * columns, by: 7) {
        let sketch = TokenGridSketch(Self.grid(rows, columns), in: room, selected: cell)
        guard let place = sketch.place(ofCell: cell) else {
          Issue.record("the chosen token \(cell) is out of sight")
          continue
        }
        #expect(place.column >= 0 && place.column + place.width <= width)
        let found = sketch.cell(atRow: place.row + place.height - 1, column: place.column + place.width - 1)
        // Of two in a character the first press takes the upper, the next the lower.
        let isHalved =
          sketch.row(place.row).contains { if case .pixels = $0.ink { true } else { false } }
          && !sketch.row(place.row).contains { if case .sign = $0.ink { true } else { false } }
        let other = cell / columns % 2 == 0 ? cell + columns : cell - columns
        let expected = !isHalved || other >= rows * columns ? cell : other
        #expect(found == expected, "\(detail) \(cell)")
        #expect(sketch.cell(atRow: -1, column: 1) == nil && sketch.cell(atRow: 0, column: width + 400) == nil)
      }
    }
  }

  @Test(arguments: 0..<60)
  func `rows of any grid lie inside the width and do not overlap`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let (rows, columns) = (Int.random(in: 0...20, using: &random), Int.random(in: 0...90, using: &random))
    let ground = TokenGrid.Ground.allCases[Int(seed) % 3]
    var grid = Self.grid(rows, columns, ground: ground)
    if seed % 5 == 0 { grid.pixels = nil }
    if seed % 7 == 0 { grid.pixels = Pixels(width: 0, height: 0) }
    if grid.count > 0 {
      grid.marks = [Int.random(in: 0..<grid.count, using: &random): "漢\u{202E}\u{1B}ab"]
      grid.gone = [Int.random(in: 0..<grid.count, using: &random)]
    }
    let room = TokenGridRoom(
      width: Int.random(in: 1...100, using: &random), height: Int.random(in: 0...50, using: &random),
      isASCII: seed % 4 == 0, hasColor: seed % 3 > 0, hasPixels: seed % 2 == 0,
      detail: TokenGridDetail.allCases.randomElement(using: &random) ?? .fitting)
    let sketch = TokenGridSketch(
      grid, in: room, selected: Int.random(in: -1...rows * columns, using: &random), scroll: 3)
    for row in sketch.head + (0..<sketch.rowCount).map(sketch.row) {
      var column = 0
      for run in row {
        #expect(run.column >= column && run.endColumn <= room.width)
        #expect(!room.isASCII || run.items.allSatisfy { $0.glyph.utf8.allSatisfy { $0 < 0x80 } })
        column = run.endColumn
      }
    }
  }

  @Test func `a grid that is too wide for signs has two tokens in a character, and says so`() {
    let grid = Self.grid(4, 30)
    let sketch = TokenGridSketch(grid, in: .init(width: 40, height: 30), selected: 31)
    #expect(sketch.rowCount == 2 + 3 && sketch.head[0].text.hasSuffix("2 tokens a character"))
    let chosen = sketch.row(0)[2]
    #expect(chosen.column == 2)
    #expect(chosen.ink == .pixels(upper: Tint(.pixel(.init(255, 0, 0))), lower: Tint(.cursor)))
    // Sinks are veiled by the colour of their series, the dead have none.
    #expect(sketch.row(0)[1].ink != chosen.ink && sketch.row(0)[1].column == 1)
    let narrow = TokenGridSketch(grid, in: .init(width: 40, isASCII: true), selected: 31)
    #expect(narrow.row(1).text.hasPrefix(">.") && narrow.rowCount == 4 + 3)
  }

  @Test func `a grid wider than the screen follows the chosen column, and rows that scroll are told`() {
    let sketch = TokenGridSketch(
      Self.grid(40, 100), in: .init(width: 31, height: 20, detail: .signs), selected: 150, scroll: 5)
    #expect(sketch.head[0].text.hasSuffix("rows 5–…") || sketch.head[0].text.contains("rows 5–"))
    let wide = TokenGridSketch(
      Self.grid(40, 100), in: .init(width: 101, height: 20, detail: .signs), selected: 150, scroll: 5)
    #expect(wide.head[0].text.hasSuffix("rows 5–21 of 40 · columns 25–74 of 100"))
    #expect(wide.row(1).text.count <= 101 && wide.place(ofCell: 150)?.column == 1 + 2 * 25)
  }

  @Test
  func `what is gone has a cross, what is marked its mark, what is chosen a pointer and a line of words`() {
    var grid = Self.grid(2, 3)
    grid.gone = [1, 5]
    grid.marks = [2: "+"]
    let sketch = TokenGridSketch(grid, in: .init(width: 60, hasColor: false), selected: 5)
    #expect(sketch.row(0).text == " ●=○×+=" && sketch.row(1).text == "▸◆:◆:◆◂")
    #expect(sketch.head[0].text == "token 5 · row 1, column 2 · ◆ alive · 5.0 norm · gone")
    #expect(sketch.head[1].text.hasSuffix("◆ alive 3 (50.0 %)") && sketch.head[2].text.contains("+ marked 1"))
    #expect(sketch.head[2].text.hasSuffix("× gone 2 (33.3 %)") && sketch.head[3].text == "     ▾")
    #expect(sketch.row(1).contains { $0.isSelected })
  }

  @Test func `numbers have a ramp with its ends, and those that are none are told`() {
    let sketch = TokenGridSketch(Self.grid(4, 3, ground: .values), in: .init(width: 60), selected: 1)
    #expect(sketch.head[2].text == "0.0            11.0 norm")
    #expect(sketch.head[0].text == "token 1 · row 0, column 1 · ○ dead · no number")
    #expect(sketch.row(0)[1].ink == .sign(0, on: Tint(.heat(0))))
    let plain = TokenGridSketch(Self.grid(4, 3, ground: .values), in: .init(width: 60, hasColor: false))
    #expect(plain.row(0).text == "● ○ ○" && plain.row(3).text == "◆█◆█◆█")
  }

  @Test func `a picture is made smaller by areas, exactly`() {
    var pixels = Pixels(width: 3, height: 2)
    for (x, value) in [30, 60, 90].enumerated() {
      for y in 0..<2 { pixels[x, y] = .init(UInt8(value), 0, 0) }
    }
    // Each half covers one pixel and half of the middle one.
    #expect(pixels.averaged(width: 2, height: 1).bytes == [40, 0, 0, 80, 0, 0])
    #expect(pixels.averaged(width: 3, height: 2) == pixels)
    #expect(pixels.averaged(width: 6, height: 4).averaged(width: 3, height: 2) == pixels)
    var random = SeededRandom(seed: 5)
    for _ in 0..<20 {
      let (w, h) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
      let flat = Pixels(width: w, height: h, filledWith: .init(7, 200, 99))
      let (a, b) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
      #expect(
        flat.averaged(width: a, height: b) == Pixels(width: a, height: b, filledWith: .init(7, 200, 99)))
    }
  }

  @Test(arguments: 0..<200)
  func `a sign is read on any colour`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func color() -> Pixels.Color {
      Pixels.Color(
        .random(in: 0...255, using: &random), .random(in: 0...255, using: &random),
        .random(in: 0...255, using: &random))
    }
    let dark = seed % 2 == 0
    let ground: Pixels.Color = dark ? .init(20, 20, 24) : .init(250, 250, 245)
    let ink: Pixels.Color = dark ? .init(150, 155, 165) : .init(90, 95, 105)
    let palette = TintPalette(
      ground: ground, text: ink, dim: ink, series: [ink], ramp: [color(), color(), color()], cursor: color())
    let bases: [Tint.Base] = [.ground, .pixel(color()), .series(0), .series(nil), .heat(0.5), .cursor]
    for base in bases {
      for isGone in [false, true] {
        for series in [nil, 0] {
          let sign = palette.sign(series, on: Tint(base, isGone: isGone))
          #expect(sign.ink.contrast(with: sign.ground ?? ground) >= 4.5, "\(base) \(isGone)")
        }
      }
    }
  }
}
