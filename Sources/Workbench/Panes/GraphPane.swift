import Basics
import Figures
import Screen
import Tokens

/// Tokens joined where they are near: a slider for the threshold, the groups as a list, and the picture.
enum GraphPane: Pane {
  static func title(_ state: State) -> String {
    let of = state.graph.hasPositions ? "tokens of the text" : "entries of the text"
    return "Token graph · \(of) · \(state.graph.similarity.title)"
      + (state.jobs[.graph] != nil && state.graph.found != nil ? " · comparing …" : "")
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    if let note = state.embeddingsNote { return PaneNote.draw(note, state, into: &frame, area) }
    guard let found = state.graph.found else {
      return PaneNote.draw(
        state.currentEntry == nil ? "no token under the cursor" : "comparing …", state, into: &frame, area)
    }
    guard case .success(let graph) = found.result, let cut = state.graph.cut,
      let embeddings = try? found.request.loaded.result.get()
    else {
      if case .failure(let trouble) = found.result {
        PaneNote.draw("\(trouble)", state, into: &frame, area, role: "warning")
      }
      return
    }
    let report = GraphReport(graph, cut, embeddings)
    let (head, rest) = area.split(top: 1)
    drawSlider(graph, report, state, into: &frame, head)
    // Where a picture would be too small to read, the list has all the room.
    guard area.width >= 60, rest.height >= 5 else { return drawList(graph, cut, state, into: &frame, rest) }
    let (list, picture) = rest.split(left: min(40, max(26, area.width / 3)))
    drawList(graph, cut, state, into: &frame, list)
    var room = Rect(
      column: picture.column + 1, row: picture.row, width: picture.width - 1, height: picture.height)
    if let node = state.graph.selected {
      let (above, line) = room.split(top: room.height - 1)
      drawChosen(node, graph, report, state, into: &frame, line)
      room = above
    }
    drawPicture(report, cut, state, into: &frame, room)
  }

  // MARK: - The slider

  /// `cosine ≥ 0.50 ──────●─── 96 tokens · 143 links · 9 groups · 41 alone`.
  private static func drawSlider(
    _ graph: TokenGraph, _ report: GraphReport, _ state: State, into frame: inout Screen.Frame, _ row: Rect
  ) {
    let theme = state.theme
    var x = frame.put(
      "\(report.rule) ", column: row.column, row: row.row, style: theme.style("title"), within: row)
    let counts = report.counts + (graph.unseen.isEmpty ? "" : " · \(graph.unseen.count) never seen")
    let width = min(30, row.endColumn - x - Legible.columns(of: counts) - 3)
    if width >= 5 {
      let bounds = graph.bounds
      let span = max(bounds.upperBound - bounds.lowerBound, .leastNormalMagnitude)
      let share = (state.graphThreshold - bounds.lowerBound) / span
      let knob = min(width - 1, max(0, Int(share * Float(width))))
      let track = Rect(column: x, row: row.row, width: width, height: 1)
      frame.fill(track, state.isASCII ? "-" : "─", style: theme.style("chart.axis"))
      frame.put(
        state.isASCII ? "O" : "●", column: x + knob, row: row.row, style: theme.style("key"), within: row)
      x += width + 1
    }
    frame.put(counts, column: x + 1, row: row.row, style: theme.style("text"), within: row)
  }

  // MARK: - The list

  private enum Row {
    case group(Int)
    case alone
    case node(Int)
  }

  /// Every group with its members; where that is too much, only the members of the group of the chosen node.
  private static func rows(_ cut: GraphCut, chosen: Int?, height: Int) -> [Row] {
    let isWhole = cut.order.count + cut.groups.count + 1 <= height
    let open = chosen.map { cut.groupOfNode[$0] ?? cut.groups.count }
    var rows: [Row] = []
    for index in cut.groups.indices {
      rows.append(.group(index))
      if isWhole || index == open { rows += cut.groups[index].map { .node($0) } }
    }
    if !cut.alone.isEmpty { rows.append(.alone) }
    if isWhole || open == cut.groups.count { rows += cut.alone.map { .node($0) } }
    return rows
  }

