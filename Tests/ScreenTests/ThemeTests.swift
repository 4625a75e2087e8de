import Basics
import Glibc
import Screen
import Testing

@Suite struct ThemeTests {
  static let folder = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Themes"
  static let shipped = ["dark", "light", "high-contrast", "colour-blind", "mosaic"]

  private func theme(_ name: String) -> Theme {
    let (theme, troubles) = Theme.load(path: "\(Self.folder)/\(name).toml")
    #expect(troubles == [])
    return theme
  }

  @Test(arguments: shipped)
  func `a shipped theme sets every role`(name: String) {
    let theme = theme(name)
    #expect(theme.name == name)
    #expect(Roles.all.filter { theme.styles[$0] == nil } == [])
  }

  @Test(arguments: shipped)
  func `every text role of a shipped theme has a contrast of 4.5 or more`(name: String) {
    let painted = theme(name).painted()
    for role in Roles.all where role != "bar.track" {
      let style = painted.style(role)
      let contrast = style.foreground.contrast(with: style.background)
      #expect(contrast >= 4.5, "\(role) has \(contrast)")
    }
    // Where the terminal's own ground shows through, it may be darker or lighter than the theme takes it to be.
    let extreme: Color =
      painted.isDark ? Color(hex: "#000000") ?? .standard : Color(hex: "#ffffff") ?? .standard
    for role in Roles.all where role != "bar.track" && theme(name).style(role).background == .standard {
      #expect(painted.style(role).foreground.contrast(with: extreme) >= 4.5, "\(role) on the extreme ground")
    }
  }

  @Test(arguments: shipped)
  func `the ramp of a shipped theme is monotone in lightness and readable`(name: String) {
    let theme = theme(name)
    let grounds = (0...64).map { theme.heat(Double($0) / 64).background.luminance }
    let ordered =
      theme.isDark
      ? zip(grounds, grounds.dropFirst()).allSatisfy(<=) : zip(grounds, grounds.dropFirst()).allSatisfy(>=)
    #expect(ordered)
    for step in 0...64 {
      let style = theme.heat(Double(step) / 64)
      #expect(style.foreground.contrast(with: style.background) >= 4.0, "step \(step)")
    }
    #expect(theme.heat(.nan) == theme.heat(0))
  }

  @Test(arguments: shipped, ColorVision.allCases)
  func `the eight hues stay apart for every kind of sight`(name: String, vision: ColorVision) {
    let theme = theme(name)
    let least = name == "mosaic" ? 0.07 : 0.06
    for i in 0..<Theme.hues {
      for j in 0..<i {
        let (a, b) = (vision.hue(theme.tokenStyle(hue: i)), vision.hue(theme.tokenStyle(hue: j)))
        #expect(ColorVision.distance(a, b) >= least, "hues \(i) and \(j)")
      }
    }
  }

  @Test func `the embedded theme is the file dark.toml`() {
    #expect(theme("dark") == Theme.embedded)
  }

  @Test func `a role falls back up the dots`() {
    let (theme, troubles) = Theme.parse(
      "[roles]\n\"text\" = \"#111111\"\n\"pane.title\" = \"#222222\"\n", file: "t.toml")
    #expect(troubles == [])
    #expect(theme.style("pane.title.focused").foreground == Color(hex: "#222222"))
    #expect(theme.style("heatmap.high").foreground == Color(hex: "#111111"))
    #expect(theme.tokenStyle(hue: -1) == theme.style("token.7"))
  }

  @Test(arguments: [
    (
      "name = \"x\"\n[roles]\n\"nonsense\" = \"#fff000\"", "t.toml, line 3: there is no role called nonsense."
    ),
    (
      "[roles]\n\"list.select\" = \"#fff000\"",
      "t.toml, line 2: there is no role called list.select. Did you mean list.selected."
    ),
    ("[roles]\n\"text\" = \"red\"", "t.toml, line 2: red is neither #rrggbb nor a name of the palette."),
    ("[palette]\n\nred = \"12\"", "t.toml, line 3: red is not a colour; write \"#rrggbb\"."),
    (
      "[roles]\ntext = { fg = \"#000000\", blink = true }",
      "t.toml, line 2: blink is not a part of a style; use fg, bg, attributes."
    ),
    (
      "[roles]\ntext = { attributes = [\"blink\"] }",
      "t.toml, line 2: an attribute is one of bold, dim, italic, underline, reverse."
    ),
    ("colour = 3", "t.toml, line 1: colour is not a setting of a theme."),
    ("variant = \"pink\"", "t.toml, line 1: variant is \"dark\" or \"light\", not \"pink\"."),
    ("inherits = \"nowhere\"", "t.toml, line 1: there is no theme called nowhere beside this one."),
  ])
  func `what a theme gets wrong is told with its line`(text: String, message: String) {
    let (_, troubles) = Theme.parse(text, file: "t.toml")
    #expect(troubles.map(\.description) == [message])
  }

