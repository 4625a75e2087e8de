import Screen

/// From a key to the command that it means here.
package enum Keymap {
  /// The command, and its argument when the configuration gives one.
  package static func command(for chord: Chord, in state: State) -> (Command, String)? {
    if !(chord.isPrinting && isTyping(state)), let line = state.settings.keys[chord] {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      if let command = parts.first.flatMap(Commands.find) {
        return (command, parts.count > 1 ? parts[1] : "")
      }
    }
    for scope in scopes(state) {
      if let command = byChord[chord]?.first(where: { $0.scope == scope }),
        !(chord.isPrinting && isTyping(state))
      {
        return (command, "")
      }
    }
    return nil
  }

  /// The commands that the key bar shows here: those of this place first, then by how soon a person needs them.
  package static func hints(_ state: State) -> [Command] {
    let scopes = scopes(state)
    let here = Commands.all.filter {
      $0.hint != nil && scopes.contains($0.scope) && !reachable($0, state).isEmpty
    }
    func place(_ command: Command) -> Int {
      if let place = bar.firstIndex(of: command.id) { return place }
      return command.scope == .everywhere || command.scope == .text ? bar.count : 0
    }
    return here.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(
      \.element)
  }

  private static let bar = [
    "help.show", "edit.read", "edit.type", "tokenizer.pick", "view.next", "explain.show", "palette.open",
    "pane.vocabulary",
    "pane.next", "program.quit",
    "find.open", "file.save", "file.open",
  ]

  /// The keys of a command that work now.
  package static func reachable(_ command: Command, _ state: State) -> [Chord] {
    command.keys.filter { chord in
      !(chord.isPrinting && isTyping(state)) && state.settings.keys[chord] == nil
        && Self.command(for: chord, in: state)?.0.id == command.id
    }
  }

  /// The scopes that are active, the nearest first.
  static func scopes(_ state: State) -> [Command.Scope] {
    switch state.focus {
    case .text: [state.view.isTyping ? .typing : .reading, .text, .everywhere]
    case .vocabulary: [.vocabulary, .list, .everywhere]
    case .training: [.training, .everywhere]
    case .lenses: [.lenses, .list, .everywhere]
    case .lens: [.lens, .everywhere]
    case .why: [.why, .list, .everywhere]
    case .diff: [.diff, .list, .everywhere]
    case .vocabularies: [.vocabularies, .list, .everywhere]
    case .corpus: [.corpus, .list, .everywhere]
    case .measuring: [.measuring, .list, .everywhere]
    case .tensors: state.tensors.slice == nil ? [.tensors, .list, .everywhere] : [.tensorSlice, .everywhere]
    case .similarity: [.similarity, .list, .everywhere]
    case .neighbours: [.neighbours, .list, .everywhere]
    case .projection: [.projection, .list, .everywhere]
    case .graph: [.graph, .list, .everywhere]
    case .tokenGrid: [.tokenGrid, .list, .everywhere]
    case .lab: [.lab, .everywhere]
    case .inspector, .measures, .log, .pipeline, .check: [.list, .everywhere]
    }
  }

  private static func isTyping(_ state: State) -> Bool {
    (state.focus == .text && state.view.isTyping) || (state.focus == .vocabulary && state.vocabulary.isTyping)
      || (state.focus == .lenses && state.lenses.isTyping)
      || (state.focus == .tensors && state.tensors.isTyping)
  }

  private static let byChord: [Chord: [Command]] = {
    var map: [Chord: [Command]] = [:]
    for command in Commands.all {
      for chord in command.keys { map[chord, default: []].append(command) }
    }
    return map
  }()
}
