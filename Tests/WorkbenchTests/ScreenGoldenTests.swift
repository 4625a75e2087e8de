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

  struct Row: CustomStringConvertible, Sendable {
    var name: String
    var size: Size
    var steps: String
    var mode = ColorMode.palette
    var isASCII = false
    var description: String { name }
  }

  nonisolated static let rows = [
    Row(name: "start-80x24", size: Size(columns: 80, rows: 24), steps: "wait"),
    Row(name: "start-40x10", size: Size(columns: 40, rows: 10), steps: "wait"),
    Row(name: "start-20x5", size: Size(columns: 20, rows: 5), steps: "wait"),
    Row(name: "start-200x60", size: Size(columns: 200, rows: 60), steps: "wait"),
    Row(name: "start-1x1", size: Size(columns: 1, rows: 1), steps: "wait"),
    Row(name: "start-none-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .none),
    Row(
      name: "start-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .none, isASCII: true),
    Row(name: "start-16-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .sixteen),
    Row(name: "start-direct-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .direct),
    Row(name: "ids-80x24", size: Size(columns: 80, rows: 24), steps: "key down\nview.ids"),
    Row(name: "list-80x24", size: Size(columns: 80, rows: 24), steps: "key right\nview.list"),
    Row(name: "hex-80x24", size: Size(columns: 80, rows: 24), steps: "key right\nview.hex"),
    Row(name: "bars-80x24", size: Size(columns: 80, rows: 24), steps: "view.boundaries"),
    Row(name: "selection-80x24", size: Size(columns: 80, rows: 24), steps: "key shift+down"),
    Row(name: "vocabulary-120x36", size: Size(columns: 120, rows: 36), steps: "key right\nkey f3"),
    Row(name: "palette-80x24", size: Size(columns: 80, rows: 24), steps: "key ctrl+p\ntype pane"),
    Row(name: "help-80x24", size: Size(columns: 80, rows: 24), steps: "key f1"),
    Row(name: "find-80x24", size: Size(columns: 80, rows: 24), steps: "key ctrl+f\ntype token"),
    Row(name: "quit-80x24", size: Size(columns: 80, rows: 24), steps: "type x\nkey ctrl+q"),
    Row(name: "zoom-80x24", size: Size(columns: 80, rows: 24), steps: "pane.zoom"),
    Row(name: "reading-80x24", size: Size(columns: 80, rows: 24), steps: "key esc"),
    Row(name: "lenses-80x24", size: Size(columns: 80, rows: 24), steps: "lens.browse"),
    Row(name: "lenses-120x36", size: Size(columns: 120, rows: 36), steps: "lens.browse\nkey down"),
    Row(name: "lens-80x24", size: Size(columns: 80, rows: 24), steps: lensSteps),
    Row(name: "lens-120x36", size: Size(columns: 120, rows: 36), steps: lensSteps + "\nkey 1 j j j"),
  ]

  /// A lens on the text, under a tokenizer with few entries.
  nonisolated private static let lensSteps = "lens.open stochastok\nlens.own\nkey right right right"

  @Test(arguments: rows)
  func `the screen is as recorded`(row: Row) async throws {
    var state = makeState(Self.sample, tokenizer: "bytes", row.size)
    // A lens is only shown under a tokenizer that has been loaded; this one is learned from the text.
    let texts = Array(repeating: Array(Self.sample.utf8), count: 2)
    let learned = try MicroTokenizer.learned(from: texts, merges: 40, .open)
    if row.steps.contains("lens.open") { state.tokenizer = LoadedTokenizer(number: 1, learned) }
    state.colorMode = row.mode
    state.isASCII = row.isASCII
    state.isTerminalDark = true
    state.adopt(.embedded)
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
