/// Going through a training.
enum TrainingCommands {
  static let all = [
    Command("training.begin", "Learn a tokenizer from the text, merge by merge", keys: ["L"], .tokens) {
      state, _ in
      state.layout = Arrangement.under(text: .training)
      let isCurrent = state.training?.version == state.document.version
      return (isCurrent ? [] : state.beginTraining()) + state.resegment() + state.reinspect()
    },
    step("training.forward", "One merge forward", ["right", "l", "space"], hint: "step", 1),
    step("training.back", "One merge back", ["left", "h"], hint: "back", -1),
    step("training.more", "A hundred merges forward", ["pagedown"], 100),
    step("training.less", "A hundred merges back", ["pageup"], -100),
    step("training.first", "To the beginning", ["home"], -1 << 20),
    Command("training.run", "Run, or stop", keys: ["r", "end"], in: .training, .tokens, hint: "run") {
      state, _ in
      state.jobs[.train] == nil ? state.showTraining(at: 1 << 20) : state.stopTraining()
    },
    Command(
      "training.jump", "Go to a merge by its rank", keys: ["g", "#"], in: .training, .tokens, hint: "rank",
      argument: "rank"
    ) { state, argument in
      if argument.isEmpty {
        state.overlays.append(.prompt(Prompt(.rank)))
        return []
      }
      guard let rank = Int(argument), rank >= 0 else {
        return state.say("A rank is a number from 0", warning: true)
      }
      return state.stopTraining() + state.showTraining(at: rank)
    },
    Command("training.again", "Learn anew from the text as it is now", keys: ["R"], in: .training, .tokens) {
      state, _ in state.stopTraining() + state.beginTraining()
    },
    Command(
      "training.pattern", "Training: words by another pattern", keys: ["s"], in: .training, .tokens,
      hint: "pattern"
    ) { state, _ in state.changeTraining { $0.takeNextPattern() } },
    Command(
      "training.rarer", "Training: merge rarer pairs too", keys: ["-"], in: .training, .tokens, hint: "rarer"
    ) { state, _ in
      state.changeTraining { $0.minimumFrequency = max(1, $0.minimumFrequency - 1) }
    },
    Command(
      "training.commoner", "Training: merge only more frequent pairs", keys: ["+", "="], in: .training,
      .tokens
    ) { state, _ in
      state.changeTraining { $0.minimumFrequency = min(1 << 20, $0.minimumFrequency + 1) }
    },
    Command("training.leave", "Back to the text", keys: ["esc"], in: .training, .tokens, hint: "leave") {
      state, _ in
      state.layout.focus(PaneKind.text.rawValue)
      return state.stopTraining() + state.reinspect()
    },
  ]

  private static func step(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil, _ steps: Int
  ) -> Command {
    Command(id, "Training: \(title.lowercased())", keys: keys, in: .training, .tokens, hint: hint) {
      state, _ in
      let shown = state.training?.shown ?? 0
      return state.stopTraining() + state.showTraining(at: max(0, shown + steps))
    }
  }
}
