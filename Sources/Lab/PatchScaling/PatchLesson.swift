import Basics
import Tensors

/// Classes of pictures from their patches: cross-entropy of batches of 32, the same pictures in the same order whatever the side of the patches.
package struct PatchLesson: Lesson {
  package let model: PatchClassifier
  private let source: ImageSource

  package init(_ model: PatchClassifier, _ source: ImageSource) {
    (self.model, self.source) = (model, source)
  }

  package var name: String { "patches of \(model.patch)" }
  package var blueprint: Blueprint { model.blueprint }
  package var fixed: [String: Tensor] { [:] }
  package var usualSteps: Int { 600 }
  package var rate: Float { 2e-3 }
  package var unit: String { "nats a picture" }
  package var sentence: String {
    "micro \(model.backbone.rawValue) on patches of \(model.patch) pixels, \(blueprint.count) weights, trained here"
  }

  /// Three tenths, as a one-cycle schedule has it: Smith and Topin, "Super-Convergence" (2018), arXiv 1708.07120.
  package func warmup(of steps: Int) -> Int { steps * 3 / 10 }

  package func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) -> Variable {
    let batch = source.batch(Self.batch, &random)
    return model.logits(batch.images, weights, tape).crossEntropy(batch.labels)
  }
}

/// What came of one side of patches.
package struct PatchMeasure: Sendable, Equatable {
  package let model: PatchClassifier
  /// How many steps it was trained.
  package var steps: Int
  /// By step, the loss of its batch, in nats a picture.
  package var losses: [Float]
  /// Nats a picture, on pictures that it was not trained on.
  package var heldLoss: Double
  /// The share of those that it tells right, 0…1.
  package var accuracy: Double
  /// The learned positions, [tokens + 1, width], that of the class token last.
  package var positions: Tensor

  /// Measures a training that has ended on `held`. Throws when the ticket is cancelled.
  package init(
    _ training: MicroTraining, _ model: PatchClassifier, held: LabelledImages, _ ticket: Ticket
  ) throws(Trouble) {
    self.model = model
    (steps, losses) = (training.step, training.losses)
    let weights = training.tensors
    positions = weights["positions"] ?? .zeros([0, model.width])
    var (sum, right) = (0.0, 0)
    for start in stride(from: 0, to: held.labels.count, by: 50) {
      try ticket.step(Double(start) / Double(held.labels.count))
      let part = held.chosen(Array(start..<min(start + 50, held.labels.count)))
      let tape = Tape()
      let logits = model.logits(part.images, weights.mapValues(tape.constant), tape)
      sum += Double(logits.crossEntropy(part.labels).value.scalar) * Double(part.labels.count)
      right += zip(logits.value.largest(), part.labels).count { $0 == $1 }
    }
    heldLoss = sum / Double(max(1, held.labels.count))
    accuracy = Double(right) / Double(max(1, held.labels.count))
  }
}
