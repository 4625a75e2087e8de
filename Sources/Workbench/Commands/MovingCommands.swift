import Documents

/// Motions of the caret; each has a twin with Shift that extends the selection.
enum MovingCommands {
  static let all =
    motions.flatMap { motion in
      [
        Command("move.\(motion.id)", motion.title, keys: motion.keys, in: .text, .moving) { state, _ in
          motion.run(&state, false)
        },
        Command(
          "select.\(motion.id)", "Select: \(motion.title.lowercased())",
          keys: motion.keys.filter { $0.count > 1 }.map { "shift+" + $0 },
          in: .text, .moving
        ) { state, _ in motion.run(&state, true) },
      ]
    } + [
      Command("move.nextToken", "Next token", keys: ["]", "l"], in: .reading, .moving, hint: "next token") {
        state, _ in
        state.moveCaret(tokens: 1, extending: false)
      },
      Command("move.previousToken", "Previous token", keys: ["[", "h"], in: .reading, .moving) { state, _ in
        state.moveCaret(tokens: -1, extending: false)
      },
      Command(
        "find.open", "Find text", keys: ["ctrl+f", "/"], in: .text, .moving, hint: "find", argument: "text"
      ) { state, needle in
        state.find(needle)
      },
      Command("find.next", "Next match", keys: ["f7", "n"], in: .text, .moving, unavailable: nothingToFind) {
        state, _ in
        state.findAgain(isForward: true)
      },
      Command(
        "find.previous", "Previous match", keys: ["shift+f7", "N"], in: .text, .moving,
        unavailable: nothingToFind
      ) {
        state, _ in state.findAgain(isForward: false)
      },
      Command(
        "goto.line", "Go to a line, or to a byte with @", keys: ["ctrl+g", "g"], in: .text, .moving,
        argument: "line or @byte"
      ) {
        state, argument in
        if !argument.isEmpty { return state.goTo(argument) }
        state.overlays.append(.prompt(Prompt(.goTo)))
        return []
      },
    ]

  private struct Motion: Sendable {
    let id: String
    let title: String
    let keys: [String]
    let run: @Sendable (inout State, _ extending: Bool) -> [Effect]
  }

  private static let nothingToFind: @Sendable (State) -> String? = {
    $0.search.needle.isEmpty ? "nothing has been looked for yet; Ctrl-F does" : nil
  }

  private static let motions = [
    Motion(id: "left", title: "Left", keys: ["left"]) { state, extending in
      state.moveCaret(
        to: TextMotion.previous(state.document.text, before: state.view.selection.caret), extending: extending
      )
    },
    Motion(id: "right", title: "Right", keys: ["right"]) { state, extending in
      state.moveCaret(
        to: TextMotion.next(state.document.text, after: state.view.selection.caret), extending: extending)
    },
    Motion(id: "up", title: "Up", keys: ["up", "k"]) { $0.moveCaret(rows: -1, extending: $1) },
    Motion(id: "down", title: "Down", keys: ["down", "j"]) { $0.moveCaret(rows: 1, extending: $1) },
    Motion(id: "wordLeft", title: "Word left", keys: ["ctrl+left"]) { state, extending in
      state.moveCaret(
        to: TextMotion.previousWord(state.document.text, before: state.view.selection.caret),
        extending: extending)
    },
    Motion(id: "wordRight", title: "Word right", keys: ["ctrl+right"]) { state, extending in
      state.moveCaret(
        to: TextMotion.nextWord(state.document.text, after: state.view.selection.caret), extending: extending)
    },
    Motion(id: "home", title: "Start of the line", keys: ["home"]) { state, extending in
      state.moveCaret(
        to: state.document.text.start(ofLine: state.document.text.line(at: state.view.selection.caret)),
        extending: extending)
    },
    Motion(id: "end", title: "End of the line", keys: ["end"]) { state, extending in
      let text = state.document.text
      return state.moveCaret(
        to: text.range(ofLine: text.line(at: state.view.selection.caret)).upperBound, extending: extending)
    },
    Motion(id: "pageUp", title: "Page up", keys: ["pageup"]) { state, extending in
      let rows = max(1, state.textRowLimit - 1)
      return state.scrollText(rows: -rows) + state.moveCaret(rows: -rows, extending: extending)
    },
    Motion(id: "pageDown", title: "Page down", keys: ["pagedown"]) { state, extending in
      let rows = max(1, state.textRowLimit - 1)
      return state.scrollText(rows: rows) + state.moveCaret(rows: rows, extending: extending)
    },
    Motion(id: "start", title: "Start of the text", keys: ["ctrl+home"]) {
      $0.moveCaret(to: 0, extending: $1)
    },
    Motion(id: "finish", title: "End of the text", keys: ["ctrl+end"]) {
      $0.moveCaret(to: $0.document.text.count, extending: $1)
    },
  ]
}

extension State {
  /// Looks for text, or asks for what.
  mutating func find(_ needle: String) -> [Effect] {
    if needle.isEmpty {
      overlays.append(.prompt(Prompt(.find, text: String(decoding: search.needle, as: UTF8.self))))
      return []
    }
    search.needle = Array(needle.utf8)
    return findAgain(isForward: true, fromHere: true)
  }

  /// Looks for the same text again. Lower-case needles match either case of ASCII letters.
  mutating func findAgain(isForward: Bool, fromHere: Bool = false) -> [Effect] {
    let needle = search.needle
    let caret = view.selection.range.lowerBound
    jobs[.find] = 0
    let folds = !needle.contains { (65...90).contains($0) }
    return [
      .findText(
        FindRequest(
          needle: needle, text: document.text, from: isForward && !fromHere ? caret + 1 : caret,
          isForward: isForward,
          foldsCase: folds))
    ]
  }

  /// Goes to a line (`120`) or to a byte (`@4096`).
  mutating func goTo(_ place: String) -> [Effect] {
    let digits = place.filter { $0 != "," && $0 != "_" && $0 != " " }
    if digits.first == "@", let byte = Int(digits.dropFirst()), byte <= document.text.count {
      return moveCaret(to: document.text.characterStart(at: byte), extending: false)
    }
    if let line = Int(digits), line >= 1 {
      let last = document.text.lineCount
      let effects = moveCaret(to: document.text.start(ofLine: min(line, last) - 1), extending: false)
      return effects + (line > last ? say("The last line is \(last)") : [])
    }
    return say("A line number, or @ and a byte offset up to \(document.text.count)", warning: true)
  }
}
