import Basics
import Screen

/// Draws what lies over the panes.
enum OverlayPainter {
  static func draw(_ overlay: Overlay, _ state: State, into frame: inout Frame) {
    switch overlay {
    case .chooser(let chooser): draw(chooser, state, into: &frame)
    case .prompt(let prompt): draw(prompt, state, into: &frame)
    case .confirm(let confirm): draw(confirm, state, into: &frame)
    case .help(let top): drawHelp(top, state, into: &frame)
    }
  }

  /// Where a chooser stands: in the middle, as wide as is good to read.
  static func chooserBox(_ state: State) -> Rect {
    let width = min(state.size.columns - 2, 92)
    let height = min(state.chooserRows + 4, state.size.rows)
    return Rect(
      column: (state.size.columns - width) / 2, row: max(0, (state.size.rows - height) / 3), width: width,
      height: height)
  }

  /// The first item on the screen.
  static func firstRow(_ chooser: Chooser, _ count: Int, _ state: State) -> Int {
    max(0, min(chooser.selected - state.chooserRows / 2, count - state.chooserRows))
  }

  private static func open(_ box: Rect, _ title: String, _ state: State, into frame: inout Frame) -> Rect {
    frame.fill(box, style: state.theme.style("help"))
    frame.box(box, title: title, focused: true, theme: state.theme, ascii: state.isASCII)
    return box.inset(by: 1)
  }

  private static func draw(_ chooser: Chooser, _ state: State, into frame: inout Frame) {
    let theme = state.theme
    let inner = open(chooserBox(state), chooser.title, state, into: &frame)
    let x = frame.put(
      "> ", column: inner.column, row: inner.row, style: theme.style("key", over: theme.style("help")),
      within: inner)
    drawInput(chooser.input, at: x, inner.row, state, into: &frame, inner)
    let items = chooser.items(in: state)
    if items.isEmpty {
      let says =
        [.tokenizers, .others].contains(chooser.purpose) && state.shelf == nil
        ? "looking on this machine …" : "nothing matches"
      frame.put(
        says, column: inner.column + 2, row: inner.row + 1, style: theme.style("text.dim"), within: inner)
    }
    let first = firstRow(chooser, items.count, state)
    for (index, item) in items.dropFirst(first).prefix(state.chooserRows).enumerated() {
      draw(
        item, isSelected: first + index == chooser.selected, state, into: &frame, inner,
        row: inner.row + 1 + index)
    }
    let hint = "type to narrow · Enter chooses · Esc closes · \(items.count) rows"
    frame.put(
      Fit.shorten(hint, to: inner.width), column: inner.column, row: inner.endRow - 1,
      style: theme.style("text.dim"), within: inner)
  }

  private static func draw(
    _ item: Chooser.Item, isSelected: Bool, _ state: State, into frame: inout Frame, _ inner: Rect, row: Int
  ) {
    guard row < inner.endRow - 1 else { return }
    let theme = state.theme
    let line = Rect(column: inner.column, row: row, width: inner.width, height: 1)
    let base = theme.style(isSelected ? "list.selected" : item.unavailable != nil ? "key.disabled" : "help")
    let dim = isSelected ? base : theme.style("text.dim")
    if isSelected { frame.fill(line, style: base) }
    let mark = isSelected ? (state.isASCII ? "> " : "▸ ") : "  "
    let x = frame.put(mark + item.title, column: inner.column, row: row, style: base, within: line)
    let right = item.keys.isEmpty ? "" : " \(item.keys)"
    let rightColumn = inner.endColumn - Legible.columns(of: right)
    let room = Rect(column: x, row: row, width: max(0, rightColumn - x), height: 1)
    let detail = item.unavailable.map { "(\($0))" } ?? item.detail
    frame.put("  " + Fit.shorten(detail, to: room.width - 2), column: x, row: row, style: dim, within: room)
    frame.put(
      right, column: rightColumn, row: row, style: isSelected ? base : theme.style("key", over: base),
      within: line)
  }

