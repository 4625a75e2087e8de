import Basics
import Screen

/// The first line: what is open, under which tokenizer, and what to press first.
enum TitleLine {
  static func draw(_ state: State, into frame: inout Frame) {
    let theme = state.theme
    let row = Rect(column: 0, row: 0, width: state.size.columns, height: 1)
    frame.fill(row, style: theme.style("status"))
    let card = state.tokenizer.tokenizer.card
    let name = "  \(card.name)"
    let hint = hint(state)
    let start = frame.put(
      " Tessera ", column: 0, row: 0, style: theme.style("pane.title.focused"), within: row)
    let room = row.endColumn - start - Legible.columns(of: name) - Legible.columns(of: hint) - 3
    let facts = facts(state).first { Legible.columns(of: $0) <= room } ?? ""
    let x = frame.put(name, column: start, row: 0, style: theme.style("status").adding(.bold), within: row)
    let end = frame.put(facts, column: x, row: 0, style: theme.style("status"), within: row)
    let width = Legible.columns(of: hint)
    if end + width + 1 < row.endColumn {
      frame.put(hint, column: row.endColumn - width - 1, row: 0, style: theme.style("status"), within: row)
    }
  }

  /// What there is to say of the tokenizer, the longest first.
  private static func facts(_ state: State) -> [String] {
    let card = state.tokenizer.tokenizer.card
    let entries = "\(StatusLine.grouped(state.tokenizer.tokenizer.vocabulary.count)) entries"
    let parts = [card.algorithm, card.splitter, entries].filter { !$0.isEmpty && $0 != "none" }
    if card.algorithm.isEmpty { return [""] }
    return [parts, [card.algorithm, entries], [entries]].map { " · " + $0.joined(separator: " · ") }
  }

  /// Where Esc leads.
  private static func behind(_ state: State) -> String {
    if state.focus == .tensors {
      return state.tensors.slice == nil && state.tensors.query.isEmpty ? "text" : "tree"
    }
    return state.focus == .lens ? "lenses" : "text"
  }

  private static func hint(_ state: State) -> String {
    if state.focus == .text && state.view.isTyping { return "just type · Esc: keys become commands" }
    return state.focus == .text
      ? "command keys · i: type again"
      : "\(state.focus.title) · Esc: back to the \(behind(state))"
  }
}

/// The line above the key bar: what goes on, what was said, where the cursor is.
enum StatusLine {
  static func draw(_ state: State, into frame: inout Frame) {
    let theme = state.theme
    let y = state.size.rows - 2
    let row = Rect(column: 0, row: y, width: state.size.columns, height: 1)
    frame.fill(row, style: theme.style("status"))
    let right = place(state, isShort: state.size.columns < 100)
    let width = Legible.columns(of: right)
    let room = Rect(column: 0, row: y, width: max(0, row.width - width - 2), height: 1)
    if let notice = state.notice {
      let style = theme.style(notice.isWarning ? "warning" : "status")
      frame.put(
        " " + Fit.shorten(notice.text, to: room.width - 1), column: 0, row: y, style: style, within: room)
    } else if let work = work(state) {
      drawWork(work, state, into: &frame, room)
    } else {
      frame.put(
        " " + Fit.shorten(counts(state), to: room.width - 1), column: 0, row: y, style: theme.style("status"),
        within: room)
    }
    frame.put(right, column: row.endColumn - width - 1, row: y, style: theme.style("status"), within: row)
  }

