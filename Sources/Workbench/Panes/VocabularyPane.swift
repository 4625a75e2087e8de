import Basics
import Screen
import Tokens

/// All entries of the tokenizer: search line, list, selection.
enum VocabularyPane: Pane {
  /// Rows above the list, border included.
  static let headRows = 3

  static func title(_ state: State) -> String {
    let count = state.tokenizer.tokenizer.vocabulary.count
    let found =
      state.vocabulary.ids.map { $0.count == count ? "\(count) entries" : "\($0.count) of \(count)" }
      ?? "\(count) entries"
    return "Vocabulary · \(found) by \(state.vocabulary.sort.rawValue)"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    drawQuery(state, into: &frame, area)
    let list = Rect(column: area.column, row: area.row + 2, width: area.width, height: area.height - 2)
    let header =
      Fit.pad("id", to: 8, right: true) + "  " + Fit.pad("rank", to: 8, right: true) + "  " + "text"
    frame.put(
      header, column: area.column, row: area.row + 1, style: state.theme.style("list.header"), within: area)
    guard let ids = state.vocabulary.ids else {
      frame.put(
        "searching …", column: list.column, row: list.row, style: state.theme.style("text.dim"), within: list)
      return
    }
    if ids.isEmpty {
      frame.put(
        "no entry matches", column: list.column, row: list.row, style: state.theme.style("text.dim"),
        within: list)
    }
    let top = firstRow(state, height: list.height)
    for (index, id) in ids.dropFirst(top).prefix(list.height).enumerated() {
      drawEntry(
        id, isSelected: top + index == state.vocabulary.selected, state, into: &frame, list,
        row: list.row + index)
    }
  }

  /// The first entry shown, such that the selected one is on the screen.
  static func firstRow(_ state: State, height: Int) -> Int {
    let selected = state.vocabulary.selected
    return max(0, min(max(state.vocabulary.top, selected - height + 1), selected))
  }

  private static func drawQuery(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let theme = state.theme
    let isTyping = state.vocabulary.isTyping && state.focus == .vocabulary
    let x = frame.put(
      isTyping ? "search: " : "/ ", column: area.column, row: area.row, style: theme.style("key"),
      within: area)
    let query = state.vocabulary.query
    let hint = query.isEmpty ? "text, /regex/, 0xe4b8, #id" : query
    let end = frame.put(
      hint, column: x, row: area.row, style: theme.style(query.isEmpty ? "text.dim" : "prompt"), within: area)
    if isTyping && state.overlays.isEmpty {
      frame.cursor = (min(query.isEmpty ? x : end, area.endColumn - 1), area.row)
    }
  }

  private static func drawEntry(
    _ id: TokenID, isSelected: Bool, _ state: State, into frame: inout Screen.Frame, _ list: Rect, row: Int
  ) {
    let theme = state.theme
    let vocabulary = state.tokenizer.tokenizer.vocabulary
    let base = theme.style(isSelected ? "list.selected" : "text")
    let line = Rect(column: list.column, row: row, width: list.width, height: 1)
    if isSelected { frame.fill(line, style: base) }
    let mark = isSelected ? (state.isASCII ? ">" : "▸") : " "
    let number = isSelected ? base : theme.style("number")
    var x = frame.put(
      mark + Fit.pad(String(id), to: 7, right: true) + "  ", column: list.column, row: row, style: number,
      within: line)
    let rank = isSelected ? base : theme.style("rank")
    x = frame.put(
      Fit.pad(weight(vocabulary.weight(of: id)), to: 8, right: true) + "  ", column: x, row: row, style: rank,
      within: line)
    let kind = vocabulary.kind(of: id)
    let isSpecial = kind == .special || kind == .added || kind == .control
    let style =
      isSelected
      ? base
      : isSpecial
        ? theme.style("token.special")
        : theme.tokenStyle(hue: TokenHues([Token(id: id, start: 0, end: 0)])[0])
    let bytes = vocabulary.bytes(of: id) ?? []
    for item in Legible.items(of: bytes, Legible.Options(isASCII: state.isASCII, showsSpaces: true)) {
      x = frame.put(
        item, column: x, row: row,
        style: item.kind.isEscaped && !isSelected ? theme.style("odd", over: style) : style, within: line)
    }
    if kind != .normal {
      frame.put(
        "  " + kind.rawValue, column: x, row: row, style: isSelected ? base : theme.style("text.dim"),
        within: line)
    }
  }

  private static func weight(_ weight: EntryWeight?) -> String {
    switch weight {
    case .rank(let rank): String(rank)
    case .score(let score): String((score * 1000).rounded() / 1000)
    case nil: "–"
    }
  }
}
