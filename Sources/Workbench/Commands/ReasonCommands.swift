/// Explaining cuts, and checking tokenizers.
enum ReasonCommands {
  static let all = [
    Command(
      "explain.show", "Explain the cut at the cursor: stages and reasons, or end explaining",
      keys: ["ctrl+e", "e"], .tokens, hint: "explain"
    ) { state, _ in
      let isOpen = state.layout.panes.contains(PaneKind.why.rawValue)
      state.layout = isOpen ? Arrangement.standard(for: state.size) : Arrangement.explaining(for: state.size)
      return state.showCaret() + state.resegment() + state.reinspect()
    },
    Command(
      "tokenizer.check", "Check the tokenizer: unreachable entries, duplicates, dead merges", keys: ["K"],
      .tokens
    ) { state, _ in
      state.layout = Arrangement.under(text: .check)
      return state.showCaret() + state.resegment() + state.reinspect()
    },
    step("why.forward", "One step forward", ["right", "l", "space"], hint: "step", 1),
    step("why.back", "One step back", ["left", "h"], hint: "back", -1),
    step("why.first", "To the beginning", ["home"], -1 << 20),
    step("why.last", "To the end", ["end"], 1 << 20),
  ]

  private static func step(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil, _ steps: Int
  ) -> Command {
    Command(id, "Why: \(title.lowercased())", keys: keys, in: .why, .tokens, hint: hint) { state, _ in
      state.step(by: steps)
    }
  }
}

extension State {
  /// Goes through the model's steps.
  mutating func step(by steps: Int) -> [Effect] {
    guard let piece = explained?.explanation.piece else {
      return say("There are no steps to go through here")
    }
    let last = WhyReport(piece, tokenizer.tokenizer).stepCount
    whyStep = max(0, min(whyStep + steps, last))
    return []
  }
}
