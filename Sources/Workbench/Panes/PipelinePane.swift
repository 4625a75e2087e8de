import Figures
import Screen
import Tokens

/// What each stage makes of the text, with the token under the cursor marked in all of them.
enum PipelinePane: Pane {
  static func title(_ state: State) -> String {
    guard let explained = state.explained, explained.window.count < state.document.text.count else {
      return "Pipeline"
    }
    return "Pipeline · bytes \(explained.window.lowerBound)–\(explained.window.upperBound)"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let explained = state.explained else {
      frame.put(
        state.tokenizer.number == 0 ? "loading …" : "no text yet: type something", column: area.column,
        row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    let report = PipelineReport(explained.explanation, of: explained.text, state.tokenizer.tokenizer)
    let stages = report.stages(reach: max(16, area.width * 3 / 4))
    FigureColumn.draw(
      stages.map(\.figure) + [.note(report.roundTrip)], state, into: &frame, area,
      scroll: state.scrolls[.pipeline] ?? 0, showsFirstTitle: true, highlights: stages.map(\.highlight))
  }
}
