import Lenses
import Screen
import TestSupport
import Testing
import Workbench

/// Whole screens, as text and as a map of styles, for sizes, colours, backgrounds and locales.
@MainActor
@Suite struct ScreenGoldenTests {
  nonisolated private static let sample = """
    Hello, world! Don't panic: 1234567 naïve cafés.
    \tTabs, 中文, 👩‍🚀 and e\u{301}; zero\u{200B}width, \u{202E}turned\u{202C}.

    let tokens = encode("tokenization") // 42

    """

  nonisolated static let rows = [
    ScreenRow(name: "start-80x24", size: Size(columns: 80, rows: 24), steps: "wait"),
    ScreenRow(name: "start-40x10", size: Size(columns: 40, rows: 10), steps: "wait"),
    ScreenRow(name: "start-20x5", size: Size(columns: 20, rows: 5), steps: "wait"),
    ScreenRow(name: "start-200x60", size: Size(columns: 200, rows: 60), steps: "wait"),
    ScreenRow(name: "start-1x1", size: Size(columns: 1, rows: 1), steps: "wait"),
    ScreenRow(name: "start-none-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .none),
    ScreenRow(
      name: "start-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .none, isASCII: true),
    ScreenRow(name: "start-16-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .sixteen),
    ScreenRow(name: "start-direct-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .direct),
    ScreenRow(name: "ids-80x24", size: Size(columns: 80, rows: 24), steps: "key down\nview.ids"),
    ScreenRow(name: "list-80x24", size: Size(columns: 80, rows: 24), steps: "key right\nview.list"),
    ScreenRow(name: "hex-80x24", size: Size(columns: 80, rows: 24), steps: "key right\nview.hex"),
    ScreenRow(name: "bars-80x24", size: Size(columns: 80, rows: 24), steps: "view.boundaries"),
    ScreenRow(name: "selection-80x24", size: Size(columns: 80, rows: 24), steps: "key shift+down"),
    ScreenRow(name: "vocabulary-120x36", size: Size(columns: 120, rows: 36), steps: "key right\nkey f3"),
    ScreenRow(name: "palette-80x24", size: Size(columns: 80, rows: 24), steps: "key ctrl+p\ntype pane"),
    ScreenRow(name: "help-80x24", size: Size(columns: 80, rows: 24), steps: "key f1"),
    ScreenRow(name: "find-80x24", size: Size(columns: 80, rows: 24), steps: "key ctrl+f\ntype token"),
    ScreenRow(name: "quit-80x24", size: Size(columns: 80, rows: 24), steps: "type x\nkey ctrl+q"),
    ScreenRow(name: "zoom-80x24", size: Size(columns: 80, rows: 24), steps: "pane.zoom"),
    ScreenRow(name: "reading-80x24", size: Size(columns: 80, rows: 24), steps: "key esc"),
    ScreenRow(name: "lenses-80x24", size: Size(columns: 80, rows: 24), steps: "lens.browse"),
    ScreenRow(name: "lenses-120x36", size: Size(columns: 120, rows: 36), steps: "lens.browse\nkey down"),
    ScreenRow(name: "lens-80x24", size: Size(columns: 80, rows: 24), steps: lensSteps),
    ScreenRow(name: "lens-120x36", size: Size(columns: 120, rows: 36), steps: lensSteps + "\nkey 1 j j j"),
  ]

  /// A lens on the text, under a tokenizer with few entries.
  nonisolated private static let lensSteps = "lens.open stochastok\nlens.own\nkey right right right"

  @Test(arguments: rows)
  func `the screen is as recorded`(row: ScreenRow) async throws {
    var state = row.state(of: Self.sample, tokenizer: "bytes")
    // A lens is only shown under a tokenizer that has been loaded; this one is learned from the text.
    let texts = Array(repeating: Array(Self.sample.utf8), count: 2)
    let learned = try MicroTokenizer.learned(from: texts, merges: 40, .open)
    if row.steps.contains("lens.open") { state.tokenizer = LoadedTokenizer(number: 1, learned) }
    let (frame, _) = try await rehearse(state, row.steps)
    Golden.check(frame, row.name)
  }

  @Test func `on a light background that is told, every theme paints what is readable`() {
    for isDark in [true, false, nil] as [Bool?] {
      var state = makeState(Self.sample)
      state.isTerminalDark = isDark
      state.adopt(.embedded)
      let style = state.theme.style("text")
      #expect((style.background == .standard) == (isDark == true))
    }
  }
}