  /// The longest work under way, in words, and how far it has come.
  private static func work(_ state: State) -> (text: String, fraction: Double)? {
    if let loading = state.loading {
      let share = Double(loading.read) / Double(max(1, loading.total))
      return ("reading \(state.title): \(megabytes(loading.read)) of \(megabytes(loading.total))", share)
    }
    if state.jobs[.loadTokenizer] != nil {
      return ("loading tokenizer … Ctrl-C cancels", state.jobs[.loadTokenizer] ?? 0)
    }
    if state.isCounting {
      let share = Double(state.census.coveredBytes) / Double(max(1, state.document.text.count))
      return ("counting: \(grouped(state.census.tokenCount)) tokens so far · Esc stops", share)
    }
    if let share = state.jobs[.find], share > 0 { return ("searching … Ctrl-C cancels", share) }
    if state.jobs[.tokenizers] != nil { return ("looking for tokenizers", 0) }
    return nil
  }

  private static func drawWork(
    _ work: (text: String, fraction: Double), _ state: State, into frame: inout Frame, _ room: Rect
  ) {
    let x = frame.put(
      " \(work.text) ", column: 0, row: room.row, style: state.theme.style("status"), within: room)
    let width = min(24, room.endColumn - x - 6)
    guard width > 3 else { return }
    let filled = Int(Double(width) * min(1, max(0, work.fraction)))
    let (full, empty) = state.isASCII ? ("#", ".") : ("█", "░")
    let bar = String(repeating: full, count: filled) + String(repeating: empty, count: width - filled)
    let end = frame.put(
      bar, column: x, row: room.row, style: state.theme.style("status.progress"), within: room)
    frame.put(
      " \(Int(work.fraction * 100)) %", column: end, row: room.row, style: state.theme.style("status"),
      within: room)
  }

  private static func counts(_ state: State) -> String {
    let census = state.census
    guard state.measures != nil else { return "counting …" }
    let about = census.isExact ? "" : "about "
    var text = "\(about)\(grouped(census.tokenCount)) tokens · \(grouped(census.counts.bytes)) bytes"
    if state.isCountStopped && census.coveredBytes < state.document.text.count {
      text += " counted of \(grouped(state.document.text.count)) · stopped, U goes on"
    }
    if let ratio = state.measures?.bytesPerToken { text += " · \((ratio * 100).rounded() / 100) bytes/token" }
    if state.showsRightToLeft { text += " · right-to-left text in logical order" }
    if state.segmentation?.isExact == false { text += " · cuts here are provisional" }
    if !census.isExact {
      text += " · \(state.whyAbout)"
    } else if let here = state.densityWords() {
      text += " · \(here)"
    }
    return text
  }

  private static func place(_ state: State, isShort: Bool) -> String {
    let caret = state.view.selection.caret
    let text = state.document.text
    let line = text.line(at: caret)
    var place =
      isShort ? "Ln \(line + 1) · byte \(caret)" : "Ln \(line + 1)/\(text.lineCount) · byte \(caret)"
    if let words = state.selectionWords { place = words + " · " + place }
    if !state.settings.mouse { place = "[mouse off] " + place }
    return place
  }

  /// A number with its thousands apart.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0 && index % 3 == 0 && digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private static func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
}

/// The last line: the keys that matter here, from the table that binds them.
enum KeyBar {
  struct Item {
    var command: Command
    var key: String
    var columns: Range<Int>
  }

  static func items(_ state: State) -> [Item] {
    var items: [Item] = []
    var x = 1
    for command in Keymap.hints(state) {
      guard let hint = command.hint, let chord = Keymap.reachable(command, state).first else { continue }
      let width = chord.shown.count + 1 + hint.count
      if x + width > state.size.columns { continue }
      items.append(Item(command: command, key: chord.shown, columns: x..<x + width))
      x += width + 2
    }
    return items
  }

  static func draw(_ state: State, into frame: inout Frame) {
    let theme = state.theme
    let y = state.size.rows - 1
    for item in items(state) {
      let x = frame.put(item.key, column: item.columns.lowerBound, row: y, style: theme.style("key"))
      let disabled = item.command.unavailable(state) != nil
      frame.put(
        " " + (item.command.hint ?? ""), column: x, row: y,
        style: theme.style(disabled ? "key.disabled" : "key.label"))
    }
  }
}
