import Basics
import Figures
import Sketches

/// Curves and points over two axes, series told apart by sign and stroke as well as by colour.
struct SVGChart {
  private static let plotWidth = 640.0
  private static let plotHeight = 340.0
  private static let strokes = ["", "8 3", "2 3", "8 3 2 3", "12 4", "4 4", "1 2", "10 3 2 3 2 3"]

  private let chart: Chart
  private var drawing = SVGCanvas()
  private var left = 0.0
  private var top = 0.0
  /// Where labels already are, as left, top, right and bottom.
  private var taken: [(Double, Double, Double, Double)] = []

  /// The finished picture, without title and footnotes.
  var canvas: SVGCanvas { drawing }

  init(_ chart: Chart) {
    self.chart = chart
    legend()
    guard let (x, y) = chart.scales
    else {
      drawing.text("no point can be drawn", x: 0, y: drawing.height + SVGMetrics.baseline)
      return
    }
    if chart.isPlane { plane() } else { axes(x, y) }
    for series in chart.series where series.style == .guide {
      curve(series, x, y, SVGColors.line, "6 5", 1.5)
    }
    for series in chart.series where series.style == .links { links(series, x, y) }
    for (index, series) in chart.series.enumerated() where series.style == .line {
      curve(series, x, y, Self.color(index), Self.strokes[index % Self.strokes.count], 2)
    }
    for series in chart.series where series.style == .faint {
      for point in series.points { if let at = place(point, x, y) { dot(at.x, at.y) } }
    }
    for (index, series) in chart.series.enumerated() where series.hasSigns {
      signs(series, index, x, y)
    }
    for series in chart.series { labels(series, x, y) }
  }

  private static func color(_ index: Int) -> String { SVGColors.series[index % SVGColors.series.count] }

  // MARK: Legend and axes

  private mutating func legend() {
    guard chart.series.contains(where: { !$0.name.isEmpty }) else { return }
    var (x, y) = (0.0, 0.0)
    for (index, series) in chart.series.enumerated() {
      let name = Fit.items(of: Array(series.name.utf8), to: 40, Legible.Options())
      let width = 40 + Double(name.columns) * SVGMetrics.advance
      if x > 0 && x + width > Self.plotWidth + 60 { (x, y) = (0, y + SVGMetrics.lineHeight) }
      let middle = y + SVGMetrics.lineHeight / 2
      if series.style != .points && series.style != .faint {
        let isGuide = !series.hasSigns
        let dash = series.style == .links ? "" : isGuide ? "6 5" : Self.strokes[index % Self.strokes.count]
        drawing.line(
          (x, middle), (x + 32, middle), stroke: isGuide ? SVGColors.line : Self.color(index),
          Self.stroke(dash, isGuide ? 1.5 : 2))
      }
      if series.hasSigns { sign(index, x + 16, middle) }
      if series.style == .faint { dot(x + 16, middle) }
      drawing.text(name, x: x + 40, y: y + SVGMetrics.baseline)
      x += width + 20
    }
    drawing.reach(0, y + SVGMetrics.lineHeight + 6)
  }

  private mutating func axes(_ x: Scale, _ y: Scale) {
    let yTicks = y.ticks(atMost: 8)
    left = Double((yTicks.map { Legible.columns(of: $0.label) }.max() ?? 0) + 1) * SVGMetrics.advance
    drawing.text("↑ \(chart.y.title)", x: 0, y: drawing.height + SVGMetrics.baseline, fill: SVGColors.soft)
    top = drawing.height + 8
    let bottom = top + Self.plotHeight
    for tick in yTicks {
      guard let share = y.share(of: tick.value) else { continue }
      let at = bottom - share * Self.plotHeight
      drawing.line((left, at), (left + Self.plotWidth, at), stroke: "#dddddd")
      drawing.text(tick.label, x: left - 6, y: at + 5, anchor: 1, fill: SVGColors.soft)
    }
    for tick in x.ticks(atMost: 9) {
      guard let share = x.share(of: tick.value) else { continue }
      let at = left + share * Self.plotWidth
      drawing.line((at, top), (at, bottom), stroke: "#dddddd")
      drawing.line((at, bottom), (at, bottom + 5), stroke: SVGColors.line)
      drawing.text(tick.label, x: at, y: bottom + 19, anchor: 0.5, fill: SVGColors.soft)
    }
    drawing.path(
      "M\(number(left)) \(number(top)) V\(number(bottom)) H\(number(left + Self.plotWidth))",
      stroke: SVGColors.line, " stroke-width=\"1.5\"")
    drawing.text(
      "\(chart.x.title) →", x: left + Self.plotWidth, y: bottom + 39, to: 70, anchor: 1, fill: SVGColors.soft)
    drawing.reach(left + Self.plotWidth + 8, bottom + 46)
  }

