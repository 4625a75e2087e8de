import Basics
import Figures

/// The curves, points and labels inside the axes of a chart.
struct ChartPlot {
  private(set) var dots: Dots
  private let chart: Chart
  private let area: ChartArea
  private let isASCII: Bool
  /// Whether there are so many points that signs would cover each other: they are dots then.
  private let isDense: Bool

  init(_ chart: Chart, _ area: ChartArea, isASCII: Bool) {
    self.chart = chart
    self.area = area
    self.isASCII = isASCII
    dots = Dots(columns: area.columns, rows: area.rows, isASCII: isASCII)
    let signs = chart.series.reduce(0) { $0 + ($1.style == .points ? $1.points.count : 0) }
    isDense = !isASCII && signs * 4 > area.columns * area.rows
  }

  /// What helps to read first, then curves, then points, the chosen one last; labels go where nothing else is.
  mutating func draw(selected: Int?) {
    for series in chart.series where series.style == .guide { join(series, .guide, dash: dots.across * 2) }
    let chosen = selected.flatMap { chart.series.flatMap(\.points).dropFirst($0).first }
    for series in chart.series where series.style == .links { link(series, chosen) }
    for (index, series) in chart.series.enumerated() where series.style == .line {
      join(series, .series(index), dash: nil)
    }
    for series in chart.series where series.style == .faint { strew(series) }
    for (index, series) in chart.series.enumerated() where series.hasSigns { mark(series, index) }
    if let selected { choose(selected) }
    for series in chart.series { for point in series.points { label(point) } }
  }

  /// The dot of a point, which may lie outside the part that is shown.
  private func dot(_ point: Chart.Point) -> (x: Int, y: Int)? {
    guard let x = area.x.share(of: point.x), let y = area.y.share(of: point.y), abs(x) < 100, abs(y) < 100
    else { return nil }
    func place(_ share: Double, _ size: Int) -> Int {
      share == 1 ? size - 1 : Int((share * Double(size)).rounded(.down))
    }
    return (place(x, dots.width), place(y, dots.height))
  }

  /// The dot of a point that is in sight.
  private func place(_ point: Chart.Point) -> (x: Int, y: Int)? {
    dot(point).flatMap { (0..<dots.width).contains($0.x) && (0..<dots.height).contains($0.y) ? $0 : nil }
  }

  /// Points that give way to all others.
  private mutating func strew(_ series: Chart.Series) {
    for point in series.points {
      guard let place = place(point) else { continue }
      let cell = dots.cell(place.x, place.y)
      dots.put(ChartMarks.faint(isASCII: isASCII), column: cell.column, row: cell.row, .dim)
    }
  }

  /// Joins the points in order; one that cannot be drawn leaves a gap.
  private mutating func join(_ series: Chart.Series, _ ink: Ink, dash: Int?) {
    var last: (x: Int, y: Int)?
    var phase = 0
    for point in series.points {
      let place = dot(point)
      if let place { dots.line(last ?? place, place, ink, dash: dash, phase: &phase) }
      last = place
    }
  }

  /// Joins the points two by two; the links of the chosen point stand out.
  private mutating func link(_ series: Chart.Series, _ chosen: Chart.Point?) {
    var phase = 0
    for index in stride(from: 0, to: series.points.count - 1, by: 2) {
      let ends = series.points[index...index + 1]
      guard let start = dot(ends[index]), let end = dot(ends[index + 1]) else { continue }
      let isOfChosen = ends.contains { $0.x == chosen?.x && $0.y == chosen?.y }
      dots.line(start, end, isOfChosen ? .text : .guide, phase: &phase)
    }
  }

  /// Signs at the points: all of them for points, and for curves as many as leave the curve to be seen.
  private mutating func mark(_ series: Chart.Series, _ index: Int) {
    let sign = ChartMarks.sign(index, isASCII: isASCII)
    var lastColumn = Int.min / 2
    let apart =
      series.style == .points || series.points.count <= max(4, area.columns / 5)
      ? 0 : max(6, area.columns / 8)
    // Curves that run beside one another get their signs at different places.
    let shift = apart == 0 ? 0 : index * 3 % apart
    // A few points in a crowd keep their signs.
    let isDust = isDense && series.style == .points && series.points.count > 12
    for point in series.points {
      guard let place = place(point) else { continue }
      if isDust {
        dots.set(place.x, place.y, .series(index))
        continue
      }
      let cell = dots.cell(place.x, place.y)
      if apart > 0 && lastColumn < 0 { lastColumn = cell.column - apart + shift }
      guard abs(cell.column - lastColumn) >= apart else { continue }
      lastColumn = cell.column
      dots.put(sign, column: cell.column, row: cell.row, .series(index))
    }
  }

  /// The chosen point gets a sign of its own, and its label before all others, over dots if it must.
  private mutating func choose(_ selected: Int) {
    let points = chart.series.lazy.flatMap(\.points)
    guard selected >= 0, let point = points.dropFirst(selected).first, let place = place(point) else {
      return
    }
    let cell = dots.cell(place.x, place.y)
    dots.put(ChartMarks.chosen(isASCII: isASCII), column: cell.column, row: cell.row, .text)
    label(point, isChosen: true)
  }

  /// Beside its point, else above or below it, else nowhere.
  private mutating func label(_ point: Chart.Point, isChosen: Bool = false) {
    guard !point.label.isEmpty, let place = place(point) else { return }
    let cell = dots.cell(place.x, place.y)
    if !isChosen, dots.hasLabel(column: cell.column, row: cell.row) { return }
    let items = Fit.items(of: Array(point.label.utf8), to: 18, Legible.Options(isASCII: isASCII))
    let width = items.columns
    let places = [
      (cell.column + 2, cell.row), (cell.column - width - 1, cell.row),
      (cell.column - width / 2, cell.row - 1), (cell.column - width / 2, cell.row + 1),
    ]
    let free =
      places.first { dots.isFree(column: $0.0, row: $0.1, count: width, beside: cell) }
      ?? (isChosen ? places.first { $0.0 >= 0 && $0.0 + width <= area.columns } : nil)
    guard let free else { return }
    dots.put(items, column: free.0, row: free.1, isChosen ? .text : .dim)
    dots.noteLabel(column: cell.column, row: cell.row)
  }
}
