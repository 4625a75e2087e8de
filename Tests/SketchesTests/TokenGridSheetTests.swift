import Basics
import Figures
import Sketches
import Testing

@Suite struct TokenGridSheetTests {
  private static func grids(_ count: Int, _ rows: Int = 4, _ columns: Int = 4) -> [TokenGrid] {
    (0..<count).map { number in
      var grid = TokenGridSketchTests.grid(rows, columns)
      grid.title = "p\(number)"
      return grid
    }
  }

  @Test func `grids stand side by side, each with its title below, and the legend counts all`() {
    let sheet = TokenGridSheet(
      Self.grids(3), in: .init(width: 38, height: 16), selected: .init(grid: 1, cell: 5))
    #expect(sheet.gridsInRow == 2 && sheet.rowCount == 4 + 2 + 4 + 1)
    #expect(sheet.row(0).text == "●▀○▀○▀○▀      ●▀○▀○▀○▀")
    #expect(sheet.row(1).text == "○▀○▀○▀○▀      ○▀○◂○▀○▀")
    #expect(sheet.row(4).text == "p0 ●1 ○7 ◆8   ▸ p1 ●1 ○7 …" && sheet.row(5).text == "")
    #expect(sheet.head[0].text == "p1: token 5 · row 1, column 1 · ○ dea…")
    #expect(sheet.head[1].text.hasPrefix("● sink 3 (6.3 %)"))
  }

  @Test(arguments: [(1, 4, 4, 80, 30), (7, 4, 4, 80, 30), (5, 16, 16, 40, 12), (9, 3, 20, 33, 10)])
  func `every token of every grid is found where it is drawn`(
    count: Int, rows: Int, columns: Int, width: Int, height: Int
  ) {
    let sheet = TokenGridSheet(Self.grids(count, rows, columns), in: .init(width: width, height: height))
    var found: Set<Int> = []
    for row in 0..<sheet.rowCount {
      for run in sheet.row(row) { #expect(run.endColumn <= width && run.column >= 0) }
      for column in 0..<width {
        guard let place = sheet.place(atRow: row, column: column) else { continue }
        #expect(sheet.rows(ofGrid: place.grid).contains(row))
        if let cell = place.cell { found.insert(place.grid * rows * columns + cell) }
      }
    }
    let isHalved = !(0..<sheet.rowCount).contains { row in
      sheet.row(row).contains { if case .sign = $0.ink { true } else { false } }
    }
    // Of two tokens in a character the upper one is found.
    #expect(found.count == count * columns * (isHalved ? (rows + 1) / 2 : rows))
  }

  @Test func `no grids are no rows`() {
    let sheet = TokenGridSheet([], in: .init(width: 10, height: 10))
    #expect(sheet.rowCount == 0 && sheet.head.isEmpty && sheet.place(atRow: 0, column: 0) == nil)
  }
}
