extension Theme {
  /// The theme for a screen with these colours. Without colour, shape has to say everything: tokens take turns at being
  /// underlined, what is chosen is reversed, what matters is bold.
  package func adapted(to mode: ColorMode) -> Theme {
    if mode == .sixteen { return withTiles() }
    guard mode == .none else { return self }
    var plain: [String: Style] = [:]
    for role in Roles.all { plain[role] = Style(attributes: Self.shape(of: role)) }
    return Theme(name: name, isDark: isDark, background: background, foreground: foreground, styles: plain)
  }

  /// Sixteen colours are the terminal's own and may be anything, so letters and ground of a token are both given: eight
  /// pairs that are readable with any usual palette, on dark and light.
  private func withTiles() -> Theme {
    let tiles: [(letters: UInt32, ground: UInt32)] = [
      (0x000000, 0x00CDCD), (0xE5E5E5, 0xCD0000), (0x000000, 0x00CD00), (0xE5E5E5, 0x0000EE),
      (0x000000, 0xCDCD00),
      (0x000000, 0xE5E5E5), (0x000000, 0xCD00CD), (0xE5E5E5, 0x000000),
    ]
    var styles = styles
    for (hue, tile) in tiles.enumerated() {
      styles["token.\(hue)"] = Style(foreground: Color(tile.letters), background: Color(tile.ground))
    }
    return Theme(name: name, isDark: isDark, background: background, foreground: foreground, styles: styles)
  }

  private static func shape(of role: String) -> Attributes {
    switch role {
    case "text.selection", "list.selected", "token.current", "text.cursor", "status", "key.label", "error":
      .reverse
    case "key": [.reverse, .bold]
    case "key.disabled", "status.progress": .reverse
    case "text.search", "text.search.current", "list.match", "odd": [.bold, .underline]
    case "token.special", "pane.title.focused", "pane.border.focused", "warning", "title", "help.title",
      "list.header", "diff.changed", "diff.boundary":
      .bold
    case "token.1", "token.3", "token.5", "token.7": .underline
    default: []
    }
  }
}
