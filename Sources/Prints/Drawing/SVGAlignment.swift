import Basics
import Figures
import Sketches

/// Segmentations one below the other: shared cuts thin, others heavy; below a place where the rows differ is a bracket.
enum SVGAlignment {
  static func canvas(_ alignment: Alignment) -> SVGCanvas {
    let sketch = AlignmentSketch(alignment, width: SVGFigure.textColumns, isASCII: false)
    var canvas = SVGCanvas()
    let shown = min(sketch.rowCount, SVGFigure.rowLimit / sketch.bandHeight * sketch.bandHeight)
    for row in 0..<shown {
      let y = Double(row) * SVGMetrics.lineHeight
      for run in sketch.row(row) { draw(run, y, &canvas) }
      canvas.reach(0, y + SVGMetrics.lineHeight)
    }
    canvas.more((sketch.rowCount - shown) / sketch.bandHeight, "lines of text")
    return canvas
  }

  private static func draw(_ run: SketchRun, _ y: Double, _ canvas: inout SVGCanvas) {
    let x = Double(run.column) * SVGMetrics.advance
    let width = Double(run.columns) * SVGMetrics.advance
    let middle = x + SVGMetrics.advance / 2
    switch run.ink {
    case .boundary: canvas.line((middle, y + 1), (middle, y + 19), stroke: SVGColors.line)
    case .difference where run.items.first?.glyph == "┃":
      canvas.line((middle, y + 1), (middle, y + 19), stroke: SVGColors.difference, " stroke-width=\"3\"")
    case .difference where run.column > 0 && run.items.first?.glyph != "≠": bracket(run, x, y, width, &canvas)
    case .difference:
      canvas.text(run.items, x: x, y: y + SVGMetrics.baseline, fill: SVGColors.difference, isBold: true)
    case .changed:
      canvas.rect(x, y + 1, width, 18, fill: SVGColors.changed)
      text(run, x, y, &canvas)
    case .special:
      canvas.rect(x, y + 1, width, 18, fill: "none", " stroke=\"\(SVGColors.ink)\" stroke-width=\"2\"")
      text(run, x, y, &canvas)
    default: text(run, x, y, &canvas)
    }
  }

  private static func text(_ run: SketchRun, _ x: Double, _ y: Double, _ canvas: inout SVGCanvas) {
    let fill = run.ink == .dim ? SVGColors.soft : SVGColors.ink
    canvas.text(run.items, x: x, y: y + SVGMetrics.baseline, fill: fill)
    if run.isMarked {
      canvas.rect(x, y + 17, Double(run.columns) * SVGMetrics.advance, 2, fill: SVGColors.difference)
    }
  }

  /// Closed at an end where the place begins or ends.
  private static func bracket(
    _ run: SketchRun, _ x: Double, _ y: Double, _ width: Double, _ canvas: inout SVGCanvas
  ) {
    let glyphs = run.items.map(\.glyph)
    let begins = ["╰", "▲"].contains(glyphs.first ?? "")
    let ends = ["╯", "▲"].contains(glyphs.last ?? "")
    let steps =
      "M\(number(x)) \(number(begins ? y + 2 : y + 8)) V\(number(y + 8)) H\(number(x + width))"
      + (ends ? " V\(number(y + 2))" : "")
    canvas.path(steps, stroke: SVGColors.difference, " stroke-width=\"2\"")
  }
}
