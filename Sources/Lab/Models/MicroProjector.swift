import Basics
import Patches
import Tensors

/// A projector that makes a visual token of each patch, in the space of a table of 54 frozen random word vectors.
///
/// A patch of 4 pixels with the 12 × 12 pixels around it goes through a network of 432, 64, 64 and 32 numbers, and what comes out is made 10 long. It is
/// trained to say the caption: for every word, the largest products with its vector over all patches decide whether the word is said. Nothing tells it
/// which patch should say what. With `attends`, a block of global attention stands after the first layer, so that patches hear of each other.
/// Source of the question: "What Do Visual Tokens Really Encode?" (EmbedLens, CVPR 2026), arXiv 2603.00510; the model is ours.
package struct MicroProjector: MicroModel {
  package static let name = "projector"
  /// Pixels of a patch's side.
  package static let patch = 4
  /// How long every token is.
  package static let length: Float = 10
  static let (context, inner, width) = (12, 64, 32)
  static let grid = Scene.side / patch
  /// How many tokens a picture has.
  static let tokens = grid * grid

  /// The word vectors, [54, 32], by id of `LabVocabulary`.
  package let words: Tensor
  /// What was trained.
  package let weights: [String: Tensor]
  package let about: ModelLabel
  /// Whether it has a block of global attention.
  package var attends: Bool { weights["attention.query"] != nil }

  package init(_ tensors: [String: Tensor], label: ModelLabel) {
    guard let words = tensors["words"] else { preconditionFailure("a projector has its words") }
    (self.words, about) = (words, label)
    weights = tensors.filter { $0.key != "words" }
  }

  package static func blueprint(having names: Set<String>) -> Blueprint {
    var plan = trained(attends: names.contains("attention.query"))
    plan.add("words", [LabVocabulary.words.count, width], .normal(1))
    return plan
  }

  /// What is trained: all but the words.
  static func trained(attends: Bool) -> Blueprint {
    var plan = Blueprint()
    plan.addLinear("first", 3 * context * context, inner)
    if attends {
      for part in ["key", "query", "value"] {
        plan.add("attention." + part, [inner, inner], .normal(1 / Float(inner).squareRoot()))
      }
    }
    plan.addLinear("second", inner, inner)
    plan.addLinear("third", inner, width)
    return plan
  }

  /// Word vectors of random directions, from 0.8 to 1.2 long: [54, 32].
  static func words(_ random: inout SeededRandom) -> Tensor {
    let count = LabVocabulary.words.count
    let directions = Tensor.normal([count, width], &random).unit()
    return directions * Tensor.uniform([count, 1], in: 0.8..<1.2, &random)
  }

  /// The tokens of pictures of 32 × 32: [pictures, 64, 32].
  package func tokens(of pictures: [Pixels]) -> Tensor {
    Self.tokens(Self.batch(pictures), NamedWeights(weights), attends: attends)
  }

  /// [pictures, 64, 432].
  static func batch(_ pictures: [Pixels]) -> Tensor {
    PatchContexts.batch(pictures, patch: patch, context: context)
  }

  /// Contexts [… 64, 432] as tokens [… 64, 32].
  static func tokens<Value: NetworkValue>(
    _ contexts: Value, _ weights: NamedWeights<Value>, attends: Bool
  ) -> Value {
    var x = weights.linear(contexts, "first").activated()
    if attends { x = AttentionBlock(weights.part("attention")).mixed(x) }
    return weights.linear(weights.linear(x, "second").activated(), "third").directed() * length
  }
}
