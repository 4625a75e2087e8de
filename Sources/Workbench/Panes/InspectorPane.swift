import Figures
import Screen

/// Everything about the token under the cursor, or about the selected vocabulary entry.
enum InspectorPane: Pane {
  static func title(_ state: State) -> String {
    guard let inspected = state.inspected else { return "Inspector" }
    return "Inspector · id \(inspected.request.id)"
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    guard let inspected = state.inspected else {
      let hint = state.segmentation == nil ? "loading …" : "no token under the cursor"
      frame.put(hint, column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    FigureColumn.draw(inspected.figures, state, into: &frame, area, scroll: state.scrolls[.inspector] ?? 0)
  }
}

/// Figures one below the other, scrolled together.
enum FigureColumn {
  static func draw(_ figures: [Figure], _ state: State, into frame: inout Frame, _ area: Rect, scroll: Int) {
    let options = FigurePainter.Options(isASCII: state.isASCII)
    let heights = figures.map { FigurePainter.height($0, width: area.width, options) + 1 }
    let scroll = min(scroll, max(0, heights.reduce(0, +) - area.height))
    var top = area.row - scroll
    for (figure, height) in zip(figures, heights) {
      let visibleTop = max(top, area.row)
      let rect = Rect(column: area.column, row: visibleTop, width: area.width, height: min(top + height - 1, area.endRow) - visibleTop)
      if !rect.isEmpty && top < area.endRow {
        FigurePainter.draw(figure, into: &frame, rect, state.theme, scroll: visibleTop - top, options)
      }
      top += height
    }
    let isMore = top - 1 > area.endRow
    if isMore && area.height > 2 {
      frame.put(state.isASCII ? "v" : "▾", column: area.endColumn - 1, row: area.endRow - 1, style: state.theme.style("key"), within: area)
    }
  }
}
