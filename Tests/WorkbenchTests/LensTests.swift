import Basics
import Documents
import Figures
import Foundation
import Lenses
import Screen
import Testing
import Tokens
import Workbench

/// Lenses in the workbench: what keys do, and what happens to answers.
@MainActor
@Suite struct LensTests {
  /// A state with a lens open on a text, under a tokenizer that has entries.
  private func opened(_ id: String = "stochastok", own: Bool = true) -> (State, [Effect]) {
    var state = makeState("strawberry fields", tokenizer: "bytes")
    state.tokenizer = LoadedTokenizer(number: 1, state.tokenizer.tokenizer)
    state.lenses.usesOwnText = own
    let effects = update(&state, .command("lens.open", id))
    return (state, effects)
  }

  private func requests(_ effects: [Effect]) -> [LookRequest] {
    effects.compactMap { if case .look(let request) = $0 { request } else { nil } }
  }

  private let plate = Plate(
    figures: [
      .table(Table(title: "Rows", columns: [.init("a", key: "a")], rows: [[.integer(1)], [.integer(2)]])),
      .bars(Bars(title: "Bars", unit: "", bars: [])),
    ], label: ["measured"], links: [.init(figure: 0, item: 1, bytes: 3..<5)])

  @Test func `opening a lens asks it to look once, with its knobs as they stand at the start`() {
    var (state, effects) = opened()
    #expect(state.focus == .lens && state.jobs[.look] == 0)
    let asked = requests(effects)
    #expect(asked.count == 1 && asked[0].lens == "stochastok" && asked[0].knobs.text("p") == "0.1")
    #expect(asked[0].text != nil)
    #expect(requests(update(&state, .command("pane.zoom"))).isEmpty)
  }

