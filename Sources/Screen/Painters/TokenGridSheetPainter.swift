import Figures
import Sketches

/// Several token grids in one rectangle; the legend stays while the rows scroll.
///
/// It is asked for by name, since several figures are no figure: a pane makes one for its rectangle, draws it, and asks it what lies under the
/// mouse.
package struct TokenGridSheetPainter: SketchPainter {
  let sketch: TokenGridSheet
  let head: [SketchRow]
  private let options: FigurePainter.Options
  private let size: Size

  /// Of `options` those count that are about scrolling, characters and colours.
  package init(
    _ grids: [TokenGrid], size: Size, selected: TokenGridSheet.Place?, _ options: FigurePainter.Options
  ) {
    self.size = size
    self.options = options
    sketch = TokenGridSheet(
      grids, in: options.gridRoom(width: size.columns, height: size.rows), selected: selected)
    head = sketch.head
  }

  /// How many grids stand side by side, for moving up and down among them.
  package var gridsInRow: Int { sketch.gridsInRow }

  /// Draws the sheet; nothing outside `rect` is touched.
  package func draw(into frame: inout Frame, _ rect: Rect, theme: Theme) {
    FigurePainter.draw(self, into: &frame, rect, Canvas(theme: theme, options: options))
  }

  /// The scroll nearest to that of the options which keeps a grid with its title in sight.
  package func scroll(showing grid: Int) -> Int {
    let room = max(1, size.rows - headRows)
    let rows = sketch.rows(ofGrid: grid)
    let scroll = min(max(options.scroll, rows.upperBound - room), rows.lowerBound)
    return max(0, min(scroll, bodyRows - room))
  }

  /// The grid, and the token where there is one, at a place of the rectangle counted from its upper left corner; nil between grids.
  package func place(atColumn column: Int, row: Int) -> TokenGridSheet.Place? {
    row < headRows ? nil : sketch.place(atRow: options.scroll + row - headRows, column: column)
  }
}
