import Screen

/// From a key to the command that it means here.
package enum Keymap {
  /// The command, and its argument when the configuration gives one.
  package static func command(for chord: Chord, in state: State) -> (Command, String)? {
    if !(chord.isPrinting && isTyping(state)), let line = state.settings.keys[chord] {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      if let command = parts.first.flatMap(Commands.find) { return (command, parts.count > 1 ? parts[1] : "") }
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

  /// The commands that the key bar shows here, in the order of their usefulness.
  package static func hints(_ state: State) -> [Command] {
    let scopes = scopes(state)
    let here = Commands.all.filter { $0.hint != nil && scopes.contains($0.scope) && !reachable($0, state).isEmpty }
    return here.filter { $0.scope != .everywhere } + here.filter { $0.scope == .everywhere }
  }

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
    case .inspector, .measures, .log: [.list, .everywhere]
    }
  }

  private static func isTyping(_ state: State) -> Bool {
    (state.focus == .text && state.view.isTyping) || (state.focus == .vocabulary && state.vocabulary.isTyping)
  }

  private static let byChord: [Chord: [Command]] = {
    var map: [Chord: [Command]] = [:]
    for command in Commands.all {
      for chord in command.keys { map[chord, default: []].append(command) }
    }
    return map
  }()
}
