import Basics
import Tensors

/// The caption of a scene: every word judged by the log of the mean over tokens of e to the token's product with the word's vector.
struct ProjectorLesson: Lesson {
  let name = MicroProjector.name
  let blueprint: Blueprint
  let fixed: [String: Tensor]
  let usualSteps = 800
  let rate: Float = 3e-3
  let unit = "nats a word"
  private let attends: Bool

  /// With word vectors drawn from a seed.
  init(attends: Bool, seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 0x57_4F_52_44)
    self.attends = attends
    blueprint = MicroProjector.trained(attends: attends)
    fixed = ["words": MicroProjector.words(&random)]
  }

  var sentence: String {
    let block = attends ? " with a block of global attention" : ""
    return
      "micro projector\(block), \(blueprint.count) weights, trained here on captions of procedural scenes"
  }

  func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) throws(Trouble)
    -> Variable
  {
    guard let words = fixed["words"] else { preconditionFailure("a projector has its words") }
    var maker = SceneMaker(random, SceneMaker.Options(ground: .either, letters: 0.5))
    let scenes = (0..<Self.batch).map { _ in maker.next() }
    let contexts = tape.constant(MicroProjector.batch(scenes.map(\.pixels)))
    let tokens = MicroProjector.tokens(contexts, NamedWeights(weights), attends: attends)
    return tokens.times(words.transposed()).logMeanExp(axis: 1)
      .binaryCrossEntropy(.captions(of: scenes, in: LabVocabulary.words))
  }
}
