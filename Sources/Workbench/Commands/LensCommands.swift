import Lenses
import Screen

/// Lenses: the list of them, and turning the knobs of the one that is open.
enum LensCommands {
  static let all =
    [
      Command(
        "lens.browse", "Lenses: research methods on this text, or on their samples", keys: ["M"], .lenses
      ) {
        state, _ in state.browseLenses()
      },
      Command(
        "lens.open", "Open the lens", keys: ["enter"], in: .lenses, .lenses, hint: "open", argument: "id"
      ) {
        state, id in
        guard let id = id.isEmpty ? state.lenses.chosen?.id : id else {
          return state.say("No lens matches; Esc clears the search")
        }
        return state.openLens(id)
      },
      Command(
        "lens.search", "Search by title, question, source or number", keys: ["/", "i"], in: .lenses, .lenses,
        hint: "search"
      ) {
        state, _ in
        state.lenses.isTyping = true
        return []
      },
      Command("lens.close", "Back to the text", keys: ["esc", "q"], in: .lenses, .lenses, hint: "back") {
        state, _ in
        if !state.lenses.query.isEmpty {
          (state.lenses.query, state.lenses.selected) = ("", 0)
          return []
        }
        state.layout = Arrangement.standard(for: state.size)
        return state.showCaret() + state.resegment() + state.reinspect()
      },
      turn("lens.more", "Turn the knob up", ["right", "l"], hint: "turn", 1),
      turn("lens.less", "Turn the knob down", ["left", "h"], -1),
      turn("lens.muchMore", "Turn the knob up by ten steps", ["shift+right"], 10),
      turn("lens.muchLess", "Turn the knob down by ten steps", ["shift+left"], -10),
      knob("lens.nextKnob", "Next knob", ["down"], hint: "knob", 1),
      knob("lens.previousKnob", "Previous knob", ["up"], -1),
      Command(
        "lens.value", "Type the knob's value", keys: ["enter"], in: .lens, .lenses, hint: "type",
        argument: "value"
      ) {
        state, value in
        guard let knob = state.lenses.chosenKnob else { return [] }
        if !value.isEmpty { return state.setKnob(knob.key, value) }
        state.overlays.append(
          .prompt(Prompt(.knob(knob.title, knob.range), text: state.lenses.settings.text(knob.key))))
        return []
      },
      Command("lens.set", "Set a knob of the open lens", .lenses, argument: "knob=value") { state, argument in
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        guard parts.count == 2 else { return state.say("Write knob=value", warning: true) }
        return state.setKnob(parts[0], parts[1])
      },
      Command("lens.reset", "Set the knob back", keys: ["backspace", "delete"], in: .lens, .lenses) {
        state, _ in
        state.lenses.chosenKnob.map { state.setKnob($0.key, $0.initial) } ?? []
      },
      Command(
        "lens.again", "Draw again, with the next seed", keys: ["r"], in: .lens, .lenses, hint: "re-roll",
        unavailable: { state in
          state.lenses.card?.knobs.contains { $0.key == "seed" } == true ? nil : "this lens draws nothing"
        }
      ) { state, _ in state.turnKnob("seed", by: 1) },
      Command(
        "lens.own", "Look at your text, or at the sample", keys: ["b"], in: .lens, .lenses, hint: "your text"
      ) {
        state, _ in
        state.toggleLensText()
      },
    ] + figures

  private static let figures =
    [
      Command("lens.nextFigure", "Next figure of the lens", keys: ["]"], in: .lens, .lenses, hint: "figure") {
        state, _ in state.chooseFigure(state.lenses.figure + 1)
      },
      Command("lens.previousFigure", "Previous figure of the lens", keys: ["["], in: .lens, .lenses) {
        state, _ in
        state.chooseFigure(state.lenses.figure - 1)
      },
      item("lens.down", "Next part of the figure", ["j"], hint: "part", 1),
      item("lens.up", "Previous part of the figure", ["k"], -1),
      item("lens.pageDown", "Ten parts on", ["pagedown", "space"], 10),
      item("lens.pageUp", "Ten parts back", ["pageup"], -10),
      item("lens.first", "First part", ["home"], -1 << 30), item("lens.last", "Last part", ["end"], 1 << 30),
      Command(
        "lens.export", "Write the plate to a file: .md .html .csv .json .txt and more", keys: ["x"],
        in: .lens, .lenses, hint: "export", argument: "path"
      ) {
        state, path in state.exportFigures(to: path, replacing: false)
      },
      Command(
        "lens.leave", "Back to the list of lenses", keys: ["esc", "q"], in: .lens, .lenses, hint: "lenses"
      ) {
        state, _ in state.browseLenses()
      },
    ] + (1...9).map(number)

  private static func turn(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil, _ steps: Int
  ) -> Command {
    Command(id, title, keys: keys, in: .lens, .lenses, hint: hint) { state, _ in
      guard let knob = state.lenses.chosenKnob else { return [] }
      if case .text = knob.kind { return state.run(line: "lens.value") }
      return state.turnKnob(knob.key, by: steps)
    }
  }

  private static func knob(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil, _ steps: Int
  ) -> Command {
    Command(id, title, keys: keys, in: .lens, .lenses, hint: hint) { state, _ in
      let count = state.lenses.card?.knobs.count ?? 0
      if count > 0 { state.lenses.knob = ((state.lenses.knob + steps) % count + count) % count }
      return []
    }
  }

  private static func item(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil, _ steps: Int
  ) -> Command {
    Command(id, title, keys: keys, in: .lens, .lenses, hint: hint) { state, _ in state.chooseItem(by: steps) }
  }

  private static func number(_ number: Int) -> Command {
    Command("lens.figure\(number)", "Figure \(number) of the lens", keys: ["\(number)"], in: .lens, .lenses) {
      state, _ in state.chooseFigure(number - 1)
    }
  }
}
