import Figures
import Screen

/// What is wrong with the tokenizer, or good to know of it.
enum CheckPane: Pane {
  static func title(_ state: State) -> String {
    guard let checked = state.checked else { return "Check" }
    return checked.hasFaults ? "Check · something is wrong" : "Check · nothing is wrong"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let checked = state.checked else {
      let share = Int((state.jobs[.check] ?? 0) * 100)
      frame.put(
        "checking every entry … \(share) %", column: area.column, row: area.row,
        style: state.theme.style("text.dim"), within: area)
      return
    }
    FigureColumn.draw(
      checked.figures, state, into: &frame, area, scroll: state.scrolls[.check] ?? 0, showsFirstTitle: true)
  }
}
