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
    FigureColumn.draw(
      difference(state) + inspected.figures, state, into: &frame, area, scroll: state.scrolls[.inspector] ?? 0
    )
  }

  /// Why compared tokenizers part at the cursor.
  private static func difference(_ state: State) -> [Figure] {
    guard let around = state.diff.around, around.request.before == nil,
      around.request.caret == state.view.selection.caret,
      around.request.version == state.document.version, let reason = around.reason
    else { return [] }
    return [.note(Note(lines: ["Why they part here: \(reason)."]))]
  }
}

/// Figures one below the other, scrolled together.
enum FigureColumn {
  static func draw(
    _ figures: [Figure], _ state: State, into frame: inout Screen.Frame, _ area: Rect, scroll: Int,
    showsFirstTitle: Bool = false, highlights: [Range<Int>?] = []
  ) {
    // The border names the first figure already, unless told otherwise.
    func options(_ index: Int) -> FigurePainter.Options {
      .init(
        isASCII: state.isASCII, showsTitle: index > 0 || showsFirstTitle, showsBoundaries: true,
        highlighted: index < highlights.count ? highlights[index] : nil)
    }
    let heights = figures.indices.map { index in
      let gap = if case .note(let note) = figures[index], note.lines.isEmpty { 0 } else { 1 }
      return FigurePainter.height(of: figures[index], width: area.width, options(index)).total + gap
    }
    let total = heights.reduce(0, +) - 1
    let scroll = min(scroll, max(0, total - area.height))
    var top = area.row - scroll
    for (index, height) in heights.enumerated() {
      if top < area.endRow && top + height > area.row {
        drawPart(figures[index], state, into: &frame, area, top: top, height: height, options(index))
      }
      top += height
    }
    if total - scroll > area.height && area.height > 2 {
      let more = state.isASCII ? "v" : "▾"
      frame.put(
        more, column: area.endColumn - 1, row: area.endRow - 1, style: state.theme.style("title"),
        within: area)
    }
  }

  /// Draws the figure aside when it does not fit, and copies the rows that are in sight.
  private static func drawPart(
    _ figure: Figure, _ state: State, into frame: inout Screen.Frame, _ area: Rect, top: Int, height: Int,
    _ options: FigurePainter.Options
  ) {
    if top >= area.row {
      let room = Rect(
        column: area.column, row: top, width: area.width, height: min(height, area.endRow - top))
      return FigurePainter.draw(figure, into: &frame, room, theme: state.theme, options)
    }
    var aside = Screen.Frame(Size(columns: area.width, rows: height), style: state.theme.style("text"))
    FigurePainter.draw(figure, into: &aside, aside.bounds, theme: state.theme, options)
    for row in area.row - top..<min(height, area.endRow - top) where row >= 0 {
      for column in 0..<area.width {
        frame[column: area.column + column, row: top + row] = aside[column: column, row: row]
      }
    }
  }
}
