import Screen

/// Help, palette, leaving, and the like.
enum ProgramCommands {
  static let all = [
    Command("help.show", "Help: all keys and marks", keys: ["f1", "?"], .program, hint: "help") { state, _ in
      state.overlays.append(.help(top: 0))
      return []
    },
    Command("palette.open", "Command palette", keys: ["ctrl+p", "f10"], .program, hint: "commands") {
      state, _ in
      state.overlays.append(.chooser(Chooser(.commands)))
      return []
    },
    Command(
      "command.line", "Run a command by its name", keys: [":"], .program, argument: "command and argument"
    ) {
      state, argument in
      if !argument.isEmpty { return state.run(line: argument) }
      state.overlays.append(.prompt(Prompt(.command)))
      return []
    },
    Command("work.cancel", "Cancel work; twice: quit", keys: ["ctrl+c"], .program) { state, _ in
      if state.quitsOnInterrupt { return state.askToQuit() }
      state.quitsOnInterrupt = true
      let cancelled = state.cancelJobs()
      let what = cancelled.isEmpty ? "Nothing is under way" : "Work cancelled"
      return cancelled + state.say("\(what); Ctrl-C again quits")
    },
    Command("count.toggle", "Stop or go on counting the text", keys: ["U"], .tokens) { state, _ in
      !state.isCounting && state.census.coveredBytes >= state.document.text.count
        ? state.say("The whole text has been counted") : state.toggleCounting()
    },
    Command("program.quit", "Quit", keys: ["ctrl+q"], .program, hint: "quit") { state, _ in state.askToQuit()
    },
    Command("pane.leave", "Leave the pane; in the text: quit", keys: ["q"], .program, hint: "leave") {
      state, _ in
      if state.layout.isZoomed {
        state.layout.toggleZoom()
      } else if state.focus == .text {
        return state.askToQuit(always: true)
      } else {
        state.layout.focus(PaneKind.text.rawValue)
      }
      return state.resegment() + state.reinspect()
    },
    Command("program.quitNow", "Quit and lose what is not saved", .program) { state, _ in
      [.dropRecovery] + state.leave()
    },
    Command("program.suspend", "Suspend; fg brings it back", keys: ["ctrl+z"], .program) { _, _ in [.suspend]
    },
    Command("screen.redraw", "Draw the whole screen again", keys: ["ctrl+l"], .program) { _, _ in [.redraw] },
    Command("theme.pick", "Choose a theme", keys: ["f9"], .program, argument: "theme") { state, name in
      if !name.isEmpty { return [.loadTheme(name: name)] }
      state.overlays.append(.chooser(Chooser(.themes)))
      return []
    },
    Command("mouse.toggle", "Mouse on or off", keys: ["m"], .program) { state, _ in
      state.settings.mouse.toggle()
      return [.setMouse(state.settings.mouse)]
        + state.say(state.settings.mouse ? "Mouse on" : "Mouse off: the terminal selects again")
    },
  ]
}

extension State {
  /// Quits, unless something is unsaved: then asks first.
  mutating func askToQuit(always: Bool = false) -> [Effect] {
    guard document.isModified else { return always ? askPlainly() : [.dropRecovery] + leave() }
    let canSave = document.path != nil
    overlays.append(
      .confirm(
        Confirm(
          question: "“\(title)” has changes that are not saved.",
          choices: [
            Confirm.Choice(
              key: "s", label: canSave ? "save and quit" : "save as …",
              command: canSave ? "file.saveAndQuit" : "file.saveAs"),
            Confirm.Choice(key: "d", label: "quit without saving", command: "program.quitNow"),
          ])))
    return []
  }

  /// A single letter should not end the program by accident.
  private mutating func askPlainly() -> [Effect] {
    let quit = Confirm.Choice(key: "q", label: "quit", command: "program.quitNow")
    overlays.append(.confirm(Confirm(question: "Quit Tessera? Nothing is unsaved.", choices: [quit])))
    return []
  }

  /// Quits; what can be opened again the same way is kept for `--resume`.
  func leave() -> [Effect] { [.keepLast(session), .quit] }

  /// Ends all work that can be cancelled.
  mutating func cancelJobs() -> [Effect] {
    let running = Job.allCases.filter { jobs[$0] != nil && $0 != .save && $0 != .session }
    for job in running {
      if job == .count { isCountStopped = true }
      jobs[job] = nil
      _ = nextGeneration(job)
    }
    return running.map(Effect.cancel)
  }

  /// Runs a command written out: its id, or the start of its title, and an argument.
  mutating func run(line: String) -> [Effect] {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = parts.first else { return [] }
    guard let command = Commands.find(name) else {
      return say("There is no command `\(name)`; Ctrl-P lists them all", warning: true)
    }
    return run(command, parts.count > 1 ? parts[1] : "")
  }

  /// Runs a command, or says why it cannot act.
  mutating func run(_ command: Command, _ argument: String = "") -> [Effect] {
    if let reason = command.unavailable(self) { return say("\(command.title): \(reason)", warning: true) }
    return command.run(&self, argument)
  }
}
