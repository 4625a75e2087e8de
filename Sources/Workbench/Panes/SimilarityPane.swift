import Basics
import Figures
import Screen
import Sketches

/// The heatmap of similarities: what can be turned, the cells, and the chosen pair in words.
enum SimilarityPane: Pane {
  static func title(_ state: State) -> String {
    var parts = ["Similarity"]
    if let shown = state.similarity.shown {
      let cross = state.isASCII ? "x" : "×"
      parts.append("\(shown.heatmap.title) · \(shown.rows.count) \(cross) \(shown.columns.count)")
    }
    if let share = state.jobs[.similarity] {
      parts.append(share > 0 ? "comparing \(Int(share * 100)) %" : "comparing …")
    }
    return parts.joined(separator: " · ")
  }

  /// Settings above, the cells, and the chosen pair below where there is room for it.
  static func areas(_ area: Rect) -> (settings: Rect, map: Rect, pair: Rect) {
    let (settings, rest) = area.split(top: area.height < 4 ? 0 : area.width < 64 && area.height > 12 ? 2 : 1)
    let (map, pair) = rest.split(top: rest.height - (rest.height > 8 ? 2 : rest.height > 5 ? 1 : 0))
    return (settings, map, pair)
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let (settings, map, pair) = areas(area)
    drawSettings(state, into: &frame, settings)
    guard let shown = state.similarity.shown else {
      return drawMissing(
        state, into: &frame,
        Rect(column: map.column, row: map.row, width: map.width, height: map.height + pair.height))
    }
    let figure = Figure.heatmap(shown.heatmap)
    let room = HeatmapRoom(
      width: map.width, height: map.height, isASCII: state.isASCII, hasColor: state.colorMode != .none)
    // The pane may have another size than when the cursor was moved.
    let viewport = state.similarity.viewport.following(shown.heatmap, in: room)
    let options = FigurePainter.Options(
      isASCII: state.isASCII, showsTitle: false, height: map.height, hasColor: state.colorMode != .none,
      viewport: viewport)
    FigurePainter.draw(figure, into: &frame, map, theme: state.theme, options)
    drawNotes(state, shown, options, into: &frame, map)
    SimilarityPair(state, shown).draw(into: &frame, pair)
  }

  /// Why there is nothing, and what helps.
  private static func drawMissing(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let trouble = state.similarity.trouble
    let isWaiting =
      state.jobs[.similarity] != nil || state.jobs[.embeddings] != nil || state.tokenizer.number == 0
    let text = isWaiting ? "comparing …" : trouble ?? "nothing to compare yet"
    let lines = Fit.wrap(text, to: max(1, area.width)) + (isWaiting ? [] : [""] + remedies(state))
    for (index, line) in lines.enumerated() where index < area.height {
      let isTrouble = !isWaiting && trouble != nil && index < lines.count - remedies(state).count
      frame.put(
        line, column: area.column, row: area.row + index,
        style: state.theme.style(isTrouble ? "warning" : "text.dim"), within: area)
    }
  }

  private static func remedies(_ state: State) -> [String] {
    [
      "o  names or chooses a file of tensors: hidden states, attention, embeddings",
      "s  changes what is compared: the text, an earlier text (kept by P), tensors",
      "f  names a file with the embeddings of this tokenizer",
    ]
  }

  /// What the numbers mean, below a heatmap that leaves room.
  private static func drawNotes(
    _ state: State, _ shown: SimilarityPicture, _ options: FigurePainter.Options,
    into frame: inout Screen.Frame, _ map: Rect
  ) {
    let used = FigurePainter.height(of: .heatmap(shown.heatmap), width: map.width, options).total + 1
    let rest = map.split(top: min(used, map.height)).rest
    let lines = shown.heatmap.footnotes.flatMap { Fit.wrap($0, to: max(1, rest.width)) }
    for (index, line) in lines.enumerated() where index < rest.height {
      frame.put(
        Fit.shorten(line, to: rest.width, ascii: state.isASCII), column: rest.column, row: rest.row + index,
        style: state.theme.style("note"), within: rest)
    }
  }

  // MARK: - Settings

  /// Keys, and what each turns.
  private static func drawSettings(_ state: State, into frame: inout Screen.Frame, _ rows: Rect) {
    var (x, y) = (rows.column, rows.row)
    for (key, value) in settings(state) {
      let width = Legible.columns(of: key) + 1 + Legible.columns(of: value)
      if x > rows.column, x + width > rows.endColumn { (x, y) = (rows.column, y + 1) }
      guard y < rows.endRow else { break }
      x = frame.put(key + " ", column: x, row: y, style: state.theme.style("key"), within: rows)
      x = frame.put(value, column: x, row: y, style: state.theme.style("text"), within: rows) + 2
    }
  }

