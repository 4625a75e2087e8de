import Basics
import Tensors

/// A micro model on its way: it can be held after any step, written down, and gone on with later to the very same weights.
///
///     var training = MicroTraining(LessonCatalog.clsViT, seed: 1)
///     try training.run(until: training.steps, ticket)
package struct MicroTraining: Sendable {
  package let lesson: any Lesson
  /// How many steps there are in all; the sizes of the steps follow from it.
  package let steps: Int
  private var training: Training

  /// A training that has not begun, of as many steps as the lesson takes unless told.
  package init(_ lesson: any Lesson, seed: UInt64, steps: Int? = nil) {
    self.lesson = lesson
    self.steps = steps ?? lesson.usualSteps
    var random = SeededRandom(seed: seed)
    let schedule = Schedule(
      rate: lesson.rate, warmup: lesson.warmup(of: self.steps), end: self.steps, floor: 0.05)
    training = Training(
      lesson.blueprint.weights(&random), by: AdamW(), schedule, seed: seed, clipping: 1)
  }

  /// What everything random follows from.
  package var seed: UInt64 { training.seed }
  /// How many steps are done.
  package var step: Int { training.step }
  /// By step done, the loss before it, in `lesson.unit`.
  package var losses: [Float] { training.losses }

  /// Goes on until `end` steps are done. Throws when the ticket is cancelled: what was done until then stays done.
  package mutating func run(until end: Int, _ ticket: Ticket = .open) throws(Trouble) {
    let lesson = lesson
    try training.run(until: min(end, steps), ticket) { (tape, weights, random) throws(Trouble) in
      try lesson.loss(tape, weights, &random)
    }
  }

  /// The model's tensors as they stand, those that are fixed included.
  package var tensors: [String: Tensor] { training.parameters.merging(lesson.fixed) { own, _ in own } }

  /// What the model is as it stands.
  package var label: ModelLabel {
    ModelLabel(sentence: "\(lesson.sentence), \(step) steps, seed \(seed)", seed: seed, steps: step)
  }
}

/// Checkpoints: a training as named tensors and texts, for whatever file holds such.
extension MicroTraining {
  /// Weights, what the optimizer remembers, losses.
  package var checkpoint: [String: Tensor] { training.checkpoint }

  /// What a checkpoint is of: `checkpoint`, `seed`, `steps`, `basis`.
  package var checkpointTexts: [String: String] {
    ["checkpoint": lesson.name, "seed": "\(seed)", "steps": "\(steps)", "basis": lesson.basis]
  }

  /// The lesson as it stood at a checkpoint, which says itself of which seed and how many steps it is. Throws when it is of another model, or one
  /// that was trained on another basis, or does not fit.
  package init(
    resuming lesson: any Lesson, from tensors: [String: Tensor], _ texts: [String: String], file: String
  ) throws(Trouble) {
    guard texts["checkpoint"] == lesson.name, let seed = texts["seed"].flatMap({ UInt64($0) }),
      let steps = texts["steps"].flatMap({ Int($0) }), (1...Self.limit).contains(steps)
    else {
      throw Trouble(
        .input, at: .file(file), "it is no checkpoint of \(lesson.name)",
        remedy: "Name the file that was left when the training was stopped, or begin anew")
    }
    guard texts["basis"] == lesson.basis else {
      throw Trouble(
        .input, at: .file(file), "it was trained on another basis: \(texts["basis"] ?? "not told")",
        remedy: "Begin anew")
    }
    self.init(lesson, seed: seed, steps: steps)
    training = try training.resumed(from: tensors)
  }

  /// The most steps of a training.
  package static let limit = 1_000_000
}
