import Screen

/// The pane that trains micro models.
enum LabCommands {
  static let all: [Command] =
    [
      Command("lab.show", "Micro models: train them here, and see the loss fall", keys: ["Y"], .vision) {
        state, _ in state.toggleLab()
      }
    ]
    + LabModel.allCases.enumerated().map { index, model in
      command("model\(index + 1)", "Train \(model.rawValue): \(model.purpose)", ["\(index + 1)"]) {
        state, _ in
        state.chooseModel(model)
      }
    } + [
      command("run", "Train, go on, or stop", ["r", "space"], hint: "run") { state, _ in state.runLab(.going)
      },
      command("anew", "Train anew; weights and checkpoint that are there are replaced", ["R"], hint: "anew") {
        state, _ in state.runLab(.anew)
      },
      command("knob", "Next knob of the training", ["t", "tab"], hint: "knob") { state, _ in
        state.nextLabKnob(by: 1)
      },
      command("knobBack", "Previous knob of the training", ["y"]) { state, _ in state.nextLabKnob(by: -1) },
      command("more", "Turn the knob of the training up", [".", "right", "l"], hint: "turn") { state, _ in
        state.turnLabKnob(by: 1)
      },
      command("less", "Turn the knob of the training down", [",", "left", "h"]) { state, _ in
        state.turnLabKnob(by: -1)
      },
      Command(
        "lab.value", "Type the value of the training's knob", keys: ["enter"], in: .lab, .vision,
        argument: "value"
      ) { state, words in state.typeLabKnob(words) },
      Command("lab.set", "Set a knob of the training", .vision, argument: "knob=value") { state, words in
        let parts = words.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        guard parts.count == 2 else { return state.say("Write knob=value", warning: true) }
        return state.setLabKnob(parts[0], parts[1])
      },
      command(
        "leave", "Close the micro models, back to the text; a training goes on", ["esc", "q"], hint: "back"
      ) {
        state, _ in state.toggleLab()
      },
    ]

  private static func command(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil,
    run: @escaping @Sendable (inout State, String) -> [Effect]
  ) -> Command {
    Command("lab.\(id)", title, keys: keys, in: .lab, .vision, hint: hint, run: run)
  }
}
