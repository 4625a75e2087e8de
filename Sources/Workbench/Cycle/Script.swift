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
package struct Script: Sendable {
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
      return chords.contains(nil) || chords.isEmpty ? nil : .inputs(chords.compactMap { $0.map { .key($0.key) } })
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

/// Plays scripts on a loop and waits until all that follows from them is done.
@MainActor
package enum Rehearsal {
  /// Plays the steps on a loop whose display is in memory.
  package static func play(_ script: Script, on loop: Loop, _ display: MemoryDisplay) async {
    await settle(loop, inputs: loop.inputCount)
    var fed = loop.inputCount
    for step in script.steps {
      switch step {
      case .inputs(let inputs):
        for input in inputs { display.feed(input) }
        fed += inputs.count
      case .command(let id, let argument): loop.act(.command(id, argument))
      case .wait: break
      }
      await settle(loop, inputs: fed)
    }
  }

  /// Waits until the inputs have been taken and nothing is under way; gives up after a minute.
  package static func settle(_ loop: Loop, inputs: Int) async {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while clock.now < deadline, !loop.isOver, loop.inputCount < inputs || !loop.isIdle {
      try? await Task.sleep(for: .milliseconds(1))
    }
  }
}
