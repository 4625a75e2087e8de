import Basics
import Documents
import Formats
import Screen
import Tokens
import Workbench

/// A text of 200 MB in the workbench: the first pass, edits at random places, selections, other tokenizers.
@MainActor
enum LiveBench {
  private static let names = [
    "tiktoken/gpt2.tiktoken", "tiktoken/cl100k_base.tiktoken", "hf/llama3.json", "hf/llama2.json",
    "wordpiece/bert-base-uncased.vocab.txt", "tiktoken/o200k_base.tiktoken", "spm/t5-base.model",
  ]

  /// `live` is all of it, `live llama2` one tokenizer, `live spm/t5-base.model` one that is not among the usual ones.
  static func run(_ bench: Bench, _ filter: String) async throws {
    guard let folder = bench.folder else { return print("live at any size: needs --data") }
    let text = bench.text(of: 200_000_000)
    print("live: 200 MB of text, resident \(tenths(MemoryBench.residentMegabytes())) MB before any tokenizer")
    let wanted = filter.dropFirst(5)
    let others = wanted.contains("/") ? [String(wanted)] : []
    for name in others.isEmpty ? names : others where wanted.isEmpty || name.contains(wanted) {
      let path = "\(folder)/vocabs/\(name)"
      let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
      let session = LiveSession(text, tokenizer, path: path)
      await session.measureFirstPass(name)
      await session.measureEdits(name)
      await session.measureSelections(name, tokenizer)
      if name == names[1] {
        await session.measureSwitches(names.prefix(3).map { "\(folder)/vocabs/\($0)" })
      }
      print("live \(name): resident \(tenths(MemoryBench.residentMegabytes())) MB")
      await session.end()
    }
  }

  static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// One workbench over a large text, with a screen in memory.
@MainActor
final class LiveSession {
  private let loop: Loop
  private let display: MemoryDisplay
  private let running: Task<Void, Never>
  private let clock = ContinuousClock()
  private var random = SeededRandom(seed: 7)

  init(_ text: Rope, _ tokenizer: any Tokenizer, path: String) {
    let state = State(
      document: TextDocument(text), name: "bench", tokenizer: tokenizer, size: Size(columns: 120, rows: 36),
      theme: .embedded)
    let display = MemoryDisplay(size: state.size, keeping: 2)
    let places = Runner.Places(
      shelf: TokenizerShelf(folders: AssetFolders(environment: [:]), environment: [:], configured: []),
      store: SessionStore(stateFolder: nil), themeFolders: [], clipboard: Clipboard(.off, environment: [:]))
    let loop = Loop(state, display: display, runner: Runner(places))
    self.display = display
    self.loop = loop
    running = Task { await loop.run(state.recount()) }
  }

  func end() async {
    loop.act(.command("program.quitNow"))
    await running.value
  }

  /// Until a condition holds, in milliseconds from `start`. Between two looks it sleeps: who asks without rest takes the loop's
  /// processor from it when others are busy.
  private func wait(from start: ContinuousClock.Instant, _ holds: () -> Bool) async -> Double {
    while !holds() {
      try? await Task.sleep(for: .microseconds(200))
      if clock.now - start > .seconds(60) { return 60_000 }
    }
    return (clock.now - start).milliseconds
  }

  /// The first pass, and what a key costs while it runs.
  func measureFirstPass(_ name: String) async {
    let start = clock.now
    var keys: [Double] = []
    let size = loop.state.document.text.count
    while loop.state.census.coveredBytes < size && clock.now - start < .seconds(60) {
      try? await Task.sleep(for: .milliseconds(30))
      if loop.state.census.coveredBytes == size { break }
      let pressed = clock.now
      let inputs = loop.inputCount
      display.feed(.key(Key(.right)))
      keys.append(await wait(from: pressed) { loop.inputCount > inputs })
    }
    let seconds = (clock.now - start).milliseconds / 1000
    let rate = Double(size) / seconds / 1e6
    let exact = loop.state.census.isExact ? "exact" : "about"
    print("live \(name): first pass \(LiveBench.tenths(seconds)) s, \(Int(rate)) MB/s, \(exact)")
    print("  a key meanwhile: \(Percentiles(keys))")
  }

