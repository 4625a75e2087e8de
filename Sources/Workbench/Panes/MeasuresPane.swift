import Figures
import Screen

/// Counts and ratios of the whole text; they follow every key.
enum MeasuresPane: Pane {
  static func title(_ state: State) -> String {
    let census = state.census
    if !census.isComplete { return "Measures · so far" }
    return census.isExact ? "Measures" : "Measures · about"
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    guard let measures = state.measures else {
      frame.put(
        "counting …", column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    let figures = MeasuresReport(
      measures, state.tokenizer.tokenizer.vocabulary, selection: state.selectionCount
    ).figures
    FigureColumn.draw(figures, state, into: &frame, area, scroll: state.scrolls[.measures] ?? 0)
  }
}
