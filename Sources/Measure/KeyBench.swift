import Basics
import Documents
import Formats
import Screen
import Tokens
import Workbench

/// From a key to the frame that shows it, through the real loop, with a screen in memory: what a terminal adds is not in it.
@MainActor
enum KeyBench {
  /// Keys per text.
  private static let keyCount = 200

  static func run(_ bench: Bench) async throws {
    guard let tokenizer = bench.tokenizer else { return }
    for (name, size) in [("1 KB", 1_000), ("1 MB", 1_000_000), ("200 MB", 200_000_000)] {
      let text = bench.text(of: size)
      let times = try await type(into: text, tokenizer)
      print("key to frame, \(name): \(Percentiles(times.map(\.frame)))")
      print("key to exact tokens on the screen, \(name): \(Percentiles(times.map(\.tokens)))")
      print("key to exact totals, \(name): \(Percentiles(times.map(\.totals)))")
    }
  }

  /// One drawing of the screen, and one update by a key, on the way from a key to the frame.
  private static func timeRender(_ text: Rope, _ tokenizer: any Tokenizer) throws {
    var state = State(
      document: TextDocument(text), name: "bench", tokenizer: tokenizer, size: Size(columns: 120, rows: 36),
      theme: .embedded)
    let middle = text.characterStart(at: text.count / 2)
    state.view.selection = Selection(middle)
    state.view.top = middle
    let cut = try Segmentation(text, visible: state.visibleBytes, tokenizer, state.encodeOptions, .open)
    _ = update(&state, .answer(.segmented(cut, version: 0, tokenizer: 0)))
    let clock = ContinuousClock()
    let frames = (0..<100).map { _ in clock.measure { _ = render(state) }.milliseconds }
    let updates = (0..<100).map { _ in
      clock.measure { _ = update(&state, .input(.key(Key(.character("e"))))) }.milliseconds
    }
    print("  of that, drawing a frame: \(Percentiles(frames)); updating by a key: \(Percentiles(updates))")
  }

  private struct Times {
    var frame: Double
    var tokens: Double
    var totals: Double
  }

  /// Types letters in the middle of the text, one every 40 ms, once it has been counted.
  private static func type(into text: Rope, _ tokenizer: any Tokenizer) async throws -> [Times] {
    var state = State(
      document: TextDocument(text), name: "bench", tokenizer: tokenizer, size: Size(columns: 120, rows: 36),
      theme: .embedded)
    state.view.selection = Selection(text.characterStart(at: text.count / 2))
    let display = MemoryDisplay(size: state.size, keeping: 2)
    let folders = AssetFolders(environment: [:])
    let places = Runner.Places(
      shelf: TokenizerShelf(folders: folders, environment: [:], configured: []),
      store: SessionStore(stateFolder: nil),
      themeFolders: [], clipboard: Clipboard(.off, environment: [:]))
    let loop = Loop(state, display: display, runner: Runner(places))
    async let running: Void = loop.run()
    try timeRender(text, tokenizer)
    loop.act(.command("screen.redraw"))
    loop.act(.command("move.right"))
    loop.act(.command("edit.newline"))
    await loop.settle()
    var times: [Times] = []
    for n in 0..<keyCount {
      times.append(await press(Key(.character(n % 7 == 6 ? " " : "e")), loop, display))
      try await Task.sleep(for: .milliseconds(40))
    }
    loop.act(.command("program.quitNow"))
    await running
    return times
  }

  private static func press(_ key: Key, _ loop: Loop, _ display: MemoryDisplay) async -> Times {
    let clock = ContinuousClock()
    let version = loop.state.document.version
    let start = clock.now
    var times = Times(frame: 0, tokens: 0, totals: 0)
    display.feed(.key(key))
    while times.totals == 0 {
      await Task.yield()
      let now = (clock.now - start).milliseconds
      guard loop.state.document.version > version else { continue }
      if times.frame == 0 && loop.shownVersion > version { times.frame = now }
      let isExact = loop.state.segmentation.map { !$0.isStale } ?? false
      if times.tokens == 0 && times.frame > 0 && isExact { times.tokens = now }
      let census = loop.state.census
      if times.tokens > 0 && census.isComplete && census.text.count == loop.state.document.text.count {
        times.totals = now
      }
      if now > 10_000 { return times }
    }
    return times
  }
}

extension Duration {
  /// In milliseconds.
  var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15 }
}

/// The middle, the ninety-ninth percentile and the worst of some times in milliseconds.
struct Percentiles: CustomStringConvertible {
  private let sorted: [Double]

  init(_ times: [Double]) { sorted = times.sorted() }

  var description: String {
    guard !sorted.isEmpty else { return "no runs" }
    func at(_ share: Double) -> String {
      let value = sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
      return "\((value * 100).rounded() / 100) ms"
    }
    return "p50 \(at(0.5)), p99 \(at(0.99)), worst \(at(1)), \(sorted.count) runs"
  }
}
