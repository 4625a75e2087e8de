import Basics
import Lenses
import Screen

/// All lenses: search line, list by shelf, and beside it the card of the chosen one.
enum LensBrowserPane: Pane {
  private enum Row {
    case shelf(String)
    case lens(Int, LensCard)
  }

  static func title(_ state: State) -> String {
    let (count, all) = (state.lenses.matches.count, LensCatalog.all.count)
    return "Lenses · " + (count == all ? "\(all)" : "\(count) of \(all)")
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    let (top, rest) = area.split(top: 2)
    drawQuery(state, into: &frame, top)
    let (list, card) = rest.split(left: min(38, max(24, rest.width * 2 / 5)))
    let rows = rows(state)
    let chosen = rows.firstIndex { if case .lens(state.lenses.selected, _) = $0 { true } else { false } } ?? 0
    let first = max(0, min(chosen - list.height / 2, rows.count - list.height))
    for (index, row) in rows.dropFirst(first).prefix(list.height).enumerated() {
      draw(
        row, state, into: &frame,
        Rect(column: list.column, row: list.row + index, width: list.width - 2, height: 1))
    }
    if let lens = state.lenses.chosen {
      drawCard(lens, state, into: &frame, card)
    } else {
      frame.put(
        "no lens matches", column: list.column, row: list.row, style: state.theme.style("text.dim"),
        within: list)
    }
  }

  /// The lenses under the names of their shelves; without those while something is searched.
  private static func rows(_ state: State) -> [Row] {
    let matches = state.lenses.matches
    if !state.lenses.query.isEmpty { return matches.enumerated().map { .lens($0.offset, $0.element) } }
    var rows: [Row] = []
    for (index, card) in matches.enumerated() {
      if index == 0 || matches[index - 1].shelf != card.shelf { rows.append(.shelf(card.shelf.rawValue)) }
      rows.append(.lens(index, card))
    }
    return rows
  }

  /// The lens in a row of the screen.
  static func lens(atRow row: Int, _ state: State, _ area: Rect) -> Int? {
    let rows = rows(state)
    let height = area.height - 2
    let chosen = rows.firstIndex { if case .lens(state.lenses.selected, _) = $0 { true } else { false } } ?? 0
    let index = max(0, min(chosen - height / 2, rows.count - height)) + row - area.row - 2
    guard row >= area.row + 2, rows.indices.contains(index), case .lens(let lens, _) = rows[index] else {
      return nil
    }
    return lens
  }

  private static func drawQuery(_ state: State, into frame: inout Frame, _ area: Rect) {
    let theme = state.theme
    let (query, isTyping) = (state.lenses.query, state.lenses.isTyping && state.focus == .lenses)
    let x = frame.put(
      isTyping ? "search: " : "/ ", column: area.column, row: area.row, style: theme.style("key"),
      within: area)
    let hint = query.isEmpty ? "title, question, source or number" : query
    let end = frame.put(
      hint, column: x, row: area.row, style: theme.style(query.isEmpty ? "text.dim" : "prompt"), within: area)
    if isTyping && state.overlays.isEmpty {
      frame.cursor = (min(query.isEmpty ? x : end, area.endColumn - 1), area.row)
    }
  }

  private static func draw(_ row: Row, _ state: State, into frame: inout Frame, _ line: Rect) {
    let theme = state.theme
    switch row {
    case .shelf(let name):
      frame.put(name, column: line.column, row: line.row, style: theme.style("list.header"), within: line)
    case .lens(let index, let card):
      let isSelected = index == state.lenses.selected
      let style = theme.style(isSelected ? "list.selected" : "text")
      if isSelected { frame.fill(line, style: style) }
      let mark = isSelected ? (state.isASCII ? "> " : "▸ ") : "  "
      let x = frame.put(
        mark + card.number + " ", column: line.column, row: line.row,
        style: isSelected ? style : theme.style("number"), within: line)
      frame.put(
        Fit.shorten(card.title, to: line.endColumn - x), column: x, row: line.row, style: style, within: line)
    }
  }

  private static func drawCard(_ card: LensCard, _ state: State, into frame: inout Frame, _ area: Rect) {
    let theme = state.theme
    var row = area.row
    func put(_ text: String, _ role: String, indent: Int = 0) {
      for line in Fit.wrap(text, to: max(8, area.width - indent)) where row < area.endRow {
        frame.put(line, column: area.column + indent, row: row, style: theme.style(role), within: area)
        row += 1
      }
    }
    put(card.title, "title")
    put(card.question, "text")
    row += 1
    put("Needs " + card.needs.words + ".", "text")
    row += 1
    put(card.source, "note")
    row += 1
    put("Knobs", "list.header")
    let width = min(14, (card.knobs.map { Legible.columns(of: $0.title) }.max() ?? 0) + 2)
    for knob in card.knobs where row < area.endRow {
      frame.put(knob.title, column: area.column, row: row, style: theme.style("key"), within: area)
      put(knob.help, "text.dim", indent: width)
    }
  }
}
