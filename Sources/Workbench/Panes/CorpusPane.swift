import Figures
import Screen

/// What files and folders cost under the compared tokenizers.
enum CorpusPane: Pane {
  static func title(_ state: State) -> String {
    let corpus = state.corpus
    if corpus.number == 0 { return "Corpus" }
    let name = corpus.paths.isEmpty ? "message catalogues" : corpus.paths.joined(separator: ", ")
    if corpus.isComplete { return "Corpus · \(name)" }
    if corpus.isStopped { return "Corpus · \(name) · stopped, partial" }
    return "Corpus · \(name) · \(Int((state.jobs[.corpus] ?? 0) * 100)) %, s stops"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard !state.corpus.figures.isEmpty else {
      let hint =
        state.jobs[.corpus] == nil
        ? "o: name a file or folder; c: what languages cost, from message catalogues" : "counting …"
      frame.put(
        hint, column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    FigureColumn.draw(
      state.corpus.figures, state, into: &frame, area, scroll: state.scrolls[.corpus] ?? 0,
      showsFirstTitle: true)
  }
}
