import Figures
import Sketches

/// Segmentations one below the other, in bands.
struct AlignmentPainter: RowPainter {
  private let sketch: AlignmentSketch

  init(_ alignment: Alignment, width: Int, _ options: FigurePainter.Options) {
    sketch = AlignmentSketch(alignment, width: width, isASCII: options.isASCII, selected: options.selected)
  }

  var bodyRows: Int { sketch.rowCount }
  func row(ofItem item: Int) -> Int { sketch.row(ofRegion: item) }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    canvas.draw(sketch.row(row), into: &frame, line)
  }
}
