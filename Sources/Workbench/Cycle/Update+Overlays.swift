import Screen

/// Keys while something lies over the panes.
extension State {
  mutating func take(_ key: Key, for overlay: Overlay) -> [Effect] {
    if key.code == .escape {
      overlays.removeLast()
      return []
    }
    switch overlay {
    case .help(let top): return take(key, help: top)
    case .confirm(let confirm): return take(key, confirm)
    case .prompt(let prompt): return take(key, prompt)
    case .chooser(let chooser): return take(key, chooser)
    }
  }

  private mutating func take(_ key: Key, help top: Int) -> [Effect] {
    let page = max(1, size.rows - 6)
    let next: Int? =
      switch key.code {
      case .up, .character("k"): top - 1
      case .down, .character("j"): top + 1
      case .pageUp: top - page
      case .pageDown, .character(" "): top + page
      case .home: 0
      case .end: 1 << 20
      case .character("q"), .character("?"), .function(1), .enter: nil
      default: top
      }
    overlays.removeLast()
    if let next { overlays.append(.help(top: max(0, min(next, HelpScreen.rowCount(self) - page)))) }
    return []
  }

  private mutating func take(_ key: Key, _ confirm: Confirm) -> [Effect] {
    guard case .character(let character) = key.code,
      let choice = confirm.choices.first(where: { String($0.key) == character.lowercased() })
    else { return [] }
    overlays.removeLast()
    guard let command = Commands.find(choice.command) else { return [] }
    return run(command, choice.argument)
  }

  private mutating func take(_ key: Key, _ prompt: Prompt) -> [Effect] {
    var prompt = prompt
    if key.code == .enter {
      overlays.removeLast()
      let line = prompt.input.text
      guard !line.isEmpty, let command = Commands.find(prompt.command) else { return [] }
      return run(command, line)
    }
    guard prompt.input.take(key) else { return [] }
    overlays[overlays.count - 1] = .prompt(prompt)
    return []
  }

  private mutating func take(_ key: Key, _ chooser: Chooser) -> [Effect] {
    var chooser = chooser
    let items = chooser.items(in: self)
    let page = max(1, chooserRows - 1)
    switch key.code {
    case .enter: return choose(chooser, items)
    case .up, .backTab: chooser.selected -= 1
    case .down, .tab: chooser.selected += 1
    case .pageUp: chooser.selected -= page
    case .pageDown: chooser.selected += page
    default:
      guard chooser.input.take(key) else { return [] }
      chooser.selected = 0
      overlays[overlays.count - 1] = .chooser(chooser)
      return []
    }
    chooser.selected = max(0, min(chooser.selected, items.count - 1))
    overlays[overlays.count - 1] = .chooser(chooser)
    return []
  }

  /// Runs the selected row's command.
  mutating func choose(_ chooser: Chooser, _ items: [Chooser.Item]) -> [Effect] {
    guard items.indices.contains(chooser.selected),
      let command = Commands.find(items[chooser.selected].command)
    else { return [] }
    let item = items[chooser.selected]
    if let reason = item.unavailable { return say("\(item.title): \(reason)", warning: true) }
    overlays.removeLast()
    return run(command, item.argument)
  }

  /// Rows of a chooser's list.
  var chooserRows: Int { max(1, min(size.rows - 6, 24)) }
}
