import Basics
import Figures
import Screen
import Tokens

/// Entries as points on a plane: near points have vectors that are alike.
enum ProjectionPane: Pane {
  static func title(_ state: State) -> String {
    let view = state.projection
    let count = view.points.map { "\($0.ids.count) " } ?? ""
    return "Projection · \(view.method.rawValue) · \(count)\(view.choice.rawValue)"
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    if let note = state.embeddingsNote { return PaneNote.draw(note, state, into: &frame, area) }
    guard let found = state.projection.found else {
      return PaneNote.draw(waiting(state), state, into: &frame, area)
    }
    let (head, rest) = area.split(top: 1)
    switch found.result {
    case .failure(let trouble): PaneNote.draw("\(trouble)", state, into: &frame, area, role: "warning")
    case .success(let points):
      frame.put(
        Fit.shorten(facts(points, state), to: head.width, ascii: state.isASCII), column: head.column,
        row: head.row,
        style: state.theme.style("note"), within: head)
      drawChart(points, state, into: &frame, rest)
    }
  }

  private static func waiting(_ state: State) -> String {
    switch state.projection.choice {
    case .frequent: state.census.isComplete ? "laying out …" : "counting the text first …"
    case .around, .neighbours:
      state.currentEntry == nil ? "no token under the cursor" : "laying out …"
    }
  }

  /// What the picture is, in one line.
  private static func facts(_ points: ProjectedPoints, _ state: State) -> String {
    var parts: [String] = []
    switch points.method {
    case .components:
      let shares = points.shares.map { Decimals.text($0 * 100, 1) }
      let sum = Decimals.text(points.shares.reduce(0, +) * 100, 1)
      parts.append("the plane holds \(sum) % of the variance (\(shares.joined(separator: " + ")))")
    case .neighbours:
      if points.isComplete {
        parts.append("\(points.steps) steps")
      } else {
        let isGoing =
          state.jobs[.projection] != nil && state.projection.found?.request == state.projection.asked
        parts.append("\(isGoing ? "step" : "stopped at step") \(points.step) of \(points.steps)")
      }
      if let left = points.divergence { parts.append("KL \(Decimals.text(left, 3)) nats") }
      if let perplexity = points.perplexity { parts.append("perplexity \(Decimals.text(perplexity, 0))") }
      parts.append("seed \(state.projection.seed)")
      if points.isComplete { parts.append("far distances mean nothing") }
    }
    if !points.unseen.isEmpty { parts.append("\(points.unseen.count) never seen left out") }
    if state.projection.plane.zoom > 1 { parts.append("×\(Decimals.text(state.projection.plane.zoom, 1))") }
    if state.projection.found?.request != state.projection.asked { parts.append("…") }
    return parts.joined(separator: " · ")
  }

  private static func drawChart(
    _ points: ProjectedPoints, _ state: State, into frame: inout Frame, _ area: Rect
  ) {
    let vocabulary = state.tokenizer.tokenizer.vocabulary
    let figures = ProjectionFigures(points, vocabulary)
    let marked = marked(points, state)
    let special = marked.reduce(into: Set<TokenID>()) { $0.formUnion($1.ids) }
    let chart = figures.chart(
      name: state.projection.choice == .neighbours ? "neighbours" : "entries", marked: marked,
      plane: state.projection.plane, isASCII: state.isASCII)
    let order =
      figures.order { !special.contains($0) }
      + marked.flatMap { group in figures.order { group.ids.contains($0) } }
    let selected = state.projection.selectedIndex.flatMap { order.firstIndex(of: $0) }
    FigurePainter.draw(
      .chart(chart), into: &frame, area, theme: state.theme,
      .init(
        selected: selected, isASCII: state.isASCII, showsTitle: false, height: area.height,
        hasColor: state.colorMode != .none))
  }

  /// The entry under the caret, and those that hold what is searched for.
  private static func marked(_ points: ProjectedPoints, _ state: State) -> [(name: String, ids: Set<TokenID>)]
  {
    var groups: [(name: String, ids: Set<TokenID>)] = []
    if let id = state.currentEntry, points.ids.contains(id) {
      groups.append(("under the cursor: \(state.entryText(id))", [id]))
    }
    let search = state.projection.search
    if !search.isEmpty {
      let ids = Set(points.ids.filter { state.holds($0, search) && groups.first?.ids.contains($0) != true })
      groups.append(("holding “\(search)” (\(ids.count))", ids))
    }
    return groups
  }
}
