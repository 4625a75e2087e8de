import Figures
import Screen

/// All measures of the text: compression, words, entropies, code lengths, with their definitions.
enum MeasuringPane: Pane {
  static func title(_ state: State) -> String {
    if state.jobs[.measure] != nil {
      return "All measures · measuring \(Int((state.jobs[.measure] ?? 0) * 100)) %"
    }
    return state.measuring == nil || state.isMeasuredNow
      ? "All measures" : "All measures · of an earlier text, r measures again"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let measuring = state.measuring else {
      frame.put(
        "measuring …", column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    FigureColumn.draw(
      measuring.figures, state, into: &frame, area, scroll: state.scrolls[.measuring] ?? 0,
      showsFirstTitle: true)
  }
}
