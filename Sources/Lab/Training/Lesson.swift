import Basics
import Tensors

/// What a micro model learns: from which weights it begins, and how wrong it is on scenes of its own drawing.
package protocol Lesson: Sendable {
  /// The name of the model.
  var name: String { get }
  /// The weights that are trained.
  var blueprint: Blueprint { get }
  /// Tensors of the model that stay as they are; they go into its file too.
  var fixed: [String: Tensor] { get }
  /// How many steps it takes to learn it.
  var usualSteps: Int { get }
  /// The largest step.
  var rate: Float { get }
  /// What the model is, for its label, without steps and seed: `micro CLS-ViT, 29,640 weights, trained here on procedural scenes`.
  var sentence: String { get }
  /// What it was trained with that is not its own, as a checkpoint tells: the label of the projector, say. Empty for most.
  var basis: String { get }
  /// What the numbers of the loss are.
  var unit: String { get }

  /// The loss of a batch of fresh scenes.
  func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) throws(Trouble)
    -> Variable
}

extension Lesson {
  /// Scenes of a batch.
  static var batch: Int { 32 }

  /// Nothing.
  package var basis: String { "" }
}

extension Tensor {
  /// By scene and word, 1 where the caption has it: [scenes, words].
  static func captions(of scenes: [Scene], in words: [String]) -> Tensor {
    Tensor(
      rows: scenes.map { scene in
        let caption = Set(scene.caption)
        return words.map { caption.contains($0) ? 1 : 0 }
      })
  }
}

extension Variable {
  /// The mean of binary cross-entropies in nats: these are logits, `targets` 0 or 1.
  func binaryCrossEntropy(_ targets: Tensor) -> Variable { (softplus() - self * targets).mean() }

  /// log of the mean of eˣ along an axis, which is dropped.
  func logMeanExp(axis: Int) -> Variable {
    let top = largest(axis: axis, keeping: true).stopped
    let means = (self - top).exp().mean(over: [axis], keeping: true).log() + top
    var sizes = means.sizes
    sizes.remove(at: value.shape.axis(axis))
    return means.reshaped(sizes)
  }
}
