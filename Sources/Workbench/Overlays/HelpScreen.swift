import Screen

/// The help screen: every command with its keys, and what the marks mean, from the tables that make them.
enum HelpScreen {
  enum Row {
    case heading(String)
    case command(keys: String, title: String)
    case text(String)
    case blank
  }

  /// The rows of the help screen.
  static func rows(_ state: State) -> [Row] {
    var rows: [Row] = [
      .text("In the text you just type. Esc makes letters into commands; i types again."),
      .text("Single letters below work after Esc in the text, and in every other pane."), .blank,
    ]
    for group in Command.Group.allCases {
      rows.append(.heading(group.rawValue))
      for command in Commands.all
      where command.group == group && !command.keys.isEmpty && !command.id.hasPrefix("select.") {
        rows.append(.command(keys: command.keys.map(\.shown).joined(separator: "  "), title: command.title))
      }
      if group == .moving { rows.append(.command(keys: "S-arrows", title: "Shift with a motion selects")) }
      rows.append(.blank)
    }
    return rows + legend
  }

  static func rowCount(_ state: State) -> Int { rows(state).count }

  private static let legend: [Row] = [
    .heading("What the text pane draws"),
    .command(keys: "colour", title: "follows the token's id; every second token is underlined"),
    .command(keys: "·  →  ↵  ␍", title: "space, tab, line feed, carriage return"),
    .command(keys: "␀ … ␟  ␡", title: "control characters"),
    .command(
      keys: "<200b>", title: "a character without a column of its own, or one that turns the direction"),
    .command(keys: "\\xe4", title: "a byte that is not UTF-8, or a part of a character"),
    .command(
      keys: "中\\xe4\\xb8", title: "a character that several tokens share: once, dim, then each token's bytes"),
    .command(
      keys: "▐ ▌",
      title: "the map beside a long text: each row is an equal part of the file, ▐ what is in sight"),
    .text("Its bars are tokens per byte: half is the file's mean, longer and further up the"),
    .text("theme's ramp is denser, shorter is sparser. A click goes there; O turns it off."),
    .text("Right-to-left text is drawn in logical order, as the tokenizer sees it."),
  ]
}