  private static func draw(_ prompt: Prompt, _ state: State, into frame: inout Frame) {
    let y = state.size.rows - 2
    let row = Rect(column: 0, row: y, width: state.size.columns, height: 1)
    frame.fill(row, style: state.theme.style("prompt"))
    let x = frame.put(" \(prompt.label): ", column: 0, row: y, style: state.theme.style("key"), within: row)
    drawInput(prompt.input, at: x, y, state, into: &frame, row)
    let keys = Rect(column: 0, row: y + 1, width: row.width, height: 1)
    frame.fill(keys, style: state.theme.style("text"))
    frame.put(
      " Enter does it · Esc goes back", column: 0, row: y + 1, style: state.theme.style("text.dim"),
      within: keys)
  }

  /// A line being typed, scrolled so that its cursor is seen.
  private static func drawInput(
    _ input: LineInput, at column: Int, _ y: Int, _ state: State, into frame: inout Frame, _ clip: Rect
  ) {
    let before = String(input.characters[..<input.cursor])
    let overflow = max(0, column + Legible.columns(of: before) - clip.endColumn + 2)
    let shown = String(input.characters.dropFirst(min(overflow, input.cursor)))
    frame.put(shown, column: column, row: y, style: state.theme.style("prompt"), within: clip)
    let visibleBefore = String(input.characters[min(overflow, input.cursor)..<input.cursor])
    frame.cursor = (min(column + Legible.columns(of: visibleBefore), clip.endColumn - 1), y)
  }

  private static func draw(_ confirm: Confirm, _ state: State, into frame: inout Frame) {
    let width = min(state.size.columns - 2, 72)
    let lines = Fit.wrap(confirm.question, to: max(1, width - 4))
    let height = lines.count + confirm.choices.count + 4
    let box = Rect(
      column: (state.size.columns - width) / 2, row: max(0, (state.size.rows - height) / 2), width: width,
      height: min(height, state.size.rows))
    let inner = open(box, "Please choose", state, into: &frame)
    for (index, line) in lines.enumerated() {
      frame.put(
        line, column: inner.column + 1, row: inner.row + index, style: state.theme.style("help"),
        within: inner)
    }
    let rows = confirm.choices.map { (String($0.key), $0.label) } + [("Esc", "go back")]
    for (index, row) in rows.enumerated() {
      let y = inner.row + lines.count + 1 + index
      let x = frame.put(
        Fit.pad(row.0, to: 4, right: true), column: inner.column, row: y,
        style: state.theme.style("key", over: state.theme.style("help")), within: inner)
      frame.put("  " + row.1, column: x, row: y, style: state.theme.style("help"), within: inner)
    }
  }

  private static func drawHelp(_ top: Int, _ state: State, into frame: inout Frame) {
    let theme = state.theme
    let width = min(state.size.columns, 100)
    let box = Rect(column: (state.size.columns - width) / 2, row: 0, width: width, height: state.size.rows)
    let inner = open(box, "Help", state, into: &frame)
    let rows = HelpScreen.rows(state)
    let page = inner.height - 1
    for (index, row) in rows.dropFirst(min(top, max(0, rows.count - page))).prefix(page).enumerated() {
      let y = inner.row + index
      switch row {
      case .heading(let text):
        frame.put(text, column: inner.column, row: y, style: theme.style("help.title"), within: inner)
      case .text(let text):
        frame.put(text, column: inner.column + 1, row: y, style: theme.style("help"), within: inner)
      case .command(let keys, let title):
        frame.put(
          Fit.pad(keys, to: 16, right: true), column: inner.column, row: y,
          style: theme.style("key", over: theme.style("help")), within: inner)
        frame.put(title, column: inner.column + 18, row: y, style: theme.style("help"), within: inner)
      case .blank: break
      }
    }
    let hint = "Up, Down, PgUp, PgDn scroll · Esc closes"
    frame.put(
      hint, column: inner.column, row: inner.endRow - 1, style: theme.style("text.dim"), within: inner)
  }
}
