import Basics
import Figures
import Screen
import Tokens

/// Entries as points on a plane: near points have vectors that are alike.
enum ProjectionPane: Pane {
  static func title(_ state: State) -> String {
    let view = state.projection
    let count = view.points.map { "\($0.ids.count) " } ?? ""
    let what = view.sent?.embeddings?.notes.first ?? view.choice.rawValue
    return "Projection · \(view.method.title) · \(count)\(what)"
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    if state.projection.sent == nil, let note = state.embeddingsNote {
      return PaneNote.draw(note, state, into: &frame, area)
    }
    guard let found = state.projection.found else {
      return PaneNote.draw(waiting(state), state, into: &frame, area)
    }
    let (head, rest) = area.split(top: 1)
    switch found.result {
    case .failure(let trouble): PaneNote.draw("\(trouble)", state, into: &frame, area, role: "warning")
    case .success(let points):
      frame.put(
        Fit.shorten(facts(points, state), to: head.width), column: head.column,
        row: head.row,
        style: state.theme.style("note"), within: head)
      var room = rest
      if let index = state.projection.selectedIndex, rest.height > 4 {
        let (above, line) = rest.split(top: rest.height - 1)
        drawChosen(index, points, state, into: &frame, line)
        room = above
      }
      drawChart(points, state, into: &frame, room)
    }
  }

  private static func waiting(_ state: State) -> String {
    if state.projection.sent != nil { return "laying out …" }
    return switch state.projection.choice {
    case .frequent: state.census.isComplete ? "laying out …" : "counting the text first …"
    case .around, .neighbours:
      state.currentEntry == nil ? "no token under the cursor" : "laying out …"
    }
  }

  /// What the picture is, in one line.
  private static func facts(_ points: ProjectedPoints, _ state: State) -> String {
    var parts: [String] = []
    switch points.method {
    case .pca:
      let shares = (points.shares + [0]).prefix(2).map { Decimals.text($0 * 100, 1) }
      let sum = Decimals.text(points.shares.reduce(0, +) * 100, 1)
      let (right, up) = state.isASCII ? ("across", "up") : ("→", "↑")
      parts.append("the plane holds \(sum) % of the variance: \(right) \(shares[0]), \(up) \(shares[1])")
    case .tsne:
      if points.isComplete {
        parts.append("done")
      } else {
        let isGoing =
          state.jobs[.projection] != nil && state.projection.found?.request == state.projection.asked
        parts.append("\(isGoing ? "step" : "stopped at step") \(points.step) of \(points.steps)")
      }
      if let left = points.divergence { parts.append("KL \(Decimals.text(left, 3)) nats") }
      if let perplexity = points.perplexity { parts.append("perplexity \(Decimals.text(perplexity, 0))") }
      parts.append("seed \(state.projection.seed)")
      if points.isComplete { parts.append("only nearness means something") }
    }
    if !points.unseen.isEmpty { parts.append("\(points.unseen.count) never seen left out") }
    if state.projection.plane.zoom > 1 { parts.append("×\(Decimals.text(state.projection.plane.zoom, 1))") }
    if state.projection.found?.request != state.projection.asked { parts.append("…") }
    return parts.joined(separator: " · ")
  }

  private static func drawChart(
    _ points: ProjectedPoints, _ state: State, into frame: inout Frame, _ area: Rect
  ) {
    let vocabulary = (state.projection.found?.request.loaded.request.tokenizer ?? state.tokenizer).tokenizer
      .vocabulary
    let figures = ProjectionFigures(points, vocabulary)
    let marked = marked(points, state)
    let special = marked.reduce(into: Set<TokenID>()) { $0.formUnion($1.ids) }
    var chart = figures.chart(
      name: state.projection.sent != nil
        ? "others" : state.projection.choice == .neighbours ? "neighbours" : "entries", marked: marked,
      plane: state.projection.plane, isASCII: state.isASCII)
    // The line above tells of the axes; where rows are dear, points need them more.
    if area.height < 16 { (chart.x.title, chart.y.title) = ("", "") }
    let order =
      figures.order { !special.contains($0) }
      + marked.flatMap { group in figures.order { group.ids.contains($0) } }
    let selected = state.projection.selectedIndex.flatMap { order.firstIndex(of: $0) }
    FigurePainter.draw(
      .chart(chart), into: &frame, area, theme: state.theme,
      .plane(selected, state, height: area.height))
  }

  /// The chosen point in words.
  private static func drawChosen(
    _ index: Int, _ points: ProjectedPoints, _ state: State, into frame: inout Frame, _ line: Rect
  ) {
    let (id, place) = (points.ids[index], points.places[index])
    var parts = ["\(state.entryText(id, in: state.projection.found?.request.loaded)) #\(id)"]
    if state.projection.sent == nil, state.census.isComplete {
      parts.append("\(state.census.occurrences(of: id))× in the text")
    }
    // Places of t-SNE are in no unit.
    if points.method == .pca {
      parts.append("at \(Decimals.text(place.x, 3)), \(Decimals.text(place.y, 3))")
    }
    let near = points.places.indices.filter { $0 != index }.map { other in
      let (dx, dy) = (points.places[other].x - place.x, points.places[other].y - place.y)
      return (id: points.ids[other], gap: dx * dx + dy * dy)
    }
    let names = near.sorted { $0.gap < $1.gap }.prefix(8).map {
      state.entryText($0.id, in: state.projection.found?.request.loaded)
    }
    parts.append("near on the plane: \(names.joined(separator: ", "))")
    let text = FigurePainter.signs(isASCII: state.isASCII).chosen + " " + parts.joined(separator: " · ")
    frame.put(
      Fit.shorten(text, to: line.width), column: line.column, row: line.row,
      style: state.theme.style("text"), within: line)
  }

  /// The entry under the caret, and those that hold what is searched for.
  private static func marked(_ points: ProjectedPoints, _ state: State) -> [(name: String, ids: Set<TokenID>)]
  {
    var groups: [(name: String, ids: Set<TokenID>)] = []
    if let sent = state.projection.sent {
      return sent.groups.map { ($0.name, $0.ids.intersection(points.ids)) }
    }
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
