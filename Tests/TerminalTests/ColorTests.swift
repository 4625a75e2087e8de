import Basics
import Screen
import Terminal
import Testing

@Suite @MainActor struct ColorTests {
  private static let entries = [
    "dumb": 0, "vt100": 0, "linux": 8, "xterm": 8, "xterm-256color": 256, "xterm-direct": 1 << 24,
    "tmux-256color": 256,
    "tmux-direct": 1 << 24, "screen-256color": 256, "foot": 256, "foot-direct": 1 << 24,
  ]

  /// TERM, what is asked for, other variables, then the mode and the entry.
  @Test func `when a picture uses up the pairs, its colours become coarser before any is lost`() {
    var pairs = PairTable(count: 65_536)
    pairs.beginFrame()
    #expect(pairs.bitsLeft == nil)
    var lost = 0
    for number in 0..<120_000 {
      func value(_ pixel: Pixels.Color) -> Int32 {
        let kept = pairs.bitsLeft.map(pixel.quantized(bits:)) ?? pixel
        return Int32(kept.red) << 16 | Int32(kept.green) << 8 | Int32(kept.blue)
      }
      // Neighbours in a picture are alike.
      let upper = Pixels.Color(
        UInt8(number >> 9 & 255), UInt8(number >> 2 & 255), UInt8(number * 7 & 255))
      let lower = Pixels.Color(upper.red, upper.green, upper.blue ^ 8)
      let pair = pairs.pair(.init(foreground: value(upper), background: value(lower)))
      if pair.number == 0 { lost += 1 }
    }
    #expect(lost == 0 && pairs.bitsLeft != nil)
    pairs.beginFrame()
    #expect(pairs.bitsLeft == nil)
  }

  @Test(
    arguments: [
      ("xterm-256color", nil, [:], .palette, "xterm-256color"),
      ("xterm-256color", nil, ["COLORTERM": "truecolor"], .direct, "xterm-direct"),
      ("foot", nil, ["COLORTERM": "24bit"], .direct, "foot-direct"),
      ("tmux-256color", nil, ["COLORTERM": "truecolor"], .direct, "tmux-direct"),
      ("xterm-256color", nil, ["COLORTERM": "truecolor", "TMUX": "/tmp/x"], .direct, "tmux-direct"),
      ("screen-256color", nil, ["COLORTERM": "truecolor"], .palette, "screen-256color"),
      ("xterm", nil, [:], .sixteen, "xterm"), ("linux", nil, [:], .sixteen, "linux"),
      ("vt100", nil, [:], ColorMode.none, "vt100"),
      ("xterm-256color", nil, ["NO_COLOR": "1"], ColorMode.none, "xterm-256color"),
      ("xterm-256color", nil, ["NO_COLOR": ""], .palette, "xterm-256color"),
      ("xterm-256color", .palette, ["NO_COLOR": "1"], .palette, "xterm-256color"),
      ("xterm-256color", .direct, [:], .direct, "xterm-direct"), ("xterm", .palette, [:], .sixteen, "xterm"),
      ("xterm-direct", nil, [:], .direct, "xterm-direct"), ("vt100", .direct, [:], ColorMode.none, "vt100"),
      ("xterm-256color", .some(ColorMode.none), [:], ColorMode.none, "xterm-256color"),
    ] as [(String, ColorMode?, [String: String], ColorMode, String)])
  func `colours are chosen as the conventions say`(
    terminal: String, asked: ColorMode?, environment: [String: String], mode: ColorMode, entry: String
  ) {
    let choice = ColorChoice.choose(terminal: terminal, asked: asked, environment: environment) { name in
      if terminal == "vt100" && name.hasSuffix("direct") { return -1 }
      return Self.entries[name] ?? -1
    }
    #expect(choice.mode == mode)
    #expect(choice.entry == entry)
    #expect(!choice.reason.isEmpty)
  }

  @Test func `without an entry for direct colour there are 256`() {
    let choice = ColorChoice.choose(
      terminal: "xterm-256color", asked: nil, environment: ["COLORTERM": "truecolor"]
    ) { $0 == "xterm-256color" ? 256 : -1 }
    #expect(choice.mode == .palette)
    #expect(choice.reason.contains("COLORTERM"))
  }

  @Test func `256 colours use the cube and the greys only`() {
    var table = ColorTable(mode: .palette, count: 256)
    var random = SeededRandom(seed: 5)
    for _ in 0..<5000 {
      let color = Color.rgb(
        red: .random(in: 0...255, using: &random), green: .random(in: 0...255, using: &random),
        blue: .random(in: 0...255, using: &random))
      let number = table.number(color)
      if !(16...255).contains(number) { Issue.record("\(color) became \(number)") }
    }
    #expect(table.number(Color(hex: "#ff0000") ?? .standard) == 196)
    #expect(table.number(Color(hex: "#808080") ?? .standard) == 244)
    #expect(table.number(.standard) == -1)
  }

