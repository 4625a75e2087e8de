import Basics
import Tensors

/// The labels of scenes of one to three objects, each judged by itself: binary cross-entropy of eight logits.
struct CLSViTLesson: Lesson {
  let name = MicroViT.name
  let blueprint = MicroViT.blueprint()
  let fixed: [String: Tensor] = [:]
  let usualSteps = 900
  let rate: Float = 2e-3
  let unit = "nats a label"

  var sentence: String {
    "micro CLS-ViT, \(blueprint.count) weights, trained here on procedural scenes"
  }

  func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) -> Variable {
    var maker = SceneMaker(random, SceneMaker.Options(ground: .either))
    let scenes = (0..<Self.batch).map { _ in maker.next() }
    let patches = tape.constant(MicroViT.batch(scenes.map(\.pixels)))
    return MicroViT.Network(NamedWeights(weights)).logits(patches)
      .binaryCrossEntropy(.captions(of: scenes, in: MicroViT.labels))
  }
}
