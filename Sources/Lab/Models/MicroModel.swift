import Basics
import Patches
import Tensors

/// A model made here: what it is called, which weights it has, what it is honestly.
package protocol MicroModel: Sendable {
  /// The file's name below `Samples/Micro`, without `.safetensors`, and what `tessera lab` calls it.
  static var name: String { get }
  /// All tensors of a file that has tensors of these names, the fixed ones included: some models have a part that may be left out.
  static func blueprint(having names: Set<String>) -> Blueprint
  /// What it is, honestly.
  var about: ModelLabel { get }

  /// From tensors that fit the blueprint.
  init(_ tensors: [String: Tensor], label: ModelLabel)
}

extension MicroModel {
  /// From the tensors of a file and its texts. Throws when a tensor is missing or has another shape.
  package init(_ tensors: [StoredTensor], _ about: [String: String] = [:], from file: String) throws(Trouble)
  {
    let blueprint = Self.blueprint(having: Set(tensors.map(\.name)))
    self.init(try blueprint.fit(tensors, from: file), label: ModelLabel(about, model: Self.name))
  }
}

extension ModelLabel {
  /// The texts of a file: `label`, `seed`, `steps`.
  package var texts: [String: String] { ["label": sentence, "seed": "\(seed)", "steps": "\(steps)"] }

  /// From the texts of a file; what they do not tell is said to be unknown.
  package init(_ texts: [String: String], model: String) {
    let sentence = texts["label"] ?? "micro model \(model); its file does not say how it was trained"
    self.init(
      sentence: sentence, seed: texts["seed"].flatMap { UInt64($0) } ?? 0,
      steps: texts["steps"].flatMap { Int($0) } ?? 0)
  }
}

/// The one size of picture that micro models read.
enum MicroPictures {
  /// The pixels of a picture of `Scene.side` × `Scene.side`. Throws when it has another size.
  static func pixels(of picture: Picture, named name: String) throws(Trouble) -> Pixels {
    let (pixels, side) = (picture.pixels, Scene.side)
    guard pixels.width == side, pixels.height == side else {
      throw Trouble(
        .input, at: .file(name),
        "micro models read pictures of \(side) × \(side) pixels, and this one has \(pixels.width) × \(pixels.height)",
        remedy: "Make one with tessera lab scenes, or bring a model of this size with --model")
    }
    return pixels
  }
}