  private static func drawList(
    _ graph: TokenGraph, _ cut: GraphCut, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let rows = rows(cut, chosen: state.graph.selected, height: area.height)
    let chosen = rows.firstIndex { if case .node(state.graph.selected) = $0 { true } else { false } }
    let top = max(0, min((chosen ?? 0) - area.height / 2, rows.count - area.height))
    for (index, row) in rows.enumerated().dropFirst(top).prefix(area.height) {
      let line = Rect(column: area.column, row: area.row + index - top, width: area.width, height: 1)
      switch row {
      case .group(let group): drawGroup(group, graph, cut, state, into: &frame, line)
      case .alone:
        let sign = FigurePainter.signs(isASCII: state.isASCII).faint
        drawHead(
          "\(sign) \(cut.alone.count) alone ", cut.alone, graph, state.theme.style("text.dim"), state,
          into: &frame,
          line)
      case .node(let node):
        drawNode(node, graph, cut, isSelected: index == chosen, state, into: &frame, line)
      }
    }
    if top + area.height < rows.count, area.height > 1 {
      frame.put(
        state.isASCII ? "v" : "▾", column: area.endColumn - 1, row: area.endRow - 1,
        style: state.theme.style("title"),
        within: area)
    }
  }

  private static func inkStyle(_ series: Int, _ state: State) -> Style { state.theme.inkStyle(hue: series) }

  /// The series of points that shows a group.
  private static func series(ofGroup group: Int) -> Int { min(group, GraphReport.signedGroups) }

  private static func drawGroup(
    _ group: Int, _ graph: TokenGraph, _ cut: GraphCut, _ state: State, into frame: inout Screen.Frame,
    _ line: Rect
  ) {
    let series = series(ofGroup: group)
    let sign = FigurePainter.sign(ofSeries: series, isASCII: state.isASCII)
    drawHead(
      "\(sign) \(cut.groups[group].count) ", cut.groups[group], graph, inkStyle(series, state).adding(.bold),
      state,
      into: &frame, line)
  }

  /// How many, and the members in a row, for who does not want to go through the list.
  private static func drawHead(
    _ text: String, _ nodes: [Int], _ graph: TokenGraph, _ style: Style, _ state: State,
    into frame: inout Screen.Frame, _ line: Rect
  ) {
    let x = frame.put(text, column: line.column, row: line.row, style: style, within: line)
    let names = nodes.prefix(40).map { state.entryText(graph.nodes[$0].id) }.joined(separator: " ")
    frame.put(
      Fit.shorten(names, to: line.endColumn - x, ascii: state.isASCII), column: x, row: line.row,
      style: state.theme.style("text.dim"), within: line)
  }

  private static func drawNode(
    _ node: Int, _ graph: TokenGraph, _ cut: GraphCut, isSelected: Bool, _ state: State,
    into frame: inout Screen.Frame, _ line: Rect
  ) {
    let base = state.theme.style(isSelected ? "list.selected" : "text")
    if isSelected { frame.fill(line, style: base) }
    let degree = cut.degrees[node]
    let count = degree > 0 ? "\(degree) link\(degree == 1 ? " " : "s")" : ""
    let mark = isSelected ? (state.isASCII ? "  > " : "  ▸ ") : "    "
    let text = Fit.shorten(
      state.entryText(graph.nodes[node].id), to: max(1, line.width - 4 - count.count - 2),
      ascii: state.isASCII)
    frame.put(mark + text, column: line.column, row: line.row, style: base, within: line)
    frame.put(
      count, column: line.endColumn - count.count - 1, row: line.row,
      style: isSelected ? base : state.theme.style("number"), within: line)
  }

  // MARK: - The picture

  /// The chosen node in words: its id, and to what it is joined.
  private static func drawChosen(
    _ node: Int, _ graph: TokenGraph, _ report: GraphReport, _ state: State, into frame: inout Screen.Frame,
    _ line: Rect
  ) {
    guard graph.nodes.indices.contains(node) else { return }
    let chosen = graph.nodes[node]
    let links = report.links(of: node)
    var parts = ["\(state.entryText(chosen.id)) #\(chosen.id)"]
    if chosen.bytes == nil { parts.append("\(chosen.count)×") }
    parts.append("\(links.count) link\(links.count == 1 ? "" : "s")")
    let near = links.prefix(20).map {
      "\(state.entryText(graph.nodes[$0.other].id)) \(Decimals.text($0.score, 2))"
    }
    let text =
      FigurePainter.signs(isASCII: state.isASCII).chosen + " " + parts.joined(separator: " · ")
      + (near.isEmpty ? "" : ": " + near.joined(separator: ", "))
    frame.put(
      Fit.shorten(text, to: line.width), column: line.column, row: line.row,
      style: state.theme.style("text"), within: line)
  }

  private static func drawPicture(
    _ report: GraphReport, _ cut: GraphCut, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let chart = report.chart(chosen: state.graph.selected, hasNames: false, isASCII: state.isASCII)
    let order = GraphReport.series(cut).flatMap { $0 }
    let selected = state.graph.selected.flatMap { order.firstIndex(of: $0) }
    FigurePainter.draw(
      .chart(chart), into: &frame, area, theme: state.theme,
      .plane(selected, state, height: area.height))
  }
}
