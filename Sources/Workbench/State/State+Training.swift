import Documents
import Tokens

/// A training that a person goes through, step by step.
package struct TrainingView: Sendable, Equatable {
  /// The steps made so far, of which `shown` are on the screen.
  package var steps: [TrainingStep] = []
  package var shown = 0
  /// How many steps are asked for.
  package var wanted = 1
  /// Whether no more pair can merge.
  package var isComplete = false
  /// The text that it learns from.
  package var version: Int
  /// Under which it was begun.
  package var number: Int

  package init(version: Int, number: Int) {
    self.version = version
    self.number = number
  }

  /// How texts are cut into words: GPT-2's pattern.
  static let splitter = KnownPattern.recognise(ByteLevel.pattern, .oniguruma)?.splitter
}

/// Learn from the text until so many merges are made.
package struct TrainRequest: Sendable, Equatable {
  package var text: Rope
  package var number: Int
  package var wanted: Int
}

extension State {
  /// Begins a training on the text as it is now.
  mutating func beginTraining() -> [Effect] {
    training = TrainingView(version: document.version, number: nextGeneration(.train))
    return askForSteps(1)
  }

  /// Shows the training after so many merges, learning on where that is needed.
  mutating func showTraining(at step: Int) -> [Effect] {
    guard let training else { return beginTraining() }
    let step = max(0, training.isComplete ? min(step, training.steps.count) : step)
    self.training?.shown = min(step, training.steps.count)
    return askForSteps(step + 1)
  }

  /// Stops a training that runs; what it has learned stays.
  mutating func stopTraining() -> [Effect] {
    guard jobs[.train] != nil else { return [] }
    jobs[.train] = nil
    training?.wanted = 0
    return [.cancel(.train)]
  }

  /// One step more than is shown is always asked for: it has the pairs that could merge next.
  private mutating func askForSteps(_ wanted: Int) -> [Effect] {
    guard let training, !training.isComplete, wanted > training.steps.count else { return [] }
    self.training?.wanted = wanted
    jobs[.train] = 0
    return [.train(TrainRequest(text: document.text, number: training.number, wanted: wanted))]
  }

  /// Takes what was learned; while it runs the newest step is shown.
  mutating func take(_ steps: [TrainingStep], isComplete: Bool, number: Int) -> [Effect] {
    guard training?.number == number else { return [] }
    training?.steps += steps
    training?.isComplete = isComplete
    guard let now = training, now.wanted > 0 else { return [] }
    training?.shown = min(now.wanted - 1, isComplete ? now.steps.count : now.steps.count - 1)
    return []
  }
}
