import Basics
import Lab
import Patches
import Tensors

/// Fresh scenes with a question each, and how many of these a micro reader answers when something is done to its visual tokens.
///
/// Scenes follow from a seed that no training has, so that none was seen before.
package struct SceneTrial: Sendable {
  /// How the reader fared.
  package struct Score: Sendable, Equatable {
    package var asked = 0
    package var right = 0
    /// By scene, a number that the plan tells, such as how many tokens it touched; added up.
    package var touched = 0

    /// 0…1.
    package var accuracy: Double { Double(right) / Double(max(1, asked)) }
    /// The standard error of the accuracy.
    package var error: Double { (accuracy * (1 - accuracy) / Double(max(1, asked))).squareRoot() }
    /// The mean a scene.
    package var meanTouched: Double { Double(touched) / Double(max(1, asked)) }
  }

  /// What is read of a scene: some tokens, where they stand, under a plan, and how many of them were touched.
  package struct Trial: Sendable {
    package var tokens: Tensor
    package var positions: [Int]?
    package var plan: ReadingPlan
    package var touched: Int

    package init(_ tokens: Tensor, positions: [Int]? = nil, plan: ReadingPlan = .everything, touched: Int = 0)
    {
      (self.tokens, self.positions, self.plan, self.touched) = (tokens, positions, plan, touched)
    }
  }

  /// What scenes and answers follow from, for a lens's memory: the models by what they say of themselves and some of their numbers.
  struct Key: Hashable, Sendable {
    var models: [String]
    var numbers: [Float]
    var count: Int
    var seed: UInt64

    init(_ model: MicroVLM, _ vit: MicroViT? = nil, count: Int, seed: UInt64) {
      models = [model.label, model.reader?.about.sentence ?? "", vit?.label ?? ""]
      let weights = [
        model.projector.weights, model.reader?.weights ?? [:], ["words": model.projector.words],
        vit?.weights ?? [:],
      ]
      numbers = weights.flatMap { part in
        part.sorted { $0.key < $1.key }.flatMap { $0.value.values.prefix(4) }
      }
      (self.count, self.seed) = (count, seed)
    }
  }

  package let reader: MicroReader
  package let scenes: [FreshScene]

  /// `count` scenes, those on which the lab measures. Throws when the model has no reader, and when the ticket is cancelled.
  package init(_ model: MicroVLM, count: Int, seed: UInt64, _ ticket: Ticket) throws(Trouble) {
    guard let reader = model.reader else {
      throw Trouble(
        .input, "the model has no reader", remedy: "Bring reader.safetensors beside the projector")
    }
    self.reader = reader
    var random = FreshScene.random(seed: seed)
    scenes = try FreshScene.next(count, model.projector, &random, ticket)
  }

  /// How the reader fares when of scene number i it reads `trial(i)`. Throws when the ticket is cancelled.
  package func score(_ ticket: Ticket, _ trial: (Int) -> Trial) throws(Trouble) -> Score {
    var score = Score()
    for (index, scene) in scenes.enumerated() {
      try ticket.step(Double(index) / Double(scenes.count))
      let trial = trial(index)
      score.asked += 1
      score.touched += trial.touched
      let isRight = reader.isRight(
        about: scene, reading: trial.tokens, positions: trial.positions, plan: trial.plan)
      score.right += isRight ? 1 : 0
    }
    return score
  }
}

/// The micro models among what a lens was given.
enum MicroModels {
  /// The projector, its words and the reader. Throws when one was not given or does not fit.
  static func vlm(of subject: Subject) throws(Trouble) -> MicroVLM {
    let projector = try given(MicroProjector.name, subject)
    let reader = try given(MicroReader.name, subject)
    return try MicroVLM(
      projector: (projector.tensors, projector.about), reader: (reader.tensors, reader.about))
  }

  /// The vision model with a CLS token. Throws as above.
  static func vit(of subject: Subject) throws(Trouble) -> MicroViT {
    let set = try given(MicroViT.name, subject)
    return try MicroViT(set.tensors, set.about, from: set.name)
  }

  /// One of them by its name. Throws when it was not given.
  static func given(_ name: String, _ subject: Subject) throws(Trouble) -> Subject.TensorSet {
    guard let set = subject.models[name] else {
      throw Trouble(
        .input, at: .file("Micro/\(name).safetensors"), "the micro model \(name) is not there",
        remedy: "Make it with tessera lab train \(name)")
    }
    return set
  }
}
