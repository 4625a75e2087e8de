import Documents
import Screen
import Testing
import Workbench

@MainActor
@Suite struct RehearsalTests {
  @Test func `typing changes the text, its tokens and its count`() async throws {
    let (_, state) = try await rehearse(makeState("one two"), "key ctrl+end\ntype  three")
    #expect(text(state) == "one two three")
    #expect(state.census.tokenCount == 5 && state.census.isComplete)
    #expect(state.segmentation?.tokens.count == 5)
    #expect(state.measures?.text.words == 3)
  }

  @Test(arguments: [
    ("key end\nkey enter\ntype x", "ab\nx\ncd"), ("key down end backspace", "ab\nc"),
    ("key right delete", "a\ncd"),
    ("key ctrl+a ctrl+x", ""), ("key shift+right ctrl+x end ctrl+v", "ba\ncd"),
    ("type x\nkey ctrl+u", "ab\ncd"),
    ("type xy\nkey ctrl+u ctrl+r", "xyab\ncd"), ("key end ctrl+w", "\ncd"), ("key ctrl+k", "\ncd"),
    ("key ctrl+end left left ctrl+d", "ab\nd"), ("paste 1\nkey ctrl+u", "ab\ncd"),
    ("key esc\ntype x", "ab\ncd"), ("key esc i\ntype x", "xab\ncd"),
  ])
  func `keys edit the text`(steps: String, expected: String) async throws {
    let (_, state) = try await rehearse(makeState("ab\ncd"), steps)
    #expect(text(state) == expected)
  }

  @Test func `a search goes to the match and round the end`() async throws {
    let (_, state) = try await rehearse(makeState("alpha beta Alpha"), "find.open alpha\nkey f7")
    #expect(state.view.selection.range == 11..<16)
    let (_, round) = try await rehearse(makeState("alpha beta Alpha"), "find.open alpha\nkey f7\nkey f7")
    #expect(round.view.selection.range == 0..<5)
  }

  @Test func `a line number and a byte offset can be gone to`() async throws {
    let (_, state) = try await rehearse(makeState("a\nb\nc"), "goto.line 3")
    #expect(state.view.selection.caret == 4)
    let (_, byte) = try await rehearse(makeState("a\nb\nc"), "goto.line @2")
    #expect(byte.view.selection.caret == 2)
  }

  @Test func `quitting with unsaved changes asks first`() async throws {
    let (frame, state) = try await rehearse(makeState("a"), "type b\nkey ctrl+q")
    #expect(state.overlays.count == 1)
    #expect(frame.textRows().contains { $0.contains("quit without saving") })
  }

  @Test func `q asks before it quits, and a second q does`() {
    var state = makeState("a")
    _ = update(&state, .input(.key(Key(.escape))))
    #expect(!update(&state, .input(.key(Key(.character("q"))))).contains(.quit))
    #expect(update(&state, .input(.key(Key(.character("q"))))).contains(.quit))
  }

  @Test func `without the wanted tokenizer another steps in, and the reason stays on the screen`()
    async throws
  {
    var state = makeState("ab", tokenizer: "none such")
    state.fallbacks = ["scalars"]
    let (frame, end) = try await rehearse(state, "tokenizer.pick none such")
    #expect(end.tokenizer.tokenizer.card.name == "scalars" && end.census.tokenCount == 2)
    #expect(frame.textRows().joined().contains("no tokenizer is called none such"))
  }

  @Test func `a load that a newer one replaced brings no other tokenizer in`() {
    var state = makeState("ab", tokenizer: "none such")
    _ = update(&state, .command("tokenizer.pick", "first"))
    _ = update(&state, .command("tokenizer.pick", "second"))
    #expect(update(&state, .answer(.failed(.loadTokenizer, .cancelled))).isEmpty)
    // Cancelled by the person, there has to be one all the same.
    _ = update(&state, .input(.key(Key(.escape))))
    let effects = update(&state, .answer(.failed(.loadTokenizer, .cancelled)))
    #expect(effects.contains { if case .loadTokenizer(name: "bytes", _) = $0 { true } else { false } })
  }

