import Figures
import Screen
import Tokens

/// A byte pair encoding being learned from the text: corpus, pair counts and growing rules side by side.
enum TrainingPane: Pane {
  /// How much of the text is shown cut.
  private static let corpusLimit = 1500

  static func title(_ state: State) -> String {
    guard let training = state.training else { return "Training" }
    let running = state.jobs[.train] != nil && training.wanted > training.shown + 1 ? " · running" : ""
    let end = training.isComplete && training.shown == training.steps.count ? " · complete" : ""
    return "Training · merge \(training.shown)\(running)\(end) · \(training.settings.described)"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let training = state.training else {
      frame.put(
        "counting words …", column: area.column, row: area.row, style: state.theme.style("text.dim"),
        within: area)
      return
    }
    let report = TrainingReport(training.steps, shown: training.shown)
    let start = min(state.view.top, state.document.text.count)
    let text = state.document.text[start..<min(state.document.text.count, start + corpusLimit)]
    let figures: [Figure] = [
      .segments(report.corpus(text, training.settings.splitter)), .table(report.pairs),
      .table(report.rules(limit: area.height)),
    ]
    for (figure, place) in zip(figures, places(area)) {
      FigurePainter.draw(
        figure, into: &frame, place, theme: state.theme, .init(isASCII: state.isASCII, showsBoundaries: true))
    }
  }

  /// Three columns where there is room for them; else the corpus above the two tables.
  private static func places(_ area: Rect) -> [Rect] {
    if area.width >= 96 {
      let (corpus, rest) = area.split(left: area.width * 2 / 5)
      let (pairs, rules) = rest.split(left: rest.width / 2)
      return [narrowed(corpus), narrowed(pairs), rules]
    }
    let (corpus, rest) = area.split(top: area.height / 2)
    let (pairs, rules) = rest.split(left: rest.width / 2)
    return [corpus, narrowed(pairs), rules]
  }

  /// Two columns of air at the right.
  private static func narrowed(_ rect: Rect) -> Rect { rect.split(left: max(0, rect.width - 2)).0 }
}