  @Test func `a knob that is turned asks anew, and the answer to the older question is dropped`() {
    var (state, effects) = opened()
    let first = requests(effects)[0]
    let turned = requests(update(&state, .input(.key(Key(.right)))))
    #expect(turned.count == 1 && turned[0].knobs.text("p") == "0.15")
    _ = update(&state, .answer(.looked(plate, first, isComplete: true)))
    #expect(state.lenses.shown == nil && state.jobs[.look] == 0)
    _ = update(&state, .answer(.failed(.look, .cancelled)))
    #expect(state.jobs[.look] == 0, "the older look was stopped, the newer goes on")
    _ = update(&state, .answer(.looked(plate, turned[0], isComplete: false)))
    #expect(state.lenses.shown?.plate == plate && state.jobs[.look] == 0)
    _ = update(&state, .answer(.looked(plate, turned[0], isComplete: true)))
    #expect(state.jobs[.look] == nil)
    let again = requests(update(&state, .input(.key(Key(.right)))))
    #expect(
      again.count == 1 && state.lenses.shown?.plate == plate, "the old plate stays until the new one comes")
  }

  @Test func `up and down choose the knob, Enter types its value, Backspace sets it back`() {
    var (state, _) = opened()
    _ = update(&state, .input(.key(Key(.down))))
    #expect(state.lenses.chosenKnob?.key == "seed")
    _ = update(&state, .input(.key(Key(.up))))
    _ = update(&state, .input(.key(Key(.enter))))
    #expect(state.overlays.count == 1)
    _ = update(&state, .command("lens.value", "1.25"))
    #expect(state.lenses.settings.text("p") == "1.25")
    _ = update(&state, .command("lens.value", "nine"))
    #expect(state.lenses.settings.text("p") == "1.25" && state.notice?.isWarning == true)
    state.overlays = []
    _ = update(&state, .input(.key(Key(.backspace))))
    #expect(state.lenses.settings.text("p") == "0.1")
    _ = update(&state, .command("lens.set", "seeed=4"))
    #expect(state.notice?.text.contains("Did you mean seed") == true)
  }

  @Test func `b changes between sample and text, r takes the next seed, and knobs are kept by lens`() {
    var (state, _) = opened(own: false)
    #expect(state.lenses.request?.text == nil)
    let own = requests(update(&state, .input(.key(Key(.character("b"))))))
    #expect(own.count == 1 && own[0].text != nil)
    let drawn = requests(update(&state, .input(.key(Key(.character("r"))))))
    #expect(drawn[0].knobs.text("seed") == "2")
    _ = update(&state, .command("lens.open", "superbpe"))
    #expect(
      update(&state, .input(.key(Key(.character("r"))))).contains {
        if case .look = $0 { true } else { false }
      } == false)
    _ = update(&state, .command("lens.open", "stochastok"))
    #expect(state.lenses.settings.text("seed") == "2")
  }

  @Test
  func `the chosen part of a figure shows its bytes in the text, as long as the text is the one looked at`() {
    var (state, effects) = opened()
    _ = update(&state, .answer(.looked(plate, requests(effects)[0], isComplete: true)))
    #expect(state.linkedBytes == nil)
    _ = update(&state, .input(.key(Key(.character("j")))))
    #expect(state.lenses.item == 0 && state.linkedBytes == nil)
    _ = update(&state, .input(.key(Key(.character("j")))))
    #expect(state.lenses.item == 1 && state.linkedBytes == 3..<5)
    _ = update(&state, .input(.key(Key(.character("j")))))
    #expect(state.lenses.item == 1, "the last part stays chosen")
    _ = update(&state, .input(.key(Key(.character("]")))))
    #expect(state.lenses.figure == 1 && state.lenses.item == nil)
    for _ in 0..<5 { _ = update(&state, .input(.key(Key(.character("]"))))) }
    #expect(state.lenses.figure == 2, "behind the figures stands what they are")
    _ = update(&state, .input(.key(Key(.character("1")))))
    #expect(state.lenses.figure == 0)
  }

  @Test func `a look that fails says why and leaves the plate`() {
    var (state, effects) = opened()
    _ = update(&state, .answer(.looked(plate, requests(effects)[0], isComplete: true)))
    _ = update(&state, .answer(.failed(.look, Trouble(.input, "no entries"))))
    #expect(state.lenses.trouble == "no entries." && state.lenses.shown?.plate == plate)
    #expect(render(state).textRows().contains { $0.contains("no entries.") })
    let next = requests(update(&state, .input(.key(Key(.right)))))
    _ = update(&state, .answer(.looked(plate, next[0], isComplete: true)))
    #expect(state.lenses.trouble == nil)
  }

  @Test func `the list is searched by title, question, source and number`() {
    var state = makeState("a", tokenizer: "bytes")
    _ = update(&state, .input(.key(Key(.escape))))
    _ = update(&state, .input(.key(Key(.character("M")))))
    #expect(state.focus == .lenses && state.lenses.matches.count == LensCatalog.all.count)
    for (query, id) in [
      ("stoch", "stochastok"), ("24", "superbpe"), ("2601.14658", "phantom-edits"),
      ("count the letters", "stochastok"),
    ] {
      _ = update(&state, .input(.key(Key(.character("/")))))
      for character in query { _ = update(&state, .input(.key(Key(.character(character))))) }
      #expect(state.lenses.chosen?.id == id, "\(query)")
      _ = update(&state, .input(.key(Key(.enter))))
      _ = update(&state, .input(.key(Key(.escape))))
      #expect(state.lenses.query.isEmpty && state.focus == .lenses)
    }
    _ = update(&state, .input(.key(Key(.escape))))
    #expect(state.focus == .text)
  }

  @Test(arguments: [
    Size(columns: 80, rows: 24), Size(columns: 20, rows: 5), Size(columns: 33, rows: 12),
    Size(columns: 200, rows: 60),
  ])
  func `any plate is drawn at any size`(size: Size) {
    var state = makeState("strawberry fields", tokenizer: "bytes", size)
    state.tokenizer = LoadedTokenizer(number: 1, state.tokenizer.tokenizer)
    _ = update(&state, .command("lens.browse"))
    _ = render(state)
    let asked = requests(update(&state, .command("lens.open", "phantom-edits")))
    _ = render(state)
    let empty = Plate(figures: [.table(Table(title: "", columns: [], rows: []))], label: [])
    for plate in [plate, empty, Plate(figures: [], label: [])] {
      _ = update(&state, .answer(.looked(plate, asked[0], isComplete: true)))
      for id in ["lens.down", "lens.nextFigure", "lens.last", "lens.nextFigure", "lens.first"] {
        _ = update(&state, .command(id))
        _ = render(state)
      }
    }
  }

  @Test func `keys open a lens on its sample, and the plate is on the screen`() async throws {
    let (frame, state) = try await rehearse(
      makeState("ab", tokenizer: "bytes"),
      "tokenizer.pick bytes\nkey esc\nkey M\nkey / \ntype 41\nkey enter enter")
    #expect(state.focus == .lens && state.lenses.open == "stochastok")
    // Single bytes cannot be cut: the lens says so by leaving the text as it is.
    #expect(frame.textRows().joined().contains("the text stays"), "\(frame.textRows())")
    #expect(state.jobs[.look] == nil && state.lenses.shown != nil)
  }

  @Test func `a plate is written in the format of its name, and no file is replaced without asking`()
    async throws
  {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/plate.md"
    let steps =
      "tokenizer.pick bytes\nlens.open stochastok\nlens.own\nwait\nlens.export \(path)\nlens.export \(path)"
    let (_, state) = try await rehearse(makeState("one two", tokenizer: "bytes"), steps)
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written.contains("## Counts") && written.contains("## What this is"))
    #expect(state.overlays.count == 1, "the second time it asks")
    let (_, refused) = try await rehearse(
      makeState("one two", tokenizer: "bytes"),
      "tokenizer.pick bytes\nlens.open stochastok\nlens.own\nwait\nlens.export \(folder)/plate.xyz")
    #expect(refused.log.contains { $0.isWarning && $0.text.contains(".md") })
  }
}