  @Test func `a training changes its pattern and its least frequency, and goes on where it was`() async throws
  {
    let state = makeState("abab abab ab cd cd 2024 2024", Size(columns: 120, rows: 36))
    let (_, begun) = try await rehearse(state, "key esc\nkey L\nkey right")
    #expect(begun.training?.shown == 1 && begun.training?.settings.patternName == "gpt2")
    let (frame, next) = try await rehearse(begun, "key s\nkey -")
    #expect(next.training?.settings.patternName == "cl100k")
    #expect(next.training?.settings.minimumFrequency == 1)
    #expect(
      next.training?.shown == 1 && next.training?.steps.first?.chosen == begun.training?.steps.first?.chosen)
    #expect(frame.textRows().contains { $0.contains("cl100k · pairs from 1×") })
    let (_, last) = try await rehearse(begun, "key +\nkey +\nkey +\nkey +")
    // Nothing occurs six times.
    #expect(last.training?.isComplete == true && last.training?.steps.isEmpty == true)
    let (_, round) = try await rehearse(begun, "key s\nkey s\nkey s\nkey s")
    #expect(round.training?.settings.patternName == "gpt2")
  }

  @Test func `Esc closes an overlay and loses no text`() async throws {
    let (_, state) = try await rehearse(makeState("a"), "type b\nkey ctrl+p\ntype zzz\nkey esc")
    #expect(state.overlays.isEmpty && text(state) == "ba")
  }

  @Test func `the palette runs the command that is typed`() async throws {
    let (_, state) = try await rehearse(makeState("a"), "key ctrl+p\ntype hex\nkey enter")
    #expect(state.view.mode == .hex)
  }

  @Test func `the vocabulary shows the entry of the token under the cursor`() async throws {
    let (_, state) = try await rehearse(makeState("ab", tokenizer: "bytes"), "key right\nkey f3")
    #expect(state.focus == .vocabulary && state.vocabulary.selectedID == 98)
    let (_, back) = try await rehearse(makeState("abab", tokenizer: "bytes"), "key right\nkey f3\nkey enter")
    #expect(back.view.selection.range == 3..<4)
  }

  @Test func `another tokenizer cuts the same text anew`() async throws {
    let (_, state) = try await rehearse(makeState("one two"), "tokenizer.pick bytes")
    #expect(state.census.tokenCount == 7 && state.tokenizer.tokenizer.card.name == "bytes")
  }

  @Test func `a file that is not there is told and nothing is lost`() async throws {
    let (_, state) = try await rehearse(makeState("keep me"), "file.open /no/such/file")
    #expect(text(state) == "keep me")
    #expect(state.log.contains { $0.isWarning && $0.text.contains("/no/such/file") })
  }

  @Test func `a paste is one step of undo, and is never run as keys`() async throws {
    var state = makeState("")
    _ = update(&state, .input(.paste(Array("q\u{1B}[A\rx".utf8))))
    #expect(text(state) == "q\u{1B}[A\nx")
    _ = update(&state, .command("edit.undo"))
    #expect(text(state) == "")
  }

  @Test func `Ctrl-C cancels, and twice quits`() {
    var state = makeState("a")
    let interrupt = Action.input(.key(Key(.character("c"), .control)))
    #expect(!update(&state, interrupt).contains(.quit))
    #expect(update(&state, interrupt).contains(.quit))
  }

  @Test func `SIGTERM keeps an unsaved text and quits`() {
    var state = makeState("a")
    _ = update(&state, .input(.key(Key(.character("x")))))
    let effects = update(&state, .input(.signal(.terminate)))
    #expect(effects.last == .quit && effects.contains { if case .keepSession = $0 { true } else { false } })
  }

  @Test func `an answer to an older text is dropped`() throws {
    var state = makeState("one two")
    let old = try Segmentation(
      state.document.text, visible: 0..<7, state.tokenizer.tokenizer, state.encodeOptions, .init())
    _ = update(&state, .input(.key(Key(.character("x")))))
    _ = update(&state, .answer(.segmented(old, version: 0, tokenizer: 0)))
    #expect(state.segmentation == nil)
  }
}
