import Basics
import Screen

/// A rehearsal written down: one step a line, run through the real loop.
///
/// ```
/// # comment
/// type hello world
/// key esc
/// paste some text
/// size 80x24
/// view.ids
/// goto.line 12
/// ```
/// `type` presses the keys of a text, `key` presses chords (several may follow), `paste` hands in a paste, `size` resizes,
/// and any other line is a command with its argument. `wait` waits until all work is done, as the end does.
package struct Rehearsal: Sendable {
  /// One line of a rehearsal.
  package enum Step: Sendable, Equatable {
    case inputs([Input])
    case command(String, String)
    case wait
  }

  package let steps: [Step]

  /// Reads a script; throws naming the line that is none.
  package init(_ text: String, file: String) throws(Trouble) {
    var steps: [Step] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let step = Self.step(String(line)) else {
        if line.isEmpty || line.hasPrefix("#") { continue }
        throw Trouble(
          .input, at: .line(file: file, number: index + 1), "`\(line)` is no step",
          remedy: "Write type, key, paste, size, wait, or a command that the palette lists")
      }
      steps.append(step)
    }
    self.steps = steps
  }

  private static func step(_ line: String) -> Step? {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let verb = parts.first, !verb.hasPrefix("#") else { return nil }
    let rest = parts.count > 1 ? parts[1] : ""
    switch verb {
    case "type": return .inputs(rest.map { .key(Key(.character($0))) })
    case "key":
      let chords = rest.split(separator: " ").map { Chord(String($0)) }
      return chords.contains(nil) || chords.isEmpty
        ? nil : .inputs(chords.compactMap { $0.map { .key($0.key) } })
    case "paste": return .inputs([.paste(Array(rest.utf8))])
    case "size":
      let numbers = rest.split(separator: "x").compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ (1...1000).contains($0) }) else { return nil }
      return .inputs([.resize(Size(columns: numbers[0], rows: numbers[1]))])
    case "wait": return .wait
    default: return Commands.find(verb).map { .command($0.id, rest) }
    }
  }
}

extension Loop {
  /// Plays the steps one by one, each after all that followed from the one before is done.
  package func play(_ script: Rehearsal) async {
    await settle()
    for step in script.steps {
      switch step {
      case .inputs(let inputs): for input in inputs { take(input) }
      case .command(let id, let argument): act(.command(id, argument))
      case .wait: break
      }
      await settle()
    }
  }

  /// Waits until `inputs` have been taken and nothing is under way; gives up after a minute.
  package func settle(inputs: Int = 0) async {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while clock.now < deadline, !isOver, inputCount < inputs || !isIdle {
      try? await Task.sleep(for: .milliseconds(1))
    }
  }
}
