import Basics
import Patches
import Tensors

/// Reads the projector between a vision model and a language model, where a checkpoint has one.
enum ProjectorReader {
  /// Nil when there is none. Throws when its matrices do not fit the vision model or each other.
  static func projector(_ checkpoint: Checkpoint, _ config: ModelConfig) throws(Trouble) -> Projector? {
    guard let names = try matrices(checkpoint) else { return nil }
    let layers = try config.featureLayers()
    let stored = try checkpoint.tensors(names.map { $0 + "weight" })
    let hasBias = try config.projectorHasBias()
    var inputs = config.vision.width * layers.count
    var steps: [Projector.Step] = []
    for name in names {
      guard let weight = stored[name + "weight"] else { throw checkpoint.missing(name + "weight") }
      let outputs = weight.shape.sizes.first ?? 0
      if !steps.isEmpty { steps.append(.function(try config.projectorActivation().function.0)) }
      steps.append(.dense(try dense(weight, name, outputs, inputs, hasBias, checkpoint)))
      inputs = outputs
    }
    return Projector(layers: layers, takesSpecials: try config.takesSpecials(), steps: steps)
  }

  /// What ends a row of tiles; nil where the checkpoint has no such vector. Throws when it is not as wide as what the projector makes.
  static func newline(_ checkpoint: Checkpoint, _ projector: Projector?) throws(Trouble) -> Tensor? {
    let names = checkpoint.names.filter { VisionNames.newlines.contains($0) }.sorted()
    guard let width = projector?.outputs, let name = names.first,
      let stored = try checkpoint.tensors([name])[name]
    else { return nil }
    guard stored.shape.sizes == [width] else {
      throw Trouble(
        .input, at: .field(file: checkpoint.file(of: name), name: name),
        "its shape is \(stored.shape), but the projector makes \(width) numbers",
        remedy: "Fetch the whole checkpoint again, all of one version")
    }
    return Tensor(try stored.read(), stored.shape)
  }

  private static func dense(
    _ weight: StoredTensor, _ name: String, _ outputs: Int, _ inputs: Int, _ hasBias: Bool,
    _ checkpoint: Checkpoint
  ) throws(Trouble) -> Dense {
    let matrix = try VisionWeightReader.read(weight, name + "weight", [outputs, inputs], checkpoint)
    guard hasBias else { return Dense(matrix) }
    let bias = name + "bias"
    guard let stored = try checkpoint.tensors([bias])[bias] else { throw checkpoint.missing(bias) }
    return Dense(matrix, bias: try VisionWeightReader.read(stored, bias, [outputs], checkpoint))
  }

  /// The names of its matrices in their order, without `weight`.
  private static func matrices(_ checkpoint: Checkpoint) throws(Trouble) -> [String]? {
    let names = Set(checkpoint.names)
    for prefix in VisionNames.projectorPrefixes {
      let heads = Set(
        names.compactMap { name in name.firstRange(of: prefix).map { String(name[..<$0.upperBound]) } }
      ).sorted()
      for head in heads {
        for parts in VisionNames.projectors where parts.allSatisfy({ names.contains(head + $0 + "weight") }) {
          return parts.map { head + $0 }
        }
        let one = names.filter { $0.hasPrefix(head) }.min() ?? head
        throw Trouble(
          .input, at: .field(file: checkpoint.file(of: one), name: one),
          "a projector of this kind is not known",
          remedy: "Known are one matrix, and two with a function between, as LLaVA names them")
      }
    }
    return nil
  }
}
