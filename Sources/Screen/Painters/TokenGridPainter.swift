import Figures
import Sketches

/// Tokens of a picture; the chosen one in words, the legend and the mark stay while the rows scroll.
struct TokenGridPainter: SketchPainter {
  let sketch: TokenGridSketch
  let head: [SketchRow]

  init(_ grid: TokenGrid, width: Int, rows: Int?, _ options: FigurePainter.Options) {
    sketch = TokenGridSketch(
      grid, in: options.gridRoom(width: width, height: rows), selected: options.selected,
      scroll: options.scroll)
    head = sketch.head
  }

  func row(ofItem item: Int) -> Int { sketch.row(ofCell: item) }
}

extension FigurePainter.Options {
  func gridRoom(width: Int, height: Int?) -> TokenGridRoom {
    TokenGridRoom(
      width: width, height: height, isASCII: isASCII, hasColor: hasColor, hasPixels: hasPixels,
      detail: gridDetail, cellRatio: cellRatio)
  }
}

extension FigurePainter {
  /// The token at a place of the rectangle in which a grid is drawn with these options, counted from its upper left corner; nil outside
  /// the patches. For the mouse.
  package static func cell(
    of grid: TokenGrid, atColumn column: Int, row: Int, width: Int, _ options: Options
  ) -> Int? {
    let title = options.showsTitle && !grid.title.isEmpty ? 1 : 0
    let rows = options.height.map { max(0, $0 - title) }
    let painter = TokenGridPainter(grid, width: width, rows: rows, options)
    let body = row - title - painter.headRows
    guard body >= 0, column < width else { return nil }
    return painter.sketch.cell(atRow: options.scroll + body, column: column)
  }
}
