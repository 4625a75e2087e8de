import Figures
import Sketches

extension FigurePainter {
  /// The sign at the points of a chart's series, by number.
  package static func sign(ofSeries series: Int, isASCII: Bool) -> String {
    ChartMarks.sign(series, isASCII: isASCII)
  }

  /// The sign of the points that are only the ground for others, and that of the chosen point.
  package static func signs(isASCII: Bool) -> (faint: String, chosen: String) {
    (ChartMarks.faint(isASCII: isASCII), ChartMarks.chosen(isASCII: isASCII))
  }
}

/// Curves and points over axes; it fills the rows it is given.
struct ChartPainter: RowPainter {
  private let sketch: ChartSketch

  init(_ chart: Chart, width: Int, rows: Int?, _ options: FigurePainter.Options) {
    sketch = ChartSketch(
      chart, width: width, height: rows, isASCII: options.isASCII, selected: options.selected,
      tellsChosen: options.tellsChosen)
  }

  var bodyRows: Int { sketch.rows.count }
  /// Every point is in the one picture, which begins at its first row.
  func row(ofItem item: Int) -> Int { 0 }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    canvas.draw(sketch.rows[row], into: &frame, line)
  }
}