  @Test func `a broken file gives the embedded theme and the line`() {
    let (theme, troubles) = Theme.parse("name = \"x\"\n[roles\n", file: "t.toml")
    #expect(theme == Theme.embedded)
    #expect(troubles.count == 1)
    #expect(troubles.first?.description.hasPrefix("t.toml, line 2: not TOML") == true)
    #expect(Theme.load(path: "/nowhere/x.toml").theme == Theme.embedded)
    #expect(Theme.load(named: "../x", folders: [Self.folder]).troubles.count == 1)
    #expect(Theme.load(named: "mosaic", folders: ["/nowhere", Self.folder]).theme.name == "mosaic")
  }

  @Test func `a theme inherits from another and never goes in circles`() {
    let files = [
      "base": "variant = \"light\"\n[palette]\nink = \"#123456\"\n[roles]\ntext = \"ink\"",
      "loop": "inherits = \"loop\"\n[roles]\ntext = \"#000000\"",
    ]
    let finder: Theme.Finder = { name in files[name].map { ("\(name).toml", $0) } }
    let (theme, troubles) = Theme.parse(
      "inherits = \"base\"\n[roles]\nkey = \"ink\"", file: "own.toml", finder: finder)
    #expect(troubles == [])
    #expect(!theme.isDark)
    #expect(theme.style("text").foreground == Color(hex: "#123456"))
    #expect(theme.style("key").foreground == Color(hex: "#123456"))
    #expect(Theme.parse(files["loop"] ?? "", file: "loop.toml", finder: finder).troubles.count == 1)
    let embedded = Theme.parse("inherits = \"dark\"\n[roles]\nkey = \"#010203\"", file: "own.toml")
    #expect(embedded.troubles == [])
    #expect(embedded.theme.style("error") == Theme.embedded.style("error"))
  }
}

@Suite struct ThemeFuzzTests {
  @Test func `no beginning and no changed byte of a theme file is a trap`() throws {
    let bytes = try Files.read(ThemeTests.folder + "/mosaic.toml")
    var random = SeededRandom(seed: 4)
    for _ in 0..<300 {
      var changed = bytes
      let at = Int.random(in: 0..<bytes.count, using: &random)
      changed[at] = UInt8.random(in: 0...255, using: &random)
      if Bool.random(using: &random) { changed.removeSubrange(at...) }
      let (theme, _) = Theme.parse(String(decoding: changed, as: UTF8.self), file: "t.toml")
      _ = theme.tokenStyle(hue: 3)
    }
  }

  @Test(arguments: [
    String(repeating: "[", count: 50_000), "a = " + String(repeating: "[", count: 50_000),
    "a = " + String(repeating: "{a=", count: 50_000), String(repeating: "a.", count: 50_000) + "a = 1",
    "[" + String(repeating: "a.", count: 50_000) + "a]", "roles = 3", "palette = [1]",
    "[roles.text.dim]\nfg = 1",
    "name = 5\nvariant = []\ninherits = {}", "\u{0}", "\u{FEFF}name = \"x\"",
    "[roles]\n\"text\" = [\"#ffffff\"]",
  ])
  func `hostile theme files are told as troubles or read as nothing`(text: String) {
    let (theme, _) = Theme.parse(text, file: "t.toml")
    _ = theme.style("text")
  }
}

@Suite struct ThemeChoiceTests {
  @Test func `the shelf lists the shipped themes`() {
    let names = Theme.names(in: ["/nowhere", ThemeTests.folder])
    #expect(names == ThemeTests.shipped.sorted())
    #expect(Theme.names(in: []) == ["dark"])
  }

  @Test func `a painted theme leaves nothing to the terminal`() {
    let painted = Theme.embedded.painted()
    #expect(Roles.all.allSatisfy { painted.style($0).background != .standard })
    #expect(Roles.all.allSatisfy { painted.style($0).foreground != .standard })
  }

  @Test func `without colour shapes say what colours said`() {
    let plain = Theme.embedded.adapted(to: .none)
    for role in Roles.all {
      let style = plain.style(role)
      #expect(style.foreground == .standard && style.background == .standard)
    }
    #expect(plain.style("list.selected").attributes == .reverse)
    #expect(plain.tokenStyle(hue: 0) != plain.tokenStyle(hue: 1))
    #expect(plain.style("odd").attributes.contains(.underline))
    #expect(Theme.embedded.adapted(to: .palette) == .embedded)
  }
}
