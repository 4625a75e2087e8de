import Basics
import Glibc
import Screen
import Terminal

/// A small program on the real display, for the tests that run in a pseudo terminal: it draws, writes down what comes in,
/// and ends in the ways that programs end.
///
/// `PROBE_LOG` names the file to write to, `PROBE_TEXT` a file whose bytes are drawn, `PROBE_COLOR` a colour mode,
/// `PROBE_ASCII` asks for ASCII, `PROBE_THEME` names a theme file, `PROBE_GRID` (`24x24`) draws tokens of a picture instead.
@main
struct Probe {
  static func main() async {
    let environment = Environment.all()
    do {
      var probe = try Probe(environment)
      await probe.run()
    } catch {
      _ = Files.write(Array("TerminalProbe: \(error)\n".utf8), to: 2)
      exit(2)
    }
  }

  private let display: CursesDisplay
  private let scene: Scene
  private var grid: GridScene?
  private let log: Log

  private init(_ environment: [String: String]) throws(Trouble) {
    var options = TerminalOptions(environment: environment)
    options.color = environment["PROBE_COLOR"].flatMap(ColorMode.init)
    options.ascii = environment["PROBE_ASCII"] != nil
    options.graphics = environment["PROBE_GRAPHICS"].flatMap(PixelGraphics.init)
    options.ambiguousIsWide = environment["PROBE_AMBIGUOUS"] != nil
    log = Log(environment["PROBE_LOG"])
    display = try CursesDisplay(options)
    scene = Scene(environment, display)
    grid = GridScene(environment, display)
    log.add("ready \(display.size.columns)x\(display.size.rows) \(display.colorMode.rawValue)")
    if let dark = display.capabilities.isDark { log.add("background \(dark ? "dark" : "light")") }
  }

  private mutating func run() async {
    var interrupts = 0
    var last = "nothing yet"
    display.show(frame(last))
    for await input in display.inputs {
      last = Self.words(input)
      log.add(last)
      switch input {
      case .key(let key): act(key)
      case .signal(.interrupt):
        interrupts += 1
        if interrupts == 2 { end(130) }
      case .signal(.terminate): end(143)
      case .signal(.hangup): end(129)
      default: break
      }
      display.show(frame(last))
    }
  }

  private func frame(_ last: String) -> Frame {
    grid?.frame(display.size) ?? scene.frame(display.size, last)
  }

  private mutating func act(_ key: Key) {
    if grid?.take(key) == true { return }
    switch key {
    case Key(.character("q")): end(0)
    case Key(.character("z"), .control): display.suspend()
    case Key(.character("T")): fatalError("asked for")
    case Key(.character("I")): print([0, 1][scene.number])
    case Key(.character("S")): print(Self.deep(scene.number))
    case Key(.character("A")): abort()
    case Key(.character("E")): exit(7)
    case Key(.character("H")): while true { usleep(1000) }
    case Key(.character("m")): display.setMouse(false)
    case Key(.character("y")): log.add("copied \(display.copy(Array("hello".utf8)))")
    case Key(.character("F")): flood()
    case Key(.character("p")): preview()
    default: break
    }
  }

  /// Shows the grid's picture, or something smaller, in real pixels.
  private func preview() {
    let pixels = grid?.grid.pixels ?? Pixels(width: 4, height: 4, filledWith: .init(200, 100, 0))
    do {
      try display.preview(PreviewPicture(title: "probe", pixels: pixels, png: Array("not a PNG".utf8)))
      log.add("preview shown")
    } catch {
      log.add("preview refused: \(error)")
    }
  }

  /// Shows many different frames as fast as possible and writes down how long that took and how many were dropped.
  private func flood() {
    let start = clock()
    var dropped = 0
    for i in 0..<200 { if !display.show(scene.noise(display.size, i)) { dropped += 1 } }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    log.add("flood done, dropped \(dropped > 0 ? "some" : "none"), \(seconds < 5 ? "quick" : "slow")")
  }

  private func end(_ status: Int32) {
    log.add("end \(status)")
    display.close()
    exit(status)
  }

  /// Overflows the stack, for it is never 0.
  private static func deep(_ n: Int) -> Int { n == 0 ? 0 : deep(n + 1) + n }

  private static func words(_ input: Input) -> String {
    switch input {
    case .key(let key): "key \(key.code) \(key.modifiers.rawValue)"
    case .paste(let bytes): "paste \(bytes.count) \(Legible.string(of: bytes, ascii: true))"
    case .mouse(let mouse): "mouse \(mouse.kind) \(mouse.column) \(mouse.row) \(mouse.modifiers.rawValue)"
    case .resize(let size): "resize \(size.columns)x\(size.rows)"
    case .cellShape(let ratio): "cell \(Decimals.text(ratio, 2))"
    case .background(let isDark): "late background \(isDark ? "dark" : "light")"
    case .signal(let signal): "signal \(signal)"
    }
  }
}

/// Lines in a file.
final class Log {
  private let descriptor: Int32

  init(_ path: String?) {
    descriptor = path.map { unsafe open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) } ?? -1
  }

  func add(_ line: String) {
    if descriptor >= 0 { _ = Files.write(Array((line + "\n").utf8), to: descriptor) }
  }
}

/// The environment as a dictionary.
enum Environment {
  static func all() -> [String: String] {
    let names = [
      "TERM", "COLORTERM", "NO_COLOR", "COLORFGBG", "TMUX", "LC_ALL", "LC_CTYPE", "LANG", "ESCDELAY",
      "PROBE_LOG",
      "PROBE_TEXT", "PROBE_COLOR", "PROBE_ASCII", "PROBE_THEME", "PROBE_AMBIGUOUS", "PROBE_GRID",
      "PROBE_GRAPHICS", "KITTY_WINDOW_ID", "TERM_PROGRAM",
    ]
    var values: [String: String] = [:]
    for name in names {
      if let value = unsafe getenv(name) { unsafe values[name] = String(cString: value) }
    }
    return values
  }
}
