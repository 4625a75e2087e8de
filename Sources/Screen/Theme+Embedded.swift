extension Theme {
  /// The theme that is compiled in: the same as Themes/dark.toml, so that the program stands without its files.
  package static let embedded = Theme(
    name: "dark", isDark: true, background: color(0x1b1d22), foreground: color(0xdcdfe4),
    styles: Dictionary(uniqueKeysWithValues: roles.map { ($0.0, $0.1) }))

  private static let roles: [(String, Style)] = [
    ("text", Style()),
    ("text.dim", Style(foreground: color(0x9a9fa8))),
    ("text.selection", Style(foreground: color(0xffffff), background: color(0x33507a))),
    ("text.cursor", Style(foreground: color(0x14161a), background: color(0xf2e9d0))),
    ("text.search", Style(foreground: color(0x14161a), background: color(0xe3c567))),
    (
      "text.search.current",
      Style(foreground: color(0x14161a), background: color(0xffa657), attributes: [.bold, .underline])
    ),
    ("whitespace", Style(foreground: color(0x9a9fa8))),
    ("odd", Style(foreground: color(0xff9aa2), attributes: [.underline])),
    ("token.special", Style(foreground: color(0x1b1d22), background: color(0xe8e4da), attributes: [.bold])),
    ("token.boundary", Style(foreground: color(0x9a9fa8))),
    (
      "token.current",
      Style(foreground: color(0x14161a), background: color(0xf2e9d0), attributes: [.bold, .underline])
    ),
    ("pane.title", Style(foreground: color(0x9a9fa8))),
    ("pane.title.focused", Style(foreground: color(0x7cc7e8), attributes: [.bold])),
    ("pane.border", Style(foreground: color(0x868b95))),
    ("pane.border.focused", Style(foreground: color(0x7cc7e8))),
    ("list.selected", Style(foreground: color(0xffffff), background: color(0x2f4a6b), attributes: [.bold])),
    ("list.match", Style(foreground: color(0xffd479), attributes: [.bold, .underline])),
    ("list.header", Style(foreground: color(0x9a9fa8), attributes: [.bold])),
    ("key", Style(foreground: color(0x7cc7e8), background: color(0x2a2e36), attributes: [.bold])),
    ("key.label", Style(foreground: color(0xd5d9e0), background: color(0x2a2e36))),
    ("key.disabled", Style(foreground: color(0x989da7), background: color(0x2a2e36))),
    ("status", Style(foreground: color(0xd5d9e0), background: color(0x2a2e36))),
    ("status.progress", Style(foreground: color(0x7cc7e8), background: color(0x2a2e36), attributes: [.bold])),
    ("warning", Style(foreground: color(0xf0c25a), attributes: [.bold])),
    ("error", Style(foreground: color(0x14161a), background: color(0xff8a80), attributes: [.bold])),
    ("help", Style()),
    ("help.title", Style(foreground: color(0x7cc7e8), attributes: [.bold])),
    ("log", Style(foreground: color(0x9a9fa8))),
    ("prompt", Style(background: color(0x262a31))),
    ("number", Style(foreground: color(0x8fd3b6))),
    ("rank", Style(foreground: color(0xd6b4f0))),
    ("title", Style(attributes: [.bold])),
    ("note", Style(foreground: color(0x9a9fa8))),
    ("tree.line", Style(foreground: color(0x868b95))),
    ("bar", Style(foreground: color(0x6bb1d6))),
    ("bar.track", Style(foreground: color(0x454b57))),
    ("diff.changed", Style(foreground: color(0xffe0a3), background: color(0x4d3a17))),
    ("diff.boundary", Style(foreground: color(0xffb454), attributes: [.bold])),
    ("chart.axis", Style(foreground: color(0x868b95))),
    ("chart.guide", Style(foreground: color(0x9a9fa8))),
    ("heatmap.low", Style(foreground: color(0xf5f5f0), background: color(0x1d2730))),
    ("heatmap.middle", Style(foreground: color(0xffffff), background: color(0x2f6f7f))),
    ("heatmap.high", Style(foreground: color(0x14161a), background: color(0xf4e27a))),
    ("token.0", Style(foreground: color(0xf376a1), background: color(0x452e3b))),
    ("token.1", Style(foreground: color(0xc59641), background: color(0x3a3328))),
    ("token.2", Style(foreground: color(0x9be1ee), background: color(0x35444b))),
    ("token.3", Style(foreground: color(0x9dd35d), background: color(0x35412e))),
    ("token.4", Style(foreground: color(0xf0b7a3), background: color(0x463c3c))),
    ("token.5", Style(foreground: color(0x66abb8), background: color(0x29373e))),
    ("token.6", Style(foreground: color(0xaffebf), background: color(0x394a41))),
    ("token.7", Style(foreground: color(0xb390ef), background: color(0x302d3f))),
  ]

  private static func color(_ value: UInt32) -> Color { Color(value) }
}
