/// Opening and saving.
enum FileCommands {
  static let all = [
    Command("file.save", "Save", keys: ["ctrl+s"], .files, hint: "save") { state, _ in
      state.save(quitting: false)
    },
    Command("file.saveAs", "Save under another name", .files, argument: "path") { state, path in
      if !path.isEmpty {
        return [.save(SaveRequest(text: state.document.text, path: path, mayReplace: false))]
      }
      state.overlays.append(.prompt(Prompt(.saveAs, text: state.document.path ?? "")))
      return []
    },
    Command("file.replace", "Save and replace the file that is there", .files, argument: "path") {
      state, path in
      [.save(SaveRequest(text: state.document.text, path: path, mayReplace: true))]
    },
    Command("file.saveAndQuit", "Save and quit", .files) { state, _ in state.save(quitting: true) },
    Command("file.open", "Open a text file", keys: ["ctrl+o"], .files, hint: "open", argument: "path") {
      state, path in
      if path.isEmpty {
        state.overlays.append(.prompt(Prompt(.open)))
        return []
      }
      if state.document.isModified {
        return state.say("Save or undo the changes of “\(state.title)” first (Ctrl-S)", warning: true)
      }
      return [.openFile(path: path, generation: state.nextGeneration(.openFile))]
    },
    Command(
      "file.next", "Open the next of the files named at the start", keys: ["ctrl+n"], .files,
      unavailable: { $0.files.count < 2 ? "no other file was named" : nil }
    ) { state, _ in
      let next = (state.fileIndex + 1) % state.files.count
      let effects = state.run(line: "file.open " + state.files[next])
      if !state.document.isModified { state.fileIndex = next }
      return effects
    },
    Command("session.save", "Save the session to a file", .files, argument: "path") { state, path in
      if path.isEmpty {
        state.overlays.append(.prompt(Prompt(.session)))
        return []
      }
      return [.saveSession(state.session, path: path)]
    },
    Command(
      "session.recover", "Bring back the text that was not saved", .files,
      unavailable: { $0.recovery == nil ? "nothing was left behind" : nil }
    ) { state, _ in
      guard let session = state.recovery else { return [] }
      state.recovery = nil
      // First it is kept as this run's own, then the other copy goes.
      return state.restore(session) + [.keepSession(state.session), .dropOffered]
    },
    Command("session.discard", "Forget the text that was not saved", .files) { state, _ in
      state.recovery = nil
      return [.dropOffered]
    },
  ]
}

extension State {
  /// Saves to the file the text came from, or asks for a name.
  mutating func save(quitting: Bool) -> [Effect] {
    guard let path = document.path else {
      overlays.append(.prompt(Prompt(.saveAs)))
      return []
    }
    return [.save(SaveRequest(text: document.text, path: path, mayReplace: true, quitsAfter: quitting))]
  }
}
