import Screen

/// The pane of visual tokens.
enum TokenGridCommands {
  static let all: [Command] =
    [
      Command("map.show", "Visual tokens: a picture as a language model reads it", keys: ["V"], .vision) {
        state, _ in state.toggleMap()
      }
    ] + views + moving + opening + turning + [
      command("leave", "Close the map, back to the text", ["esc", "q"], hint: "back") { state, _ in
        state.toggleMap()
      }
    ]

  private static let views: [Command] =
    MapTab.allCases.map { tab in
      command("view\(tab.rawValue + 1)", "View: \(tab.purpose)", ["\(tab.rawValue + 1)"]) { state, _ in
        state.showTab(tab)
      }
    } + [
      command("view", "Next view", ["v"], hint: "view") { state, _ in state.turnTab(by: 1) },
      command("viewBack", "Previous view", ["c"]) { state, _ in state.turnTab(by: -1) },
      command("score", "What colours mean: states, lengths, attention, likeness …", ["m"], hint: "colours") {
        state, _ in state.turnScore()
      },
    ]

  private static let moving: [Command] = [
    step("up", "Token above", ["up", "k"], -1, 0), step("down", "Token below", ["down", "j"], 1, 0),
    step("left", "Token to the left", ["left", "h"], 0, -1),
    step("right", "Token to the right", ["right", "l"], 0, 1),
    step("pageUp", "Eight rows up", ["pageup", "shift+up"], -8, 0),
    step("pageDown", "Eight rows down", ["pagedown", "shift+down", "space"], 8, 0),
    step("pageLeft", "Eight columns to the left", ["shift+left"], 0, -8),
    step("pageRight", "Eight columns to the right", ["shift+right"], 0, 8),
    step("first", "First column", ["home"], 0, -1 << 20), step("last", "Last column", ["end"], 0, 1 << 20),
    step("top", "First row", ["ctrl+home"], -1 << 20, 0),
    step("bottom", "Last row", ["ctrl+end"], 1 << 20, 0),
    command("next", "Next picture", ["n"], hint: "picture") { state, _ in state.turnPicture(by: 1) },
    command("previous", "Previous picture", ["p"]) { state, _ in state.turnPicture(by: -1) },
    command("layerUp", "Next layer", ["]"], hint: "layer") { state, _ in state.turnLayer(by: 1) },
    command("layerDown", "Previous layer", ["["]) { state, _ in state.turnLayer(by: -1) },
  ]

  private static let opening: [Command] = [
    Command(
      "map.open", "Open pictures, a folder of them, or files of vectors", keys: ["o"], in: .tokenGrid,
      .vision,
      hint: "open", argument: "paths"
    ) { state, words in state.openMap(words: words) },
    Command(
      "map.model", "Take another model: micro, handmade, or a folder", keys: ["f"], in: .tokenGrid, .vision,
      hint: "model", argument: "model"
    ) { state, words in state.useVisionModel(words) },
    Command(
      "map.vector", "Bring a vector to compare the tokens with", keys: ["u"], in: .tokenGrid, .vision,
      argument: "file, tensor, row"
    ) { state, words in state.bringVector(words) },
    command("send", "Show the neighbours of the chosen token", ["s"], hint: "neighbours") { state, _ in
      state.sendToken()
    },
    command("sendGroup", "Lay out the tokens of the chosen one's group on a plane", ["S"], hint: "plane") {
      state, _ in state.sendGroup()
    },
  ]

  private static let turning: [Command] = [
    command("knob", "Next knob", ["t"], hint: "knob") { state, _ in state.nextMapKnob(by: 1) },
    command("knobBack", "Previous knob", ["y"]) { state, _ in state.nextMapKnob(by: -1) },
    command("more", "Turn the knob up", ["."], hint: "turn") { state, _ in state.turnMapKnob(by: 1) },
    command("less", "Turn the knob down", [","]) { state, _ in state.turnMapKnob(by: -1) },
    Command(
      "map.value", "Type the knob's value; - empties it", keys: ["enter"], in: .tokenGrid, .vision,
      argument: "value"
    ) { state, words in state.typeMapKnob(words) },
    Command("map.set", "Set a knob of the map", .vision, argument: "knob=value") { state, words in
      let parts = words.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { return state.say("Write knob=value", warning: true) }
      return state.setMapKnob(parts[0], parts[1])
    },
    command("reset", "Set the knob back", ["backspace", "delete"]) { state, _ in state.resetMapKnob() },
    command("ruleA", "Another rule on the left, or for the reader", ["a"]) { state, _ in state.turnRule(0) },
    command("ruleB", "Another rule on the right, or another trial for the reader", ["b"]) { state, _ in
      state.turnRule(1)
    },
  ]

  private static func command(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil,
    run: @escaping @Sendable (inout State, String) -> [Effect]
  ) -> Command {
    Command("map.\(id)", title, keys: keys, in: .tokenGrid, .vision, hint: hint, run: run)
  }

  private static func step(_ id: String, _ title: String, _ keys: [String], _ rows: Int, _ columns: Int)
    -> Command
  {
    command(id, "Map: \(title.lowercased())", keys) { state, _ in state.moveCell(rows: rows, columns: columns)
    }
  }
}