  /// The room of a picture whose axes mean nothing.
  private mutating func plane() {
    top = drawing.height + 8
    drawing.reach(Self.plotWidth + 8, top + Self.plotHeight + 8)
  }

  // MARK: Curves and points

  private func place(_ point: Chart.Point, _ x: Scale, _ y: Scale) -> (x: Double, y: Double)? {
    guard let across = x.share(of: point.x), let up = y.share(of: point.y), (0...1).contains(across),
      (0...1).contains(up)
    else { return nil }
    return (left + across * Self.plotWidth, top + (1 - up) * Self.plotHeight)
  }

  /// A point that cannot be drawn leaves a gap.
  private mutating func curve(
    _ series: Chart.Series, _ x: Scale, _ y: Scale, _ color: String, _ dash: String, _ width: Double
  ) {
    var steps = ""
    var isDown = false
    for point in series.points {
      if let at = place(point, x, y) {
        steps += "\(isDown ? "L" : "M")\(number(at.x)) \(number(at.y)) "
        isDown = true
      } else {
        isDown = false
      }
    }
    if !steps.isEmpty {
      drawing.path(steps, stroke: color, Self.stroke(dash, width) + " stroke-linejoin=\"round\"")
    }
  }

  private mutating func links(_ series: Chart.Series, _ x: Scale, _ y: Scale) {
    for index in stride(from: 0, to: series.points.count - 1, by: 2) {
      guard let start = place(series.points[index], x, y), let end = place(series.points[index + 1], x, y)
      else { continue }
      drawing.line(start, end, stroke: SVGColors.line)
    }
  }

  private static func stroke(_ dash: String, _ width: Double) -> String {
    " stroke-width=\"\(number(width))\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  /// Every point of points; of a curve with many, some thirty.
  private mutating func signs(_ series: Chart.Series, _ index: Int, _ x: Scale, _ y: Scale) {
    let step = series.style == .points ? 1 : max(1, series.points.count / 30)
    for point in series.points.indices where point % step == 0 || point == series.points.count - 1 {
      if let at = place(series.points[point], x, y) { sign(index, at.x, at.y) }
    }
  }

  private mutating func dot(_ x: Double, _ y: Double) {
    drawing.path(
      "M-2 0 a2 2 0 1 0 4 0 a2 2 0 1 0 -4 0 z", stroke: SVGColors.line, fill: SVGColors.line,
      " transform=\"translate(\(number(x)) \(number(y)))\"")
  }

  private mutating func sign(_ index: Int, _ x: Double, _ y: Double) {
    let shapes = [
      "M-4.5 0 a4.5 4.5 0 1 0 9 0 a4.5 4.5 0 1 0 -9 0 z", "M-4 -4 h8 v8 h-8 z", "M0 -5.5 L5 4 H-5 z",
      "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 z",
    ]
    // The first four are filled, the next four hollow.
    let fill = index % 8 < 4 ? Self.color(index) : SVGColors.paper
    drawing.path(
      shapes[index % 4], stroke: Self.color(index), fill: fill,
      " stroke-width=\"1.5\" transform=\"translate(\(number(x)) \(number(y)))\"")
  }

  /// Right of a point, else left of it, else above or below, where no other label is.
  private mutating func labels(_ series: Chart.Series, _ x: Scale, _ y: Scale) {
    for point in series.points where !point.label.isEmpty && taken.count < 300 {
      guard let at = place(point, x, y) else { continue }
      let items = Fit.items(of: Array(point.label.utf8), to: 24, Legible.Options())
      let width = Double(items.columns) * SVGMetrics.advance
      let corners = [
        (at.x + 9, at.y - 9), (at.x - 9 - width, at.y - 9), (at.x - width / 2, at.y - 26),
        (at.x - width / 2, at.y + 8),
      ]
      let boxes = corners.map { ($0.0, $0.1, $0.0 + width, $0.1 + 18) }
      guard let free = boxes.first(where: isFree) else { continue }
      taken.append(free)
      // Curves behind a label are veiled, or nobody can read it.
      drawing.rect(free.0 - 1, free.1, width + 2, 18, fill: SVGColors.paper, " fill-opacity=\"0.8\"")
      drawing.text(items, x: free.0, y: free.1 + 14)
    }
  }

  private func isFree(_ box: (Double, Double, Double, Double)) -> Bool {
    guard box.0 > left, box.1 >= top - 8, box.2 < left + Self.plotWidth + 8, box.3 < top + Self.plotHeight
    else { return false }
    return taken.allSatisfy { box.0 >= $0.2 || box.2 <= $0.0 || box.1 >= $0.3 || box.3 <= $0.1 }
  }
}
