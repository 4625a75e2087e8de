import Basics
import Documents
import Screen
import TestSupport
import Testing
import Tokens
import Workbench

/// Counts that follow selections and edits, counting that is stopped, tokenizers that come back, and the map of density.
@MainActor
@Suite struct LiveTests {
  /// Words that are dense in the middle under `bytes` never, under `words` where they are short.
  nonisolated private static let long =
    String(repeating: "considerably longer words everywhere\n", count: 60)
    + String(repeating: "a b c d e f g h i j k\n", count: 60)
    + String(repeating: "considerably longer words everywhere\n", count: 60)

  @Test func `selecting shows the tokens in it, and those that its ends cut`() async throws {
    let (frame, all) = try await rehearse(makeState("one two three"), "key ctrl+a")
    #expect(all.selectionCount?.tokens == 5 && all.selectionCount?.cutTokens == 0)
    #expect(frame.textRows().contains { $0.contains("5 tokens in 13 bytes selected") })
    let (_, part) = try await rehearse(makeState("one two three"), "key shift+right shift+right")
    #expect(part.selectionCount?.tokens == 0 && part.selectionCount?.cutTokens == 1)
    let (_, none) = try await rehearse(makeState("one two three"), "key ctrl+a esc esc")
    #expect(none.selectionCount == nil)
  }

  @Test func `the measures of the selection stand beside those of the text`() async throws {
    let (frame, _) = try await rehearse(
      makeState("one two three", Size(columns: 120, rows: 36)), "key shift+ctrl+right")
    #expect(frame.textRows().contains { $0.contains("selected") && $0.contains("text") })
  }

  @Test func `a key's own state has the exact tokens already`() async throws {
    var (_, state) = try await rehearse(makeState("one two three"), "key right")
    let effects = update(&state, .input(.key(Key(.character("x")))))
    #expect(state.segmentation?.isStale == false && state.segmentation?.tokens.count == 5)
    #expect(!effects.contains { if case .segment = $0 { true } else { false } })
  }

  @Test func `Esc stops a long count, and U goes on`() throws {
    var state = makeState(String(repeating: "word ", count: 500_000))
    #expect(state.isCounting)
    let effects = update(&state, .input(.key(Key(.escape))))
    #expect(effects.contains(.cancel(.count)) && state.isCountStopped && state.view.isTyping)
    // An edit follows, but does not begin the pass again.
    let edit = update(&state, .input(.key(Key(.character("x")))))
    #expect(edit.contains { if case .count(let request) = $0 { !request.goesOn } else { false } })
    _ = update(&state, .input(.key(Key(.escape))))
    #expect(!state.view.isTyping)
    let more = update(&state, .input(.key(Key(.character("U")))))
    #expect(more.contains { if case .count(let request) = $0 { request.goesOn } else { false } })
  }

  @Test func `a stopped count says how far it came`() async throws {
    let (frame, state) = try await rehearse(makeState("one two"), "wait\ncount.toggle")
    #expect(state.census.isComplete && !state.isCountStopped)
    #expect(frame.textRows().contains { $0.contains("has been counted") })
  }

  @Test func `going back to a tokenizer brings its totals back at once`() async throws {
    var (_, state) = try await rehearse(
      makeState("one two"), "tokenizer.pick bytes\ntokenizer.pick scalars")
    let bytes = try #require(TokenizerCatalog.named("bytes"))
    let number = state.generation(.loadTokenizer)
    _ = update(&state, .answer(.tokenizerLoaded(bytes, stamp: "", generation: number)))
    #expect(state.census.isComplete && state.census.tokenCount == 7 && state.measures?.tokens == 7)
    // Under other options the same tokenizer counts anew.
    _ = update(&state, .command("view.special"))
    #expect(state.census.coveredBytes == 0 && state.measures == nil)
  }

  @Test func `the map marks what is in sight, and a click goes there`() async throws {
    var (frame, state) = try await rehearse(makeState(Self.long), "wait")
    let area = try #require(state.minimapArea)
    #expect(frame.textRows()[area.row].contains("▐"))
    let map = Minimap(state.census, visible: 0..<200, rows: area.height)
    let (first, middle) = (map.shares[0] ?? 0, map.shares[area.height / 2] ?? 0)
    #expect(middle > 0.5 && first < 0.5)
    let click = Mouse(.press, column: area.endColumn - 1, row: area.endRow - 1)
    _ = update(&state, .input(.mouse(click)))
    #expect(state.view.top > state.document.text.count * 8 / 10)
    #expect(state.notice?.text.contains("of the file") == true)
  }

  @Test func `the map can be switched off, and is not there on a narrow screen or beside a short text`()
    async throws
  {
    let (_, off) = try await rehearse(makeState(Self.long), "key esc\nkey O")
    #expect(off.minimapArea == nil && !off.view.showsMinimap)
    let (_, on) = try await rehearse(off, "view.minimap")
    #expect(on.minimapArea != nil)
    #expect(makeState(Self.long, Size(columns: 59, rows: 24)).minimapArea == nil)
    #expect(makeState("short").minimapArea == nil)
  }

  nonisolated static let rows = [
    ScreenRow(name: "minimap-80x24", size: Size(columns: 80, rows: 24), steps: "key pagedown"),
    ScreenRow(name: "minimap-120x36", size: Size(columns: 120, rows: 36), steps: "wait", mode: .direct),
    ScreenRow(
      name: "minimap-none-80x24", size: Size(columns: 80, rows: 24), steps: "key ctrl+end", mode: .none),
    ScreenRow(
      name: "minimap-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "wait", mode: .none,
      isASCII: true),
  ]

  @Test(arguments: rows)
  func `the screen with a map is as recorded`(row: ScreenRow) async throws {
    let (frame, _) = try await rehearse(row.state(of: Self.long), row.steps)
    Golden.check(frame, row.name)
  }
}
