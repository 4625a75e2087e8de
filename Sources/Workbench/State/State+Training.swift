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
  /// How it learns.
  package var settings: TrainingSettings

  package init(version: Int, number: Int, settings: TrainingSettings = TrainingSettings()) {
    self.version = version
    self.number = number
    self.settings = settings
  }
}

/// What a person may choose of a training in the workbench.
package struct TrainingSettings: Sendable, Equatable {
  /// Pairs that occur less often are not merged; at least one.
  package var minimumFrequency = 2
  /// An index into `patterns`.
  package private(set) var pattern = 0

  package init() {}

  /// The patterns that words are cut by, in the order in which a key goes through them; each has a scanner.
  private static let patterns: [(name: String, splitter: any Splitter)] = WordRules.Cut.named.compactMap {
    guard case .pattern(let pattern) = $0.cut else { return nil }
    let name = $0.name
    return KnownPattern.recognise(pattern, .oniguruma).map { (name, $0.splitter) }
  }

  /// What `train --pattern` calls the pattern.
  package var patternName: String { Self.patterns[pattern].name }

  /// How texts are cut into words.
  var splitter: any Splitter { Self.patterns[pattern].splitter }

  /// The pattern after this one, and after the last the first.
  mutating func takeNextPattern() { pattern = (pattern + 1) % Self.patterns.count }

  /// In words, for the pane's border.
  var described: String { "\(patternName) · pairs from \(minimumFrequency)×" }
}

/// Learn from the text until so many merges are made.
package struct TrainRequest: Sendable, Equatable {
  package var text: Rope
  package var number: Int
  package var wanted: Int
  package var settings: TrainingSettings
}

extension State {
  /// Begins a training on the text as it is now, with the settings of the one before.
  mutating func beginTraining() -> [Effect] {
    training = TrainingView(
      version: document.version, number: nextGeneration(.train),
      settings: training?.settings ?? TrainingSettings())
    return askForSteps(1)
  }

  /// Learns anew with other settings, up to the merge that was shown.
  mutating func changeTraining(_ change: (inout TrainingSettings) -> Void) -> [Effect] {
    let shown = training?.shown ?? 0
    var settings = training?.settings ?? TrainingSettings()
    change(&settings)
    if settings == training?.settings { return [] }
    let stopping = stopTraining()
    training = TrainingView(
      version: document.version, number: nextGeneration(.train), settings: settings)
    return stopping + askForSteps(shown + 1)
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
    return [
      .train(
        TrainRequest(
          text: document.text, number: training.number, wanted: wanted, settings: training.settings))
    ]
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
