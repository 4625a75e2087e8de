import Basics
import Documents
import Screen
import Tokens

/// The one place where the state changes: pure, synchronous, total.
package func update(_ state: inout State, _ action: Action) -> [Effect] {
  let effects = state.take(action)
  // Whatever moved the selection or the counts: what is selected is counted.
  return effects + state.reviewSelection()
}

extension State {
  fileprivate mutating func take(_ action: Action) -> [Effect] {
    switch action {
    case .input(let input): return take(input)
    case .command(let id, let argument):
      guard let command = Commands.find(id) else {
        return say("There is no command `\(id)`", warning: true)
      }
      return run(command, argument)
    case .answer(let answer): return take(answer)
    }
  }

  /// What a person did.
  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .key(let key):
      if key != Key(.character("c"), .control) { quitsOnInterrupt = false }
      return take(key)
    case .paste(let bytes): return paste(bytes)
    case .mouse(let mouse): return settings.mouse ? take(mouse) : []
    case .resize(let size): return resize(to: size)
    case .background(let isDark):
      isTerminalDark = isDark
      return [.loadTheme(name: settings.theme ?? State.standardTheme(isDark: isDark))]
    case .cellShape(let ratio):
      terminalCellRatio = ratio
      return []
    case .signal(let signal): return take(signal)
    }
  }

  private mutating func take(_ signal: Input.Signal) -> [Effect] {
    switch signal {
    case .interrupt: return run(line: "work.cancel")
    case .resume: return [.redraw]
    case .terminate, .hangup:
      exitStatus = signal == .terminate ? 143 : 129
      return (document.isModified ? [.keepSession(session)] : [.dropRecovery]) + leave()
    }
  }

  /// The layout is made anew from the size; the arrangement too if the person has not touched it.
  private mutating func resize(to newSize: Size) -> [Effect] {
    let isStandard = layout == Arrangement.standard(for: size).focusing(layout.focused)
    size = newSize
    if isStandard { layout = Arrangement.standard(for: newSize).focusing(layout.focused) }
    return [.redraw] + showCaret() + resegment() + reviewTensors()
  }

  private mutating func take(_ key: Key) -> [Effect] {
    if let overlay = overlays.last { return take(key, for: overlay) }
    if key.code == .escape, jobs[.loadTokenizer] != nil { return cancelJobs() + say("Loading cancelled") }
    if key.code == .escape, isCounting { return stopCounting() }
    if focus == .vocabulary && vocabulary.isTyping { return typeQuery(key) }
    if focus == .lenses && lenses.isTyping { return typeLensQuery(key) }
    if focus == .tensors && tensors.isTyping { return typeTensorQuery(key) }
    if let command = Keymap.command(for: Chord(key), in: self) { return run(command.0, command.1) }
    if focus == .text && view.isTyping, Chord(key).isPrinting, case .character(let character) = key.code {
      return insert(Array(String(character).utf8), kind: .typing)
    }
    let name = Chord(key).shown
    return Chord(key).isPrinting && focus == .text
      ? say("`\(name)` is no command. i types into the text, ? shows all keys")
      : say("\(name) does nothing here; F1 shows all keys")
  }

  /// Typing in the search line of the vocabulary.
  private mutating func typeQuery(_ key: Key) -> [Effect] {
    switch key.code {
    case .escape, .enter, .down, .tab:
      vocabulary.isTyping = false
      if key.code == .tab { return take(key) }
      return key.code == .down ? scrollList(rows: 1) : reinspect()
    default:
      var line = LineInput(vocabulary.query)
      guard line.take(key) else {
        guard let command = Keymap.command(for: Chord(key), in: self) else { return [] }
        return run(command.0, command.1)
      }
      vocabulary.query = line.text
      vocabulary.selected = 0
      return searchVocabulary()
    }
  }

  /// A paste is one change of the text, whatever it holds; elsewhere it goes into the line that is being typed.
  private mutating func paste(_ bytes: [UInt8]) -> [Effect] {
    let line = String(decoding: bytes, as: UTF8.self)
    switch overlays.last {
    case .prompt(var prompt):
      prompt.input.insert(line)
      overlays[overlays.count - 1] = .prompt(prompt)
      return []
    case .chooser(var chooser):
      chooser.input.insert(line)
      chooser.selected = 0
      overlays[overlays.count - 1] = .chooser(chooser)
      return []
    case .confirm, .help: return []
    case nil: break
    }
    if focus == .vocabulary {
      vocabulary.query += line.prefix { !$0.isNewline }
      return searchVocabulary()
    }
    if focus == .lenses {
      lenses.query += line.prefix { !$0.isNewline }
      lenses.selected = 0
      return []
    }
    if focus == .tensors {
      let key = line.prefix { !$0.isNewline }
      tensors.query += tensors.isTyping ? key : ""
      listTensors()
      return selectTensor(tensors.isTyping ? 0 : tensors.selected)
    }
    // Terminals send line ends of a paste as CR.
    let text = bytes.contains(0x0A) ? bytes : bytes.map { $0 == 0x0D ? 0x0A : $0 }
    document.endGroup()
    return insert(text, kind: .other)
  }
}

extension Layout {
  /// This layout with the focus on another pane.
  func focusing(_ pane: PaneID) -> Layout {
    var layout = self
    layout.focus(pane)
    return layout
  }
}
