import Basics
import Figures
import Sketches

/// A matrix of coloured cells with its numbers where they have room, labels at two sides, and the ramp with its ends.
struct SVGHeatmap {
  /// More rows or columns than this are left out, and said to be.
  private static let cellLimit = 400
  /// Matrices up to this many columns get cells that hold their numbers.
  private static let numberLimit = 24

  private let heatmap: Heatmap
  private var drawing = SVGCanvas()
  private let low: Double
  private let high: Double

  /// The finished picture, without title and footnotes.
  var canvas: SVGCanvas { drawing }

  init(_ heatmap: Heatmap) {
    self.heatmap = heatmap
    (low, high) = heatmap.bounds
    let rows = min(Self.cellLimit, heatmap.rowLabels.count)
    let columns = min(Self.cellLimit, heatmap.columnLabels.count)
    legend()
    let longest = [low, high].map { Decimals.text($0, heatmap.decimals).utf8.count }.max() ?? 1
    let hasNumbers = heatmap.columnLabels.count <= Self.numberLimit && heatmap.rowLabels.count <= 100
    let side = hasNumbers ? Self.numberSide(heatmap, longest) : max(4, min(20, 800 / Double(max(1, columns))))
    let height = hasNumbers ? 24 : max(4, min(20, 800 / Double(max(1, rows))))
    let labels = heatmap.rowLabels.prefix(rows).map { $0.shown(to: 30, ascii: false) }
    let left = Double((labels.map(\.columns).max() ?? 0) + 1) * SVGMetrics.advance
    columnLabels(columns, side: side, left: left, height: height)
    let top = drawing.height
    for row in 0..<rows {
      let y = top + Double(row) * height
      if height >= 14 || row % Int((16 / height).rounded(.up)) == 0 {
        drawing.text(labels[row], x: 0, y: y + height / 2 + 5, fill: SVGColors.soft)
      }
      for column in 0..<columns {
        cell(row, column, (left + Double(column) * side, y, side, height), hasNumbers)
      }
    }
    drawing.reach(left, top + Double(rows) * height + 6)
    drawing.more(heatmap.rowLabels.count - rows, "rows")
    drawing.more(heatmap.columnLabels.count - columns, "columns")
  }

  /// Wide enough for the numbers, and for labels of up to ten characters.
  private static func numberSide(_ heatmap: Heatmap, _ longest: Int) -> Double {
    let label = heatmap.columnLabels.reduce(0) { max($0, $1.shown(to: 30, ascii: false).columns) }
    return Double(max(longest + 2, label <= 10 ? label + 1 : 0)) * SVGMetrics.advance
  }

  private mutating func cell(
    _ row: Int, _ column: Int, _ box: (x: Double, y: Double, w: Double, h: Double), _ hasNumber: Bool
  ) {
    let value = Double(heatmap[row, column])
    let share = heatmap.share(value)
    // Without borders, edges on whole pixels leave no seams.
    let border = hasNumber ? " stroke=\"\(SVGColors.paper)\"" : " shape-rendering=\"crispEdges\""
    if let share { drawing.rect(box.x, box.y, box.w, box.h, fill: SVGColors.heat(share), border) }
    guard hasNumber else { return }
    drawing.text(
      value.isFinite ? Decimals.text(value, heatmap.decimals) : "–", x: box.x + box.w / 2,
      y: box.y + box.h / 2 + 5,
      anchor: 0.5, fill: share.map { SVGColors.ink(onHeat: $0) } ?? SVGColors.soft)
  }

  private mutating func legend() {
    let ends = [low, high].map { Decimals.text($0, heatmap.decimals) }
    let names = "rows: \(heatmap.rowTitle), columns: \(heatmap.columnTitle)"
    drawing.ramp(from: ends[0], to: ends[1], about: names) { [heatmap, low, high] share in
      heatmap.isShown(low + share * (high - low))
    }
  }

  /// Level where they fit their columns, else upright; with narrow columns some are left out.
  private mutating func columnLabels(_ count: Int, side: Double, left: Double, height: Double) {
    let labels = heatmap.columnLabels.prefix(count).map { $0.shown(to: 30, ascii: false) }
    let longest = Double(labels.map(\.columns).max() ?? 0) * SVGMetrics.advance
    let top = drawing.height
    let isLevel = longest + 4 <= side
    let bottom = top + (isLevel ? SVGMetrics.lineHeight : longest + 6)
    let step = max(1, Int((16 / side).rounded(.up)))
    for (index, label) in labels.enumerated() where index % step == 0 {
      let x = left + (Double(index) + 0.5) * side
      if isLevel {
        let width = Double(label.columns) * SVGMetrics.advance
        drawing.text(label, x: x - width / 2, y: bottom - 6, fill: SVGColors.soft)
      } else {
        drawing.turned(label, x: x + 5, y: bottom - 4)
      }
    }
    drawing.reach(left, bottom)
  }
}

extension SVGCanvas {
  /// The colours of shares between the numbers at their ends, those that `isShown` leaves out blank, and what the numbers are.
  mutating func ramp(
    from low: String, to high: String, about: String, isShown: (Double) -> Bool = { _ in true }
  ) {
    let top = height
    let y = top + SVGMetrics.baseline
    text(low, x: 0, y: y, fill: SVGColors.soft)
    let start = Double(low.utf8.count + 1) * SVGMetrics.advance
    for step in 0..<20 {
      let share = Double(step) / 19
      guard isShown(share) else { continue }
      rect(start + Double(step) * 8, top + 3, 8, 14, fill: SVGColors.heat(share))
    }
    text("\(high)   \(about)", x: start + 168, y: y, fill: SVGColors.soft)
    reach(0, top + SVGMetrics.lineHeight + 8)
  }

  /// Text that runs upwards from a place.
  mutating func turned(_ items: [Legible], x: Double, y: Double) {
    var inner = SVGCanvas()
    inner.text(items, x: 0, y: 0, fill: SVGColors.soft)
    wrap(inner, "translate(\(number(x)) \(number(y))) rotate(-90)")
    reach(x, y)
  }
}
