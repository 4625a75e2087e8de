import Basics
import Figures
import Sketches
import Testing

@Suite struct ChartSketchTests {
  private static func chart(_ random: inout SeededRandom) -> Chart {
    let styles: [Chart.Series.Style] = [.line, .points, .guide, .links]
    let series = (0..<Int.random(in: 0...10, using: &random)).map { number in
      let points = (0..<Int.random(in: 0...40, using: &random)).map { index in
        let odd =
          [Double.nan, .infinity, 0, -1, 1e300, Double.leastNonzeroMagnitude].randomElement(using: &random)
          ?? 0
        let y = Int.random(in: 0..<6, using: &random) == 0 ? odd : Double.random(in: -3...9, using: &random)
        return Chart.Point(Double(index * index), y, label: index % 7 == 0 ? "p\(index) 漢" : "")
      }
      return Chart.Series(
        name: number % 3 == 0 ? "" : "series \(number) 漢字", points: points,
        style: styles.randomElement(using: &random) ?? .line)
    }
    let isPlane = Int.random(in: 0..<4, using: &random) == 0
    let range: ClosedRange<Double>? =
      Bool.random(using: &random) ? -1...Double.random(in: -1...5, using: &random) : nil
    return Chart(
      title: "t", x: .init(isPlane ? "" : "size", isLogarithmic: Bool.random(using: &random), range: range),
      y: .init(isPlane ? "" : "a quantity with a long name", isLogarithmic: Bool.random(using: &random)),
      series: series,
      footnotes: Bool.random(using: &random)
        ? ["A note that is longer than the picture is wide, in a narrow pane."] : [])
  }

  @Test(arguments: 0..<200)
  func `a chart of anything keeps inside its width, and its rows do not overlap`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let chart = Self.chart(&random)
    let width = Int.random(in: 1...120, using: &random)
    let height = Bool.random(using: &random) ? Int.random(in: 0...50, using: &random) : nil
    let isASCII = Bool.random(using: &random)
    let selected = Int.random(in: -1...80, using: &random)
    let sketch = ChartSketch(chart, width: width, height: height, isASCII: isASCII, selected: selected)
    for row in sketch.rows {
      var end = 0
      for run in row {
        #expect(run.column >= end, "\(row.text)")
        end = run.endColumn
        if isASCII { #expect(run.items.allSatisfy { $0.glyph.utf8.allSatisfy { $0 < 0x7F } }) }
      }
      // The legend keeps four columns for its signs.
      #expect(end <= max(width, 16), "\(row.text)")
    }
  }

  @Test(arguments: [(40, 10), (80, 20), (160, 40), (60, 14)])
  func `a chart fills the rows it is given`(width: Int, height: Int) {
    let points = (1...9).map { Chart.Point(Double($0), Double($0 * $0)) }
    let chart = Chart(
      title: "", x: .init("x"), y: .init("y"), series: [.init(name: "squares", points: points)])
    for selected in [nil, 3] {
      #expect(
        ChartSketch(chart, width: width, height: height, isASCII: false, selected: selected).rows.count
          == height)
    }
  }

  @Test func `the highest point stands in the highest row, the first at the left`() {
    let chart = Chart(
      title: "", x: .init("x"), y: .init("y"),
      series: [.init(name: "", points: [.init(0, 0), .init(10, 10)], style: .points)])
    let rows = ChartSketch(chart, width: 42, height: 14, isASCII: true).rows.map(\.text)
    let plot = rows.dropFirst().prefix(10)
    #expect(plot.first?.last == "o" && plot.first?.filter { $0 == "o" }.count == 1)
    let lowest = plot.last ?? ""
    #expect(lowest.firstIndex(of: "o").map { lowest.distance(from: lowest.startIndex, to: $0) } ?? 99 < 5)
  }

  @Test func `the chosen point is told with its values`() {
    let chart = Chart(
      title: "", x: .init("size"), y: .init("bytes"),
      series: [
        .init(name: "a", points: [.init(1, 1)]),
        .init(name: "b", points: [.init(2, 3), .init(4, 5.25, label: "last")]),
      ])
    let rows = ChartSketch(chart, width: 60, isASCII: false, selected: 2).rows.map(\.text)
    #expect(rows.contains("◉ b, last, size 4, bytes 5.25"))
    #expect(rows.joined().filter { $0 == "◉" }.count == 2)
  }

  @Test func `nothing to draw is said`() {
    let chart = Chart(
      title: "", x: .init("x", isLogarithmic: true), y: .init("y"),
      series: [.init(name: "", points: [.init(0, 1), .init(1, .nan)])])
    #expect(ChartSketch(chart, width: 40, isASCII: false).rows.map(\.text) == ["no point can be drawn"])
  }

  @Test func `a plane has no axes, its links join its points, and those of the chosen point stand out`() {
    let points = [
      Chart.Point(0, 0, label: "one"), Chart.Point(1, 1, label: "two"), Chart.Point(1, 0, label: "中文"),
    ]
    let ends = [(0, 0), (1, 1), (0, 0), (1, 0)].map { Chart.Point(Double($0.0), Double($0.1)) }
    let chart = Chart(
      title: "", x: .init(""), y: .init(""),
      series: [.init(name: "", points: points, style: .points), .init(name: "", points: ends, style: .links)])
    let plain = ChartSketch(chart, width: 40, height: 10, isASCII: false)
    #expect(plain.rows.count == 10)
    let inks = Set(plain.rows.joined().map(\.ink))
    #expect(inks == [.guide, .series(0), .dim], "neither axis nor legend: \(inks)")
    #expect(plain.rows.map(\.text).joined().contains("中文"), "wide labels take two columns each")
    let chosen = ChartSketch(chart, width: 40, height: 11, isASCII: false, selected: 1)
    func dots(_ ink: Ink) -> Int {
      chosen.rows.joined().filter { $0.ink == ink }.flatMap(\.items).count {
        (0x2801...0x28FF).contains($0.scalar)
      }
    }
    #expect(dots(.text) > 5 && dots(.guide) > 5)
    #expect(chosen.rows.last?.text == "◉ two")
  }

  @Test func `of a plane that is zoomed only the points inside are drawn`() {
    let points = (0..<10).map { Chart.Point(Double($0), Double($0), label: "p\($0)") }
    let chart = Chart(
      title: "", x: .init("", range: 2.5...5.5), y: .init("", range: 2.5...5.5),
      series: [.init(name: "", points: points, style: .points)])
    let text = ChartSketch(chart, width: 60, height: 12, isASCII: false).rows.map(\.text).joined()
    #expect((0..<10).filter { text.contains("p\($0)") } == [3, 4, 5])
  }

  @Test func `the chosen point keeps its label in a crowd, and a crowd is dots`() {
    let points = (0..<400).map { Chart.Point(Double($0 % 20), Double($0 / 20), label: "label\($0)") }
    let chart = Chart(
      title: "", x: .init(""), y: .init(""), series: [.init(name: "", points: points, style: .points)])
    for selected in [0, 19, 210, 399] {
      let rows = ChartSketch(chart, width: 40, height: 12, isASCII: false, selected: selected).rows
      let text = rows.dropLast().map(\.text).joined()
      #expect(text.contains("label\(selected)") && text.contains("◉") && !text.contains("●"))
    }
  }
}
