import Basics
import Figures
import Sketches
import Testing

@Suite struct HeatmapSketchTests {
  private static func heatmap(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Float) -> Heatmap {
    Heatmap(
      title: "", rowTitle: "in", columnTitle: "of", rowLabels: (0..<rows).map { .text("row \($0)") },
      columnLabels: (0..<columns).map { .text("c\($0)") },
      values: (0..<rows * columns).map { value($0 / columns, $0 % columns) }, unit: "share",
      footnotes: ["A note."])
  }

  @Test func `numbers stand in the cells where they fit`() {
    let sketch = HeatmapSketch(
      Self.heatmap(2, 2) { $0 == $1 ? 1 : $0 == 0 ? .nan : 0.25 }, width: 40, isASCII: false, hasColor: true,
      selected: 2)
    #expect(sketch.head.map(\.text).dropFirst() == ["row 1 × c0: 0.25 share", "         c0    c1"])
    #expect(sketch.row(0).text == "row 0  1.00     –" && sketch.row(1).text == "row 1  0.25  1.00")
    #expect(sketch.row(1)[1].isSelected && sketch.row(1)[1].ink == .heat(0))
    #expect(sketch.row(3).text == "A note." && sketch.rowCount == 4)
  }

  @Test func `a wide matrix has two rows in one, and the mean of columns where they are too many`() {
    let heatmap = Self.heatmap(5, 60) { row, column in Float(row + column) }
    let sketch = HeatmapSketch(heatmap, width: 36, isASCII: false, hasColor: true)
    #expect(sketch.rowCount == 3 + 2)
    #expect(sketch.head[0].text.hasPrefix("0.00") && sketch.row(0).text.contains("▀"))
    let cells = sketch.row(0).dropFirst()
    #expect(cells.count == 30)
    // Columns 0 and 1 of row 0 and of row 1, of numbers from 0 to 63.
    #expect(cells.first?.ink == .halves(upper: 0.5 / 63, lower: 1.5 / 63))
    #expect(sketch.row(ofCell: 4 * 60 + 59) == 2)
    let narrow = HeatmapSketch(heatmap, width: 100, isASCII: false, hasColor: true)
    #expect(!narrow.head[0].text.contains("mean") && narrow.row(0).dropFirst().count == 60)
  }

  @Test func `with rows enough every row of the matrix has its own`() {
    let heatmap = Self.heatmap(5, 30) { Float($0 * $1) }
    #expect(HeatmapSketch(heatmap, width: 80, height: 12, isASCII: false, hasColor: true).rowCount == 5 + 2)
    #expect(HeatmapSketch(heatmap, width: 80, height: 8, isASCII: false, hasColor: true).rowCount == 3 + 2)
  }

  @Test func `without colour shades rise with the numbers`() {
    let heatmap = Self.heatmap(1, 30) { _, column in Float(column) }
    let row = HeatmapSketch(heatmap, width: 37, isASCII: false, hasColor: false).row(0).text
    #expect(row == "row 0       ░░░░░░▒▒▒▒▒▒▓▓▓▓▓▓██████")
    let plain = HeatmapSketch(heatmap, width: 37, isASCII: true, hasColor: false).row(0).text
    #expect(plain == "row 0       ......::::::******######")
    let numbers = HeatmapSketch(
      Self.heatmap(1, 2) { _, c in Float(c) }, width: 40, isASCII: false, hasColor: false)
    #expect(numbers.row(0).text == "row 0  0.00   1.00█")
  }

  @Test(arguments: 0..<100)
  func `cells of any matrix tile their row inside the width`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let (rows, columns) = (Int.random(in: 0...9, using: &random), Int.random(in: 0...90, using: &random))
    let odd: [Float] = [.nan, .infinity, -.greatestFiniteMagnitude, 0, 0.5, 1e-30, 7]
    let heatmap = Self.heatmap(rows, columns) { _, _ in odd.randomElement(using: &random) ?? 0 }
    let width = Int.random(in: 1...120, using: &random)
    let sketch = HeatmapSketch(
      heatmap, width: width, height: Bool.random(using: &random) ? 20 : nil,
      isASCII: Bool.random(using: &random), hasColor: Bool.random(using: &random),
      selected: Int.random(in: -2...900, using: &random))
    for row in (0..<sketch.rowCount).map({ (number: Int) -> SketchRow in sketch.row(number) }) {
      var end = 0
      for run in row {
        #expect(run.column >= end)
        end = run.endColumn
      }
      #expect(end <= max(width, 3), "\(row.text)")
    }
  }
}
