import Basics
import Figures

/// A chart in rows of characters: axes with round numbers, curves as dots in cells, points as signs, a legend.
package struct ChartSketch: Sendable {
  /// All rows, footnotes last.
  package private(set) var rows: [SketchRow] = []

  private let chart: Chart
  private let width: Int
  private let isASCII: Bool
  private let selected: Int?

  /// `height` is how many rows there are to fill; nil for a height that suits the width. `selected` counts the points of all
  /// series in order; `tellsChosen` adds a row that says in words which it is.
  package init(
    _ chart: Chart, width: Int, height: Int? = nil, isASCII: Bool, selected: Int? = nil,
    tellsChosen: Bool = true
  ) {
    self.chart = chart
    self.width = max(1, width)
    self.isASCII = isASCII
    self.selected = selected
    let notes = noteRows(chart.footnotes, width: self.width, isASCII: isASCII)
    let legend = ChartMarks.legendRows(chart, width: self.width, limit: 4, isASCII: isASCII)
    let status = tellsChosen ? statusRow() : nil
    let used = legend.count + (status == nil ? 0 : 1)
    var room = (height ?? Self.naturalHeight(self.width) + used) - used
    // Footnotes stay in sight where the plot can spare the rows; else they are scrolled to.
    if height != nil, room - notes.count >= 12 { room -= notes.count }
    rows = legend + plotRows(room) + (status.map { [$0] } ?? []) + notes
  }

  /// Rows of plot, axis and titles at a width, when nobody says otherwise.
  private static func naturalHeight(_ width: Int) -> Int { min(20, max(12, width / 5)) }

  // MARK: Around the plot

  private func plotRows(_ room: Int) -> [SketchRow] {
    guard let (x, y) = chart.scales else {
      return [[SketchRun(column: 0, "no point can be drawn", to: width, ink: .dim, isASCII: isASCII)]]
    }
    if chart.isPlane {
      let area = ChartArea(x: x, y: y, left: 0, columns: width, rows: max(3, room))
      var plot = ChartPlot(chart, area, isASCII: isASCII)
      plot.draw(selected: selected)
      return (0..<area.rows).map { plot.dots.runs(row: $0, left: 0) }
    }
    // With few rows both titles share one.
    let isLow = room < 10
    let height = max(3, room - (isLow ? 3 : 4))
    let yTicks = y.ticks(atMost: max(2, height / 2))
    var gutter = yTicks.map { Legible.columns(of: $0.label) }.max() ?? 0
    if width - gutter - 1 < 6 { gutter = 0 }
    let area = ChartArea(x: x, y: y, left: gutter + 1, columns: max(1, width - gutter - 1), rows: height)
    var plot = ChartPlot(chart, area, isASCII: isASCII)
    plot.draw(selected: selected)
    let body = (0..<height).map { row in
      axisRuns(row, area, yTicks, gutter) + plot.dots.runs(row: row, left: area.left)
    }
    return titles(isLow) + body + bottom(area, isLow)
  }

  private func titles(_ isLow: Bool) -> [SketchRow] {
    let up = isASCII ? "^" : "↑"
    let right = isASCII ? "->" : "→"
    let text = isLow ? "\(up) \(chart.y.title)  \(right) \(chart.x.title)" : "\(up) \(chart.y.title)"
    return [[SketchRun(column: 0, text, to: width, ink: .dim, isASCII: isASCII)]]
  }

  private func axisRuns(_ row: Int, _ area: ChartArea, _ ticks: [Scale.Tick], _ gutter: Int) -> SketchRow {
    let tick = ticks.first { area.row(ofShare: area.y.share(of: $0.value)) == row }
    let stroke = tick == nil ? (isASCII ? "|" : "│") : (isASCII ? "+" : "┤")
    var runs: SketchRow = []
    if let tick, gutter > 0 {
      let columns = Legible.columns(of: tick.label)
      runs.append(
        SketchRun(column: gutter - columns, tick.label, to: gutter, ink: .number, isASCII: isASCII))
    }
    return runs + [SketchRun(column: gutter, own: stroke, ink: .axis)]
  }

  private func bottom(_ area: ChartArea, _ isLow: Bool) -> [SketchRow] {
    let ticks = area.x.ticks(atMost: max(2, area.columns / 9))
    var stroke = Array(repeating: isASCII ? "-" : "─", count: area.columns)
    var labels: SketchRow = []
    for tick in ticks {
      guard let column = area.column(ofShare: area.x.share(of: tick.value)) else { continue }
      stroke[column] = isASCII ? "+" : "┬"
      let columns = Legible.columns(of: tick.label)
      let start = min(width - columns, max(0, area.left + column - columns / 2))
      guard start >= (labels.last.map { $0.endColumn + 1 } ?? 0), columns <= width else { continue }
      labels.append(SketchRun(column: start, tick.label, to: columns, ink: .number, isASCII: isASCII))
    }
    let corner = isASCII ? "+" : "└"
    let axis = SketchRun(column: area.left - 1, own: corner + stroke.joined(), ink: .axis)
    if isLow { return [[axis], labels] }
    let right = isASCII ? "->" : "→"
    let title = SketchRun(
      column: area.left, "\(chart.x.title) \(right)", to: area.columns, ink: .dim, isASCII: isASCII)
    let shifted = SketchRun(column: width - title.columns, items: title.items, ink: .dim)
    return [[axis], labels, [shifted]]
  }

  /// The chosen point in words.
  private func statusRow() -> SketchRow? {
    guard var index = selected, index >= 0 else { return nil }
    for series in chart.series {
      guard index >= series.points.count else {
        let point = series.points[index]
        let names = [series.name, point.label].filter { !$0.isEmpty }
        let places = chart.isPlane ? [] : [(chart.x, point.x), (chart.y, point.y)]
        let values = places.map { "\($0.0.title) \(Numerals.short($0.1))" }
        let text = ChartMarks.chosen(isASCII: isASCII) + " " + (names + values).joined(separator: ", ")
        return [SketchRun(column: 0, text, to: width, ink: .text, isASCII: isASCII)]
      }
      index -= series.points.count
    }
    return nil
  }
}

/// The cells of a plot and the scales of its axes.
struct ChartArea {
  var x: Scale
  var y: Scale
  /// The column of the first cell.
  var left: Int
  var columns: Int
  var rows: Int

  /// The row of cells, from the top, for a share of the vertical axis.
  func row(ofShare share: Double?) -> Int? {
    share.map { rows - 1 - min(rows - 1, max(0, Int($0 * Double(rows)))) }
  }

  /// The column of cells for a share of the horizontal axis.
  func column(ofShare share: Double?) -> Int? {
    share.map { min(columns - 1, max(0, Int($0 * Double(columns)))) }
  }
}
