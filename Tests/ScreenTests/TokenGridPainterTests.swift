import Basics
import Figures
import Screen
import Sketches
import TestSupport
import Testing

/// Token grids on the screen: their colours, and what lies under the mouse. How they are laid out is tested with the sketches.
@Suite struct TokenGridPainterTests {
  static func grid(_ rows: Int, _ columns: Int, ground: TokenGrid.Ground = .picture) -> TokenGrid {
    var pixels = Pixels(width: 8, height: 8)
    for y in 0..<8 { for x in 0..<8 { pixels[x, y] = .init(UInt8(32 * x), 128, UInt8(32 * y)) } }
    let cells = (0..<rows * columns).map { $0 % 7 == 3 ? 0 : $0 / columns < rows / 2 ? 1 : 2 }
    return TokenGrid(
      title: "What the tokens are", rows: rows, columns: columns, pixels: pixels,
      states: [
        .init("sink", sign: "●", ascii: "o", series: 0), .init("dead", sign: "○", ascii: ".", series: nil),
        .init("alive", sign: "◆", ascii: "#", series: 3),
      ], cells: cells, values: cells.indices.map { Float($0) / 10 }, unit: "norm", gone: [5],
      ground: ground, origin: "\(rows) × \(columns) patches of 14 pixels; row 0 (CLS) left out")
  }

  static func figure(_ rows: Int, _ columns: Int) -> Figure { .tokenGrid(grid(rows, columns)) }

  private func draw(_ grid: TokenGrid, _ size: Size, _ theme: Theme, _ options: FigurePainter.Options)
    -> Frame
  {
    var frame = Frame(size, style: theme.style("text"))
    FigurePainter.draw(.tokenGrid(grid), into: &frame, frame.bounds, theme: theme, options)
    return frame
  }

  @Test(arguments: TokenGrid.Ground.allCases)
  func `a map of 24 by 24 at 80 by 24 is drawn as in its golden`(ground: TokenGrid.Ground) {
    let size = Size(columns: 80, rows: 24)
    let grid = Self.grid(24, 24, ground: ground)
    var options = FigurePainter.Options(selected: 500, height: 24)
    options.scroll = FigurePainter.scroll(.tokenGrid(grid), size: size, options)
    Golden.check(draw(grid, size, .embedded, options), "token-map-\(ground.rawValue)")
    let plain = Theme.embedded.adapted(to: .none)
    (options.isASCII, options.hasColor) = (true, false)
    Golden.check(draw(grid, size, plain, options), "token-map-\(ground.rawValue)-ascii")
  }

  @Test(arguments: ThemeTests.shipped)
  func `half blocks have the picture's colours, in any theme`(name: String) {
    let theme = Theme.load(path: "\(ThemeTests.folder)/\(name).toml").theme
    let options = FigurePainter.Options(showsTitle: false)
    let frame = draw(Self.grid(8, 8), Size(columns: 60, rows: 14), theme, options)
    let top = frame.textRows().firstIndex { $0.contains("▀") } ?? 0
    // The last of 16 columns covers the last pixel's right half, 8 rows of halves below each other 8 pixels.
    let corner = frame[column: 15, row: top + 7]
    #expect(corner.glyph == "▀")
    #expect(corner.style.background == Color(Pixels.Color(224, 128, 224).quantized(bits: 6)))
    #expect(corner.style.foreground == corner.style.background)
  }

  @Test(arguments: ThemeTests.shipped)
  func `every sign is read on its ground`(name: String) {
    let theme = Theme.load(path: "\(ThemeTests.folder)/\(name).toml").theme.painted()
    for ground in TokenGrid.Ground.allCases {
      let frame = draw(
        Self.grid(12, 12, ground: ground), Size(columns: 40, rows: 20), theme, FigurePainter.Options())
      for row in 0..<20 {
        for column in 0..<40 {
          let cell = frame[column: column, row: row]
          guard ["●", "○", "◆", "×"].contains(cell.glyph) else { continue }
          #expect(
            cell.style.foreground.contrast(with: cell.style.background) >= 4.5,
            "\(cell.glyph) at \(column), \(row): \(cell.style)")
        }
      }
    }
  }

  @Test func `the mouse finds the token, title and head and scroll counted`() {
    let grid = Self.grid(24, 24)
    var options = FigurePainter.Options(selected: 500, height: 14)
    options.scroll = FigurePainter.scroll(.tokenGrid(grid), size: Size(columns: 60, rows: 14), options)
    let frame = draw(grid, Size(columns: 60, rows: 14), .embedded, options)
    let rows = frame.textRows()
    let row = rows.firstIndex { $0.hasPrefix("▸") } ?? 0
    let column =
      rows[row].firstIndex(of: "◂").map { rows[row].distance(from: rows[row].startIndex, to: $0) } ?? 0
    #expect(FigurePainter.cell(of: grid, atColumn: column, row: row, width: 60, options) == 500)
    #expect(FigurePainter.cell(of: grid, atColumn: column + 2, row: row - 1, width: 60, options) == 477)
    #expect(FigurePainter.cell(of: grid, atColumn: 3, row: 1, width: 60, options) == nil)
    #expect(FigurePainter.cell(of: grid, atColumn: 55, row: row, width: 60, options) == nil)
  }

  @Test func `a sheet of grids shows the chosen one and finds what is under the mouse`() {
    let grids = (0..<9).map { _ in Self.grid(8, 8) }
    let size = Size(columns: 80, rows: 24)
    var options = FigurePainter.Options()
    let first = TokenGridSheetPainter(grids, size: size, selected: .init(grid: 8, cell: 3), options)
    options.scroll = first.scroll(showing: 8)
    let painter = TokenGridSheetPainter(grids, size: size, selected: .init(grid: 8, cell: 3), options)
    var frame = Frame(size)
    painter.draw(into: &frame, frame.bounds, theme: .embedded)
    Golden.check(frame, "token-sheet-80")
    var found: Set<Int> = []
    for row in 0..<24 {
      for column in 0..<80 {
        if let place = painter.place(atColumn: column, row: row) { found.insert(place.grid) }
      }
    }
    #expect(found.contains(8) && painter.gridsInRow >= 4)
  }
}
