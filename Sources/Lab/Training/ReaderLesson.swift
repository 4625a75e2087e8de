import Basics
import Tensors

/// Questions about scenes, a topic at a time, each with a scene that has one answer to it: cross-entropy of the word behind `?`, of all 54.
struct ReaderLesson: Lesson {
  let name = MicroReader.name
  let blueprint = MicroReader.trained
  let fixed: [String: Tensor]
  let usualSteps = 700
  let rate: Float = 3e-3
  let unit = "nats an answer"
  private let projector: MicroProjector
  private static let places = 1 + MicroProjector.tokens + 2
  private let mask = Tensor.causalMask(places)
  private let rotation = MicroReader.rotation(places)

  /// Through the tokens of a projector, which stays as it is.
  init(_ projector: MicroProjector) {
    self.projector = projector
    fixed = ["words": projector.words]
  }

  var sentence: String {
    "micro reader, \(blueprint.count) weights, trained here on questions about procedural scenes"
  }

  func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) -> Variable {
    let asked = (0..<Self.batch).map { _ in AskedScene.next(&random) }
    let answers = LabVocabulary.ids(of: asked.map(\.question.answer))
    let scores = MicroReader.scores(
      tape.constant(sequences(asked)), NamedWeights(weights), mask: mask, rotation)
    return scores.crossEntropy(answers)
  }

  /// The projector whose tokens it reads.
  var basis: String { projector.about.sentence }

  /// `<s>`, tokens, question: [scenes, places, 32].
  private func sequences(_ asked: [AskedScene]) -> Tensor {
    let tokens = projector.tokens(of: asked.map(\.scene.pixels))
    let questions = asked.flatMap { LabVocabulary.ids(of: $0.question.words) }
    let begin = LabVocabulary.ids(of: asked.map { _ in LabVocabulary.begin })
    let width = MicroReader.width
    let before = projector.words.gathered(begin).reshaped([asked.count, 1, width])
    let after = projector.words.gathered(questions).reshaped([asked.count, 2, width])
    return .concatenated([before, tokens, after], axis: 1)
  }
}

/// A scene with one question about it.
package struct AskedScene: Sendable {
  package var scene: Scene
  package var question: SceneQuestion

  /// A topic by chance, and a scene that has one answer to it: one object for colour, shape and row, one to three for the others; three of ten scenes
  /// have a letter, and all that are asked for one.
  package static func next(_ random: inout SeededRandom) -> AskedScene {
    let topic = SceneQuestion.Topic.allCases[
      Int.random(in: SceneQuestion.Topic.allCases.indices, using: &random)]
    let letters = topic == .letter ? 1 : 0.3
    var maker = SceneMaker(
      SeededRandom(seed: random.next()), SceneMaker.Options(ground: .either, letters: letters))
    let scene = maker.next(objects: topic == .count || topic == .letter ? 1...3 : 1...1)
    guard let question = scene.questions.first(where: { $0.topic == topic }) else {
      preconditionFailure("the scene was made for its question")
    }
    return AskedScene(scene: scene, question: question)
  }
}