  private static func settings(_ state: State) -> [(String, String)] {
    let view = state.similarity
    let shown = view.shown
    var all: [(String, String)] = []
    switch view.source {
    case .text: all.append(("s", "text"))
    case .earlier: all.append(("s", "text and earlier text"))
    case .tensors:
      all.append(("s", "tensors"))
      all.append(("o", name(shown?.request.first ?? view.first, shown?.heatmap.rowTitle)))
      if shown?.measure != .values { all.append(("w", view.second.map { name($0, nil) } ?? "itself")) }
    }
    all += [("m", view.measure.unit), ("a", "by \(view.order.rawValue)")]
    if let layer = shown?.layer, layer.count > 1, view.measure != .alignment {
      all.append(("[ ]", "layer \(layer.index) of 0–\(layer.count - 1)".ascii(state.isASCII)))
    }
    if let head = shown?.head, head.count > 1 {
      all.append(("{ }", "head \(head.index) of 0–\(head.count - 1)".ascii(state.isASCII)))
    }
    all.append((", .", threshold(state)))
    return all
  }

  private static func name(_ tensor: TensorName?, _ known: String?) -> String {
    Fit.shorten(Legible.string(of: tensor?.name ?? known ?? "choose"), to: 20)
  }

  private static func threshold(_ state: State) -> String {
    guard let shown = state.similarity.shown, let threshold = state.similarity.threshold,
      let share = shown.shareShown
    else { return "threshold: none" }
    let least = Decimals.text(Double(threshold), shown.heatmap.decimals)
    return "threshold \(least): \(Decimals.text(share * 100, 1)) %"
  }
}

extension String {
  /// Without characters that a plain terminal lacks.
  fileprivate func ascii(_ isASCII: Bool) -> String { isASCII ? replacing("–", with: "-") : self }
}

/// The chosen pair in words: the number, and of both what they are.
struct SimilarityPair {
  private let state: State
  private let shown: SimilarityPicture

  init(_ state: State, _ shown: SimilarityPicture) {
    self.state = state
    self.shown = shown
  }

  func draw(into frame: inout Screen.Frame, _ area: Rect) {
    guard !area.isEmpty, let cross = state.similarity.viewport.cross,
      shown.rows.indices.contains(state.similarity.cursor.row),
      shown.columns.indices.contains(state.similarity.cursor.column)
    else { return }
    let value = Double(shown.heatmap[cross.row, cross.column])
    let number = value.isNaN ? "no number" : "\(Decimals.text(value, 3)) \(shown.measure.unit)"
    let width = max(Legible.columns(of: number), Legible.columns(of: place(cross))) + 2
    let rows = [
      (number, shown.rows[state.similarity.cursor.row], "row", state.similarity.cursor.row),
      (place(cross), shown.columns[state.similarity.cursor.column], "col", state.similarity.cursor.column),
    ]
    for (index, (left, thing, side, position)) in rows.enumerated() where index < area.height {
      let y = area.row + index
      let theme = state.theme
      frame.put(left, column: area.column, row: y, style: theme.style("number"), within: area)
      var x = frame.put(
        side + " ", column: area.column + width, row: y, style: theme.style("key"), within: area)
      for item in thing.item.label.shown(to: 24, ascii: state.isASCII) {
        x = frame.put(item, column: x, row: y, style: theme.style("token.current"), within: area)
      }
      frame.put(
        "  " + facts(thing, position), column: x, row: y, style: theme.style("text.dim"), within: area)
    }
  }

  /// How many cells of the row are larger.
  private func place(_ cross: Cross) -> String {
    let columns = shown.heatmap.columnLabels.count
    let value = shown.heatmap[cross.row, cross.column]
    guard !value.isNaN, columns > 1 else { return "" }
    // What differs by rounding alone is in the same place.
    let margin = Float(shown.heatmap.high - shown.heatmap.low) * 1e-6
    let larger = (0..<columns).count { shown.heatmap[cross.row, $0] > value + margin }
    return "\(larger + 1)\(Self.ending(larger + 1)) of its row"
  }

  private typealias Cross = HeatmapViewport.Cross

  private static func ending(_ number: Int) -> String {
    if (11...13).contains(number % 100) { return "th" }
    return switch number % 10 {
    case 1: "st"
    case 2: "nd"
    case 3: "rd"
    default: "th"
    }
  }

  private func facts(_ thing: SimilarityPicture.Thing, _ position: Int) -> String {
    let dash = state.isASCII ? "-" : "–"
    let dot = state.isASCII ? ", " : " · "
    var facts = ["\(thing.item.id == nil ? "place" : "token") \(position)"]
    if let id = thing.item.id { facts.append("id \(id)") }
    if let bytes = thing.item.bytes {
      facts.append("bytes \(bytes.lowerBound)\(dash)\(bytes.upperBound)")
    }
    facts.append("length \(Decimals.text(Double(thing.norm), 2))")
    return facts.joined(separator: dot)
  }
}
