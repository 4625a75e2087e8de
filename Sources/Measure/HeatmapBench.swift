import Basics
import Documents
import Figures
import Formats
import Glibc
import Screen
import Sketches
import Tensors
import Tokens
import Workbench

/// A key in the heatmap of 4,096 × 4,096 similarities: the update and the drawing of the whole screen that it asks for. Overviews are drawn from
/// the smaller versions of the heatmap; the plain way beside them goes through all numbers in sight.
@MainActor
enum HeatmapBench {
  private static let side = 4096
  private static let width = 64

  static func run(_ bench: Bench) async throws {
    guard let tokenizer = bench.tokenizer, let path = try matrix() else { return }
    defer { unlink(path) }
    var (state, opened) = try await opened(path, tokenizer)
    print("heatmap \(side) x \(side), from a file to the screen: \((opened * 10).rounded() / 10) ms")
    for (name, steps) in [
      ("numbers", 0), ("half blocks", 2), ("squares of 16 x 16", 6), ("all in sight", nil),
    ]
      as [(String, Int?)]
    {
      state.similarity.viewport.step = steps
      print("heatmap key, \(name): \(Percentiles(keys(&state)))")
      guard steps ?? 6 > 2 else { continue }
      var plain = state
      plain.similarity.viewport.levels = nil
      print("heatmap key, \(name), plain: \(Percentiles(keys(&plain, count: 20)))")
    }
    print("heatmap key, threshold: \(Percentiles(keys(&state, [.character("."), .character(",")])))")
  }

  /// A matrix of random numbers in a file of its own.
  private static func matrix() throws(Trouble) -> String? {
    let path = "/tmp/tessera-bench-\(getpid()).npy"
    var random = SeededRandom(seed: 1)
    let floats = (0..<side * width).map { _ in Float(random.unit() - 0.3) }
    try Npy.write(WrittenTensor(name: "", Shape([side, width]), floats), to: path)
    return path
  }

  /// The pane with the rows of the file compared, and how long that took.
  private static func opened(_ path: String, _ tokenizer: any Tokenizer) async throws -> (State, Double) {
    var state = State(
      document: TextDocument(Rope(Array("bench".utf8))), name: "bench", tokenizer: tokenizer,
      size: Size(columns: 200, rows: 60), theme: .embedded)
    state.tokenizer = LoadedTokenizer(number: 1, tokenizer)
    let display = MemoryDisplay(size: state.size, keeping: 2)
    let folders = AssetFolders(environment: [:])
    let places = Runner.Places(
      shelf: TokenizerShelf(folders: folders, environment: [:], configured: []),
      store: SessionStore(stateFolder: nil), themeFolders: [], clipboard: Clipboard(.off, environment: [:]))
    let loop = Loop(state, display: display, runner: Runner(places))
    async let running: Void = loop.run()
    loop.act(.command("similarity.show"))
    let clock = ContinuousClock()
    let start = clock.now
    loop.act(.command("similarity.open", path))
    await loop.settle()
    let time = (clock.now - start).milliseconds
    let result = loop.state
    loop.act(.command("program.quitNow"))
    await running
    return (result, time)
  }

  /// Presses keys in turn, and draws a frame after each.
  private static func keys(
    _ state: inout State, _ codes: [Key.Code] = [.down, .right, .pageDown, .right], count: Int = 200
  ) -> [Double] {
    let clock = ContinuousClock()
    return (0..<count).map { n in
      clock.measure {
        _ = update(&state, .input(.key(Key(codes[n % codes.count]))))
        _ = render(state)
      }.milliseconds
    }
  }
}
