import Figures
import Screen
import Tokens

/// Why the model cuts the piece under the cursor as it does, one step at a time.
enum WhyPane: Pane {
  static func title(_ state: State) -> String {
    guard let piece = state.explained?.explanation.piece else { return "Why" }
    return "Why · \(WhyReport(piece, state.tokenizer.tokenizer).stepName(state.whyStep))"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let piece = state.explained?.explanation.piece else {
      frame.put(
        state.explained == nil ? "loading …" : "nothing to explain: this token comes from no model",
        column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    let figures = WhyReport(piece, state.tokenizer.tokenizer).figures(step: state.whyStep)
    FigureColumn.draw(figures, state, into: &frame, area, scroll: state.scrolls[.why] ?? 0)
  }
}
