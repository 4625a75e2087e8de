import Lenses
import Tensors

/// Tensors as a person brings them in a file.
enum BroughtTensors {
  /// A file with these, as f32.
  static func set(_ name: String, _ tensors: [(name: String, values: Tensor)]) throws -> Subject.TensorSet {
    Subject.TensorSet(
      name: name,
      tensors: try tensors.map { tensor in
        let bytes = tensor.values.values.flatMap { value in
          (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
        }
        return try StoredTensor(
          name: tensor.name, sizes: tensor.values.shape.sizes, type: .f32, in: MemoryBytes(bytes, file: name),
          .init(offset: 0))
      })
  }

  /// A subject with them, some knobs turned.
  static func subject(
    _ card: LensCard, _ set: Subject.TensorSet, _ knobs: [String: String] = [:]
  ) throws -> Subject {
    var subject = Subject(texts: [], tokenizers: [], tensorSets: [set], knobs: Knobs(card.knobs))
    for (key, value) in knobs { try subject.knobs.set(key, value) }
    return subject
  }
}
