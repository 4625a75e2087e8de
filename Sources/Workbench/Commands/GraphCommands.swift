import Screen

/// Tokens joined where they are near.
enum GraphCommands {
  static let all: [Command] =
    [
      slide("graph.higher", "Join only what is nearer", ["right", "l"], 1, hint: "threshold"),
      slide("graph.lower", "Join what is further apart too", ["left", "h"], -1),
      slide("graph.muchHigher", "Raise the threshold by ten steps", ["shift+right"], 10),
      slide("graph.muchLower", "Lower the threshold by ten steps", ["shift+left"], -10),
      Command(
        "graph.threshold", "Type the threshold", keys: ["e"], in: .graph, .vectors, argument: "number"
      ) { state, words in
        guard !words.isEmpty else {
          state.overlays.append(.prompt(Prompt(.edges)))
          return []
        }
        guard let number = Float(words), number.isFinite else {
          return state.say("“\(words)” is no number", warning: true)
        }
        return state.cutGraph(at: state.graph.similarity == .euclid ? -number : number)
      },
      Command(
        "graph.usual", "A threshold with about as many links as tokens", keys: ["0"], in: .graph, .vectors
      ) { state, _ in
        let effects = state.graph.graph.map { state.cutGraph(at: $0.usualThreshold) } ?? []
        state.graph.threshold = nil
        return effects
      },
      choose("graph.down", "Next token of the list", ["down", "j"], 1, hint: "token"),
      choose("graph.up", "Previous token of the list", ["up", "k"], -1),
      choose("graph.pageDown", "Ten tokens on", ["pagedown"], 10),
      choose("graph.pageUp", "Ten tokens back", ["pageup"], -10),
      choose("graph.first", "First token", ["home"], -1 << 30),
      choose("graph.last", "Last token", ["end"], 1 << 30),
      group("graph.nextGroup", "Next group", ["]", "space"], 1, hint: "group"),
      group("graph.previousGroup", "Previous group", ["["], -1),
    ] + views

  private static let views: [Command] = [
    Command("graph.next", "Next token that matches the search", keys: ["n"], in: .graph, .vectors) {
      state, _ in
      state.chooseNode(by: 1, matching: true)
    },
    Command("graph.previous", "Previous token that matches the search", keys: ["N"], in: .graph, .vectors) {
      state, _ in state.chooseNode(by: -1, matching: true)
    },
    Command(
      "graph.search", "Search the tokens", keys: ["/", "i"], in: .graph, .vectors, hint: "search",
      argument: "text"
    ) { state, words in
      guard !words.isEmpty else {
        state.overlays.append(.prompt(Prompt(.node, text: state.graph.search)))
        return []
      }
      state.graph.search = words
      state.graph.selected = nil
      return state.chooseNode(by: 1, matching: true)
    },
    Command(
      "graph.measure", "By what tokens are near: dot product, cosine, centred cosine, distance", keys: ["m"],
      in: .graph, .vectors, hint: "measure"
    ) { state, _ in
      state.graph.similarity = state.graph.similarity.next
      return state.reinspect()
    },
    Command(
      "graph.positions", "Every token of the text, or every entry once", keys: ["o"], in: .graph, .vectors,
      hint: "of what"
    ) { state, _ in
      state.graph.hasPositions.toggle()
      return state.reinspect()
    },
    Command(
      "graph.text", "Go to the token in the text", keys: ["enter"], in: .graph, .vectors, hint: "in text"
    ) {
      state, _ in state.goToNode()
    },
    Command("graph.more", "More tokens", keys: ["+"], in: .graph, .vectors) { state, _ in
      state.countNodes(by: 1)
    },
    Command("graph.fewer", "Fewer tokens", keys: ["-"], in: .graph, .vectors) { state, _ in
      state.countNodes(by: -1)
    },
    Command(
      "graph.leave", "End choosing, or go back to the text", keys: ["esc"], in: .graph, .vectors, hint: "back"
    ) { state, _ in
      if state.graph.selected == nil {
        state.layout.focus(PaneKind.text.rawValue)
        return state.reinspect()
      }
      (state.graph.selected, state.graph.search) = (nil, "")
      return []
    },
  ]

  private static func slide(
    _ id: String, _ title: String, _ keys: [String], _ steps: Float, hint: String? = nil
  ) -> Command {
    Command(id, title, keys: keys, in: .graph, .vectors, hint: hint) { state, _ in
      state.slideThreshold(by: steps)
    }
  }

  private static func choose(
    _ id: String, _ title: String, _ keys: [String], _ steps: Int, hint: String? = nil
  ) -> Command {
    Command(id, title, keys: keys, in: .graph, .vectors, hint: hint) { state, _ in state.chooseNode(by: steps)
    }
  }

  private static func group(
    _ id: String, _ title: String, _ keys: [String], _ steps: Int, hint: String? = nil
  ) -> Command {
    Command(id, title, keys: keys, in: .graph, .vectors, hint: hint) { state, _ in
      state.chooseGroup(by: steps)
    }
  }
}
