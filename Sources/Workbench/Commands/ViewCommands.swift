/// What the text pane shows.
enum ViewCommands {
  static let all =
    [
      Command(
        "view.next", "Next view of the text: spans, ids, list, hex", keys: ["f4", "v"], .view, hint: "view"
      ) {
        state, _ in
        let modes = TextView.Mode.allCases
        let next = ((modes.firstIndex(of: state.view.mode) ?? 0) + 1) % modes.count
        return state.show(modes[next])
      },
      Command("view.boundaries", "Boundaries: underline, bars, colour alone", keys: ["b"], .view) {
        state, _ in
        let all = TextView.Boundaries.allCases
        state.view.boundaries = all[((all.firstIndex(of: state.view.boundaries) ?? 0) + 1) % all.count]
        return state.showCaret() + state.say("Boundaries: \(state.view.boundaries.rawValue)")
      },
      Command("view.whitespace", "Show or hide marks for whitespace", keys: ["f5", "w"], .view) { state, _ in
        state.view.showsWhitespace.toggle()
        return []
      },
      Command("view.wrap", "Wrap long lines or not", keys: ["W"], .view) { state, _ in
        state.view.wraps.toggle()
        state.view.left = 0
        return state.showCaret()
      },
      Command("view.numbers", "Line numbers on or off", keys: ["#"], .view) { state, _ in
        state.view.showsLineNumbers.toggle()
        return state.showCaret()
      },
      Command("view.minimap", "Map of token density beside the text, on or off", keys: ["O"], .view) {
        state, _ in
        state.view.showsMinimap.toggle()
        return state.showCaret() + state.say(state.minimapSentence)
      },
      Command("view.special", "Text that spells a special token: special, or plain text", keys: ["S"], .view)
      { state, _ in
        let isSpecial = state.encodeOptions.special != .text
        state.encodeOptions.special = isSpecial ? .text : .allow
        let says = isSpecial ? "Special tokens are read as plain text" : "Special tokens are recognised"
        return state.use(state.tokenizer.tokenizer) + state.say(says)
      },
      Command(
        "measures.context", "Set the context window", keys: ["c"], .tokens, argument: "tokens"
      ) { state, argument in
        if let size = Int(argument.filter { $0 != "," && $0 != "_" }), size > 0 {
          state.settings.contextWindow = size
          state.measures?.contextWindow = size
          return []
        }
        state.overlays.append(.prompt(Prompt(.contextWindow, text: String(state.settings.contextWindow))))
        return []
      },
    ]
    + zip(TextView.Mode.allCases, ["1", "2", "3", "4"]).map { mode, key in
      Command("view.\(mode)", "View: \(mode.title)", keys: [key], .view) { state, _ in state.show(mode) }
    }
}

extension State {
  /// What the map says, or why it is not there.
  fileprivate var minimapSentence: String {
    if !view.showsMinimap { return "Map off" }
    if minimapArea != nil {
      return "Map: each row a part of the file; half a bar is its mean tokens per byte, longer is denser"
    }
    return size.columns < 60
      ? "Map on: it needs 60 columns" : "Map on: it comes when the text is larger than the screen"
  }

  /// Shows the text in another manner, the caret staying where it is.
  mutating func show(_ mode: TextView.Mode) -> [Effect] {
    view.mode = mode
    view.top = textLayout.row(holding: view.top).range.lowerBound
    return showCaret()
  }
}
