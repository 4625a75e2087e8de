import Figures
import Sketches

/// A matrix of coloured cells; legend, chosen cell and labels of columns stay while the rows scroll. Through a viewport nothing scrolls
/// but the viewport.
struct HeatmapPainter: SketchPainter {
  let sketch: HeatmapSketch
  let head: [SketchRow]

  init(_ heatmap: Heatmap, width: Int, rows: Int?, _ options: FigurePainter.Options) {
    if let viewport = options.viewport {
      let room = HeatmapRoom(
        width: width, height: rows ?? 24, isASCII: options.isASCII, hasColor: options.hasColor)
      sketch = HeatmapSketch(heatmap, viewport, in: room)
    } else {
      sketch = HeatmapSketch(
        heatmap, width: width, height: rows, isASCII: options.isASCII, hasColor: options.hasColor,
        selected: options.selected)
    }
    head = sketch.head
  }

  func row(ofItem item: Int) -> Int { sketch.row(ofCell: item) }
}
