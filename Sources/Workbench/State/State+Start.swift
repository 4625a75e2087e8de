import Basics
import Tokens

/// What the workbench begins with.
extension State {
  /// The work to begin with: the tokenizer, the file, and what there is to say.
  package mutating func begin(
    tokenizer name: String, file: String?, notes: [String], troubles: [Trouble]
  ) -> [Effect] {
    var effects = load(name)
    if let file { effects.append(.openFile(path: file, generation: nextGeneration(.openFile))) }
    return effects + notes.flatMap { say($0) } + troubles.flatMap { show($0) }
  }

  /// Offers the text that an earlier run left behind.
  package mutating func offer(_ left: Session) {
    recovery = left
    let size = left.text?.count ?? 0
    overlays.append(
      .confirm(
        Confirm(
          question: "An earlier run ended before “\(left.path ?? left.name)” was saved (\(size) bytes).",
          choices: [
            Confirm.Choice(key: "r", label: "bring that text back", command: "session.recover"),
            Confirm.Choice(key: "d", label: "forget it", command: "session.discard"),
          ])))
  }
}
