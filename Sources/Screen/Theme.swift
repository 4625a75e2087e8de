/// Styles by dotted role, with a fall back up the dots.
///
/// `theme.style("heatmap.high")` is the style of that role, else of `heatmap`, else of `text`. Themes are TOML files (see
/// `Theme+Load.swift`); one is compiled in, so the program never stands without. A theme declares the background it
/// is made for. Where its styles say `terminal`, the terminal's own colours show through.
package struct Theme: Sendable, Equatable {
  /// How many hues tell neighbouring tokens apart.
  package static let hues = 8

  /// The name by which a person chooses it.
  package var name: String
  /// Made for light letters on a dark ground.
  package var isDark: Bool
  /// What the theme takes the terminal's own colours to be.
  package var background: Color
  /// What the theme takes the terminal's own letters to be.
  package var foreground: Color
  /// The roles that were set, by name.
  package private(set) var styles: [String: Style]
  private var tokens: [Style]

  package init(
    name: String, isDark: Bool, background: Color, foreground: Color, styles: [String: Style]
  ) {
    self.name = name
    self.isDark = isDark
    self.background = background
    self.foreground = foreground
    self.styles = styles
    tokens = []
    tokens = (0..<Self.hues).map { style("token.\($0)") }
  }

  /// The style of a role or of the nearest broader one.
  package func style(_ role: String) -> Style {
    var name = role[...]
    while true {
      if let style = styles[String(name)] { return style }
      guard let dot = name.lastIndex(of: ".") else { return styles["text"] ?? Style() }
      name = name[..<dot]
    }
  }

  /// A role laid over another style, for marks inside coloured text: the ground stays, the role gives its attributes, and
  /// its letters too when they are readable there.
  package func style(_ role: String, over base: Style) -> Style {
    let mark = style(role)
    var style = base.adding(mark.attributes)
    let ground = base.background == .standard ? background : base.background
    let ink = mark.foreground == .standard ? foreground : mark.foreground
    if ink.contrast(with: ground) >= 4.5 { style.foreground = mark.foreground }
    return style
  }

  /// The style of a token's hue. Any number will do; hues repeat after eight.
  package func tokenStyle(hue: Int) -> Style { tokens[Int(UInt(bitPattern: hue) % UInt(Self.hues))] }

  /// A hue as letters on the theme's own ground, for curves and their signs: of a token's two colours the one that is seen better.
  package func inkStyle(hue: Int) -> Style {
    let token = tokenStyle(hue: hue)
    if token.foreground == .standard && token.background == .standard { return Style() }
    let isTile = token.background.contrast(with: background) > token.foreground.contrast(with: background)
    return Style(
      foreground: isTile ? token.background : token.foreground, background: style("text").background)
  }

  /// The style of a share 0…1 on the heatmap ramp. `levels` steps keep the number of colours small.
  package func heat(_ share: Double, levels: Int = 64) -> Style {
    let step =
      (min(1, max(0, share.isFinite ? share : 0)) * Double(levels - 1)).rounded() / Double(levels - 1)
    let (low, middle, high) = (style("heatmap.low"), style("heatmap.middle"), style("heatmap.high"))
    let (from, to, part) = step < 0.5 ? (low, middle, step * 2) : (middle, high, step * 2 - 1)
    let ground = from.background.mixed(with: to.background, part)
    // Letters on the ramp take whichever of the ends is read better.
    let ink =
      high.foreground.contrast(with: ground) > low.foreground.contrast(with: ground)
      ? high.foreground : low.foreground
    return Style(foreground: ink, background: ground)
  }

  /// The theme with its own colours in place of the terminal's, for terminals that do not tell their background.
  package func painted() -> Theme {
    let painted = styles.mapValues { style in
      var style = style
      if style.foreground == .standard { style.foreground = foreground }
      if style.background == .standard { style.background = background }
      return style
    }
    return Theme(
      name: name, isDark: isDark, background: background, foreground: foreground, styles: painted)
  }
}
