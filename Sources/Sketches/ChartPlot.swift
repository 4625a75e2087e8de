import Basics
import Figures

/// The curves, points and labels inside the axes of a chart.
struct ChartPlot {
  private(set) var dots: Dots
  private let chart: Chart
  private let area: ChartArea
  private let isASCII: Bool

  init(_ chart: Chart, _ area: ChartArea, isASCII: Bool) {
    self.chart = chart
    self.area = area
    self.isASCII = isASCII
    dots = Dots(columns: area.columns, rows: area.rows, isASCII: isASCII)
  }

  /// Guides first, then curves, then points, the chosen one last; labels go where nothing else is.
  mutating func draw(selected: Int?) {
    for series in chart.series where series.style == .guide { join(series, .guide, dash: dots.across * 2) }
    for (index, series) in chart.series.enumerated() where series.style == .line {
      join(series, .series(index), dash: nil)
    }
    for (index, series) in chart.series.enumerated() where series.style != .guide { mark(series, index) }
    if let selected { choose(selected) }
    for series in chart.series { label(series) }
  }

  private func place(_ point: Chart.Point) -> (x: Int, y: Int)? {
    guard let x = area.x.share(of: point.x), let y = area.y.share(of: point.y) else { return nil }
    return (
      min(dots.width - 1, Int(x * Double(dots.width))), min(dots.height - 1, Int(y * Double(dots.height)))
    )
  }

  /// Joins the points in order; one that cannot be drawn leaves a gap.
  private mutating func join(_ series: Chart.Series, _ ink: Ink, dash: Int?) {
    var last: (x: Int, y: Int)?
    var phase = 0
    for point in series.points {
      let place = place(point)
      if let place { dots.line(last ?? place, place, ink, dash: dash, phase: &phase) }
      last = place
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
    for point in series.points {
      guard let place = place(point) else { continue }
      let cell = dots.cell(place.x, place.y)
      if apart > 0 && lastColumn < 0 { lastColumn = cell.column - apart + shift }
      guard abs(cell.column - lastColumn) >= apart else { continue }
      lastColumn = cell.column
      dots.put(sign, column: cell.column, row: cell.row, .series(index))
    }
  }

  private mutating func choose(_ selected: Int) {
    let points = chart.series.lazy.flatMap(\.points)
    guard selected >= 0, let point = points.dropFirst(selected).first, let place = place(point) else {
      return
    }
    let cell = dots.cell(place.x, place.y)
    dots.put(ChartMarks.chosen(isASCII: isASCII), column: cell.column, row: cell.row, .text)
  }

  /// Beside its point, else above or below it, else nowhere.
  private mutating func label(_ series: Chart.Series) {
    for point in series.points where !point.label.isEmpty {
      guard let place = place(point) else { continue }
      let items = Fit.items(of: Array(point.label.utf8), to: 18, Legible.Options(isASCII: isASCII))
      // Wide characters would break the grid; such labels are told when the point is chosen.
      guard items.allSatisfy({ $0.columns == $0.glyph.unicodeScalars.count }) else { continue }
      let glyphs = items.flatMap { $0.glyph.unicodeScalars.map { String($0) } }
      let cell = dots.cell(place.x, place.y)
      let places = [
        (cell.column + 2, cell.row), (cell.column - glyphs.count - 1, cell.row),
        (cell.column - glyphs.count / 2, cell.row - 1), (cell.column - glyphs.count / 2, cell.row + 1),
      ]
      guard
        let free = places.first(where: {
          dots.isFree(column: $0.0, row: $0.1, count: glyphs.count, beside: cell)
        })
      else { continue }
      for (offset, glyph) in glyphs.enumerated() {
        dots.put(glyph, column: free.0 + offset, row: free.1, .dim)
      }
    }
  }
}