  /// What a number of the 256 looks like.
  private func look(_ number: Int32) -> Color {
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    let n = Int(number)
    if n >= 232 {
      return .rgb(
        red: UInt8(8 + 10 * (n - 232)), green: UInt8(8 + 10 * (n - 232)), blue: UInt8(8 + 10 * (n - 232)))
    }
    return .rgb(red: steps[(n - 16) / 36], green: steps[(n - 16) / 6 % 6], blue: steps[(n - 16) % 6])
  }

  @Test(arguments: ["dark", "light", "high-contrast", "colour-blind", "mosaic"])
  func `themes are readable with 256 colours too`(name: String) {
    let folder = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Themes"
    let theme = Theme.load(path: "\(folder)/\(name).toml").theme.painted()
    var table = ColorTable(mode: .palette, count: 256)
    for role in Roles.all where role != "bar.track" {
      let style = theme.style(role)
      let contrast = look(table.number(style.foreground)).contrast(with: look(table.number(style.background)))
      #expect(contrast >= 4.5, "\(role) has \(contrast)")
    }
  }

  @Test func `direct colour keeps away from the palette`() {
    var table = ColorTable(mode: .direct, count: 1 << 24)
    #expect(table.number(.rgb(red: 0, green: 0, blue: 0)) == 0)
    #expect(table.number(.rgb(red: 0, green: 0, blue: 1)) == 8)
    #expect(table.number(.rgb(red: 0, green: 0, blue: 7)) == 8)
    #expect(table.number(.rgb(red: 1, green: 2, blue: 3)) == 0x010203)
  }

  @Test(arguments: ["dark", "light", "mosaic"])
  func `tokens stay readable and apart with eight colours`(name: String) {
    let folder = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Themes"
    let theme = Theme.load(path: "\(folder)/\(name).toml").theme.adapted(to: .sixteen)
    var table = ColorTable(mode: .sixteen, count: 8)
    var grounds: Set<Int32> = []
    for hue in 0..<Theme.hues {
      let style = theme.tokenStyle(hue: hue)
      #expect(style.foreground.contrast(with: style.background) >= 4.3)
      grounds.insert(table.number(style.background))
      #expect(table.number(style.foreground) != table.number(style.background))
    }
    #expect(grounds.count == 8)
    #expect(table.number(Color(hex: "#9a9fa8") ?? .standard) == 7)
  }

  @Test func `eight colours are never exceeded`() {
    var table = ColorTable(mode: .sixteen, count: 8)
    #expect(table.number(.rgb(red: 255, green: 255, blue: 255)) == 7)
    #expect(table.number(.rgb(red: 250, green: 20, blue: 20)) == 1)
  }

  @Test func `the interface keeps its pairs and the rest takes turns`() {
    var table = PairTable(count: 1000)
    table.beginFrame()
    let own = (1...255).map { table.pair(.init(foreground: $0, background: -1)).number }
    #expect(own == Array(1...255))
    for picture in Int32(1)...20 {
      table.beginFrame()
      var numbers: Set<Int32> = []
      for color in Int32(0)..<300 {
        let (number, _) = table.pair(.init(foreground: picture * 1000 + color, background: 1))
        #expect(number > 255)
        numbers.insert(number)
      }
      #expect(numbers.count == 300)
      let kept = table.pair(.init(foreground: 17, background: -1))
      #expect(kept.number == 17 && !kept.isNew)
    }
  }

  @Test func `more colours than pairs become the terminal's own`() {
    var table = PairTable(count: 64)
    table.beginFrame()
    let numbers = (Int32(0)..<81).map { table.pair(.init(foreground: $0, background: 0)).number }
    #expect(Set(numbers.prefix(63)).count == 63)
    #expect(numbers.suffix(18).allSatisfy { $0 == 0 })
    table.beginFrame()
    table.beginFrame()
    #expect(table.pair(.init(foreground: 80, background: 0)).isNew)
    var empty = PairTable(count: 0)
    #expect(empty.pair(.init(foreground: 1, background: 1)).number == 0)
  }

  @Test(arguments: [("15;0", true), ("0;15", false), ("0;default;7", false), ("12;8", true)])
  func `COLORFGBG tells the background`(value: String, isDark: Bool) {
    #expect(Background.read(colorFGBG: value) == isDark)
    #expect(Background.read(colorFGBG: "default;default") == nil)
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func `the clipboard gets base 64`(text: String, coded: String) {
    #expect(Sequences.clipboard(Array(text.utf8)) == Array("\u{1B}]52;c;\(coded)\u{1B}\\".utf8))
  }
}
