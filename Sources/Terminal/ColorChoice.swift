import Screen

/// Which colours to use, and why.
///
/// In this order: what the person asked for, `NO_COLOR`, what the terminfo entry has, and `COLORTERM` where an entry for
/// direct colour exists. In doubt 256. `entryColors` asks terminfo: −1 when there is no such entry.
package struct ColorChoice: Sendable, Equatable {
  /// The colours to use.
  package var mode: ColorMode
  /// The terminfo entry to open.
  package var entry: String
  /// One sentence for `doctor`.
  package var reason: String

  /// Chooses for a terminal whose own entry is `terminal`.
  package static func choose(
    terminal: String, asked: ColorMode?, environment: [String: String], entryColors: (String) -> Int
  ) -> ColorChoice {
    let colors = entryColors(terminal)
    if let asked {
      let entry = asked == .direct ? directEntry(terminal, environment, entryColors) ?? terminal : terminal
      return fitted(asked, entry, max(entryColors(entry), 0))
    }
    if let value = environment["NO_COLOR"], !value.isEmpty {
      return ColorChoice(mode: .none, entry: terminal, reason: "NO_COLOR is set")
    }
    if colors >= 1 << 24 {
      return ColorChoice(mode: .direct, entry: terminal, reason: "the entry \(terminal) has direct colour")
    }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") {
      if let entry = directEntry(terminal, environment, entryColors) {
        return ColorChoice(
          mode: .direct, entry: entry, reason: "COLORTERM says so and the entry \(entry) exists")
      }
      if colors >= 256 {
        let reason = "COLORTERM promises more, but there is no terminfo entry with direct colour"
        return ColorChoice(mode: .palette, entry: terminal, reason: reason)
      }
    }
    return fromEntry(terminal, colors)
  }

  private static func fromEntry(_ terminal: String, _ colors: Int) -> ColorChoice {
    switch colors {
    case 256...: ColorChoice(mode: .palette, entry: terminal, reason: "\(terminal) has \(colors) colours")
    case 8...: ColorChoice(mode: .sixteen, entry: terminal, reason: "\(terminal) has \(colors) colours")
    default: ColorChoice(mode: .none, entry: terminal, reason: "\(terminal) has fewer than 8 colours")
    }
  }

  /// What was asked for, or the most that the entry can do.
  private static func fitted(_ asked: ColorMode, _ entry: String, _ colors: Int) -> ColorChoice {
    let most: ColorMode =
      colors >= 1 << 24 ? .direct : colors >= 256 ? .palette : colors >= 8 ? .sixteen : .none
    let order: [ColorMode] = [.none, .sixteen, .palette, .direct]
    let wanted = order.firstIndex(of: asked) ?? 0
    let possible = order.firstIndex(of: most) ?? 0
    if wanted <= possible { return ColorChoice(mode: asked, entry: entry, reason: "asked for") }
    let reason = "\(asked.rawValue) was asked for, but \(entry) has \(colors) colours"
    return ColorChoice(mode: most, entry: entry, reason: reason)
  }

  /// `tmux-direct` inside tmux, the terminal's own `-direct`, else `xterm-direct` for terminals that follow xterm.
  private static func directEntry(
    _ terminal: String, _ environment: [String: String], _ entryColors: (String) -> Int
  ) -> String? {
    let family = terminal.split(separator: "-").first.map(String.init) ?? terminal
    let candidates: [String]
    if terminal.hasPrefix("tmux") || environment["TMUX"]?.isEmpty == false {
      candidates = ["tmux-direct"]
    } else if terminal.hasPrefix("screen") || terminal.hasPrefix("linux") {
      candidates = []
    } else {
      candidates = [terminal + "-direct", family + "-direct", "xterm-direct"]
    }
    return candidates.first { entryColors($0) >= 1 << 24 }
  }
}
