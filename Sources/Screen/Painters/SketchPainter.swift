import Sketches

/// A sketch whose head stays while its rows scroll.
protocol RowSketch {
  var rowCount: Int { get }
  func row(_ number: Int) -> SketchRow
}

extension HeatmapSketch: RowSketch {}
extension TokenGridSketch: RowSketch {}
extension TokenGridSheet: RowSketch {}

/// Draws the rows of such a sketch as they are.
protocol SketchPainter: RowPainter {
  associatedtype Sketch: RowSketch
  var sketch: Sketch { get }
  /// The rows that stay, worked out once.
  var head: [SketchRow] { get }
}

extension SketchPainter {
  var headRows: Int { head.count }
  var bodyRows: Int { sketch.rowCount }

  func drawHead(into frame: inout Frame, _ rect: Rect, _ canvas: Canvas) {
    canvas.draw(head, into: &frame, rect)
  }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    canvas.draw(sketch.row(row), into: &frame, line)
  }
}
