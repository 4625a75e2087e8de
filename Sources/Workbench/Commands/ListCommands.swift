/// Moving in panes that show lists and figures.
enum ListCommands {
  static let all = [
    step("list.up", "Up", ["up", "k"], -1), step("list.down", "Down", ["down", "j"], 1),
    step("list.pageUp", "Page up", ["pageup"], -10), step("list.pageDown", "Page down", ["pagedown"], 10),
    step("list.home", "First", ["home"], -1 << 30), step("list.end", "Last", ["end"], 1 << 30),
    Command("list.leave", "Back to the text", keys: ["esc"], in: .list, .moving, hint: "back") { state, _ in
      state.layout.focus(PaneKind.text.rawValue)
      return state.reinspect()
    },
  ]

  private static func step(_ id: String, _ title: String, _ keys: [String], _ rows: Int) -> Command {
    Command(id, "List: \(title.lowercased())", keys: keys, in: .list, .moving) { state, _ in
      state.scrollList(rows: rows)
    }
  }
}

extension State {
  /// Moves the selection of the vocabulary, or scrolls another pane.
  mutating func scrollList(rows: Int, in pane: PaneKind? = nil) -> [Effect] {
    let pane = pane ?? focus
    if pane == .vocabularies {
      let last = (vocabularies.found?.indexes.count ?? 0) - 1
      vocabularies.selected = max(0, min(vocabularies.selected + rows, last))
      return []
    }
    if pane == .lens { return chooseItem(by: rows) }
    if pane == .similarity { return moveCross(rows: rows, columns: 0) }
    if pane == .neighbours { return chooseNeighbour(by: rows) }
    if pane == .projection { return choosePoint(dx: 0, dy: rows > 0 ? -1 : 1) }
    if pane == .graph { return chooseNode(by: rows) }
    if pane == .tensors { return scrollTensors(rows: rows) }
    if pane == .tokenGrid { return moveCell(rows: rows, columns: 0) }
    if pane == .lenses {
      lenses.selected = max(0, min(lenses.selected + rows, lenses.matches.count - 1))
      return []
    }
    guard pane == .vocabulary else {
      scrolls[pane] = max(0, min((scrolls[pane] ?? 0) + rows, 1 << 20))
      return []
    }
    let last = (vocabulary.ids?.count ?? 0) - 1
    vocabulary.selected = max(0, min(vocabulary.selected + rows, last))
    return reinspect()
  }
}
