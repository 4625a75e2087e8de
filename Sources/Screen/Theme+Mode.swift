extension Theme {
  /// The theme for a screen with these colours. Without colour, shape has to say everything: tokens take turns at being
  /// underlined, what is chosen is reversed, what matters is bold.
  package func adapted(to mode: ColorMode) -> Theme {
    guard mode == .none else { return self }
    var plain: [String: Style] = [:]
    for role in Roles.all { plain[role] = Style(attributes: Self.shape(of: role)) }
    return Theme(name: name, isDark: isDark, background: background, foreground: foreground, styles: plain)
  }

  private static func shape(of role: String) -> Attributes {
    switch role {
    case "text.selection", "list.selected", "token.current", "text.cursor", "status", "key.label", "error":
      .reverse
    case "key": [.reverse, .bold]
    case "key.disabled", "status.progress": .reverse
    case "text.search", "text.search.current", "list.match", "odd": [.bold, .underline]
    case "token.special", "pane.title.focused", "pane.border.focused", "warning", "title", "help.title",
      "list.header":
      .bold
    case "token.1", "token.3", "token.5", "token.7": .underline
    default: []
    }
  }
}
