import Basics
import Tensors

/// A file of tensors that has been opened: what is in it, with nothing but its header read.
package struct TensorFile: Sendable {
  /// Where it is.
  package let path: String
  /// The name of its format: `safetensors`.
  package let format: String
  /// In file order.
  package let tensors: [StoredTensor]
  /// Those whose elements this version cannot read.
  package let withheld: [WithheldTensor]
  /// What else the file says, as text: keys and values.
  package let metadata: [String: String]
  /// What a person must know of this file.
  package let notes: [String]

  /// Throws when there is something in the file but nothing of it can be read.
  init(
    path: String, format: String, tensors: [StoredTensor], withheld: [WithheldTensor] = [],
    metadata: [String: String] = [:], notes: [String] = []
  ) throws(Trouble) {
    if tensors.isEmpty, let first = withheld.first { throw first.reason }
    self.path = path
    self.format = format
    self.tensors = tensors
    self.withheld = withheld
    self.metadata = metadata
    self.notes = notes
  }

  /// The tensor of this name; throws with near names, or with the reason why it cannot be read.
  package func tensor(named name: String) throws(Trouble) -> StoredTensor {
    if let tensor = tensors.first(where: { $0.name == name }) { return tensor }
    if let tensor = withheld.first(where: { $0.name == name }) { throw tensor.reason }
    let near = nearNames(name, among: tensors.map(\.name))
    throw Trouble(
      .usage, at: .file(PathNames.last(path)), "there is no tensor \(name)",
      remedy: near.isEmpty ? "List what there is" : "Near names: \(near.joined(separator: ", "))")
  }
}

/// A tensor that is listed but not read.
package struct WithheldTensor: Sendable {
  /// As the file calls it.
  package let name: String
  /// As the file calls its element type.
  package let type: String
  /// Why, and what to do.
  package let reason: Trouble
}