  /// Letters, deletions and line ends, and pastes of 10 KB, at 400 random places.
  func measureEdits(_ name: String) async {
    let paste = Array(
      repeating: Array("A pasted line with naïve words, 中文 and 1234 numbers.\n".utf8), count: 180
    ).joined()
    let edits: [(String, Input)] = [
      ("key", .key(Key(.character("e")))), ("key", .key(Key(.backspace))),
      ("key", .key(Key(.enter))), ("paste of 10 KB", .paste(Array(paste))),
    ]
    var times: [String: (frames: [Double], totals: [Double])] = [:]
    for n in 0..<400 {
      let (kind, input) = edits[n % edits.count]
      let place = Int.random(in: 1..<loop.state.document.text.count, using: &random)
      loop.act(.command("goto.line", "@\(place)"))
      await loop.settle()
      // So that no frame has just been drawn, as when a person types.
      try? await Task.sleep(for: .milliseconds(20))
      let version = loop.state.document.version
      let start = clock.now
      display.feed(input)
      let frame = await wait(from: start) { loop.shownVersion > version && loop.shownTokenizer != nil }
      let total = await wait(from: start) {
        let (census, document) = (loop.state.census, loop.state.document)
        return document.version > version && census.isComplete
          && census.text.isSameVersion(as: document.text)
      }
      times[kind, default: ([], [])].frames.append(frame)
      times[kind, default: ([], [])].totals.append(total)
    }
    for (kind, times) in times.sorted(by: { $0.key < $1.key }) {
      print("live \(name), \(kind): to exact tokens in a frame: \(Percentiles(times.frames))")
      print("live \(name), \(kind): to exact totals: \(Percentiles(times.totals))")
    }
  }

  /// Everything, and random ranges.
  func measureSelections(_ name: String, _ tokenizer: any Tokenizer) async {
    let start = clock.now
    loop.act(.command("edit.selectAll"))
    let all = await wait(from: start) { loop.state.selectionCount != nil }
    let census = loop.state.census
    var times: [Double] = []
    for _ in 0..<200 {
      let (a, b) = (
        Int.random(in: 0...census.text.count, using: &random),
        Int.random(in: 0...census.text.count, using: &random)
      )
      times.append(
        clock.measure {
          _ = try? census.count(in: min(a, b)..<max(a, b), tokenizer, loop.state.encodeOptions, .open)
        }.milliseconds)
    }
    print("live \(name): select all \(LiveBench.tenths(all)) ms; a random range: \(Percentiles(times))")
    loop.act(.command("edit.unselect"))
    await loop.settle()
  }

  /// To other tokenizers and back: how long until the screen is right, and until the totals are.
  func measureSwitches(_ paths: [String]) async {
    var (choices, screens, totals): ([Double], [Double], [Double]) = ([], [], [])
    for n in 0..<12 {
      let number = loop.state.tokenizer.number
      let start = clock.now
      loop.act(.command("tokenizer.pick", paths[n % paths.count]))
      _ = await wait(from: start) { loop.state.tokenizer.number > number }
      let loaded = clock.now
      screens.append(await wait(from: loaded) { loop.shownTokenizer ?? 0 > number })
      choices.append((clock.now - start).milliseconds)
      totals.append(await wait(from: loaded) { loop.state.census.isComplete && loop.state.measures != nil })
    }
    print("live switch: the tokenizer is there to a right screen: \(Percentiles(screens))")
    print("live switch: choice to a right screen, loading included: \(Percentiles(choices))")
    print(
      "live switch: totals, first time \(totals.prefix(3).map(LiveBench.tenths)) ms, again: \(Percentiles(Array(totals.dropFirst(3))))"
    )
  }
}
