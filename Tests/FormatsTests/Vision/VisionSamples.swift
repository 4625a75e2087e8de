import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// The tiny models that `make_vision_goldens.py` wrote with the library transformers, and what they make of a picture.
enum VisionSamples {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Goldens"
  static let kinds = [
    "clip", "siglip", "dinov2", "dinov2-giant", "registers", "vit", "deit", "llava", "llava-next",
  ]

  /// What the library says, by name.
  static func expected(_ kind: String, _ name: String) throws -> Tensor {
    let stored = try TensorFileReader.open("\(folder)/\(kind)/expected.safetensors").tensor(named: name)
    return Tensor(try stored.read(), stored.shape)
  }

  /// A copy of a model's folder in which files may be changed; removed afterwards.
  static func withCopy(_ kind: String, _ body: (String) throws -> Void) throws {
    let copy = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: "\(folder)/\(kind)", toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try FileManager.default.removeItem(atPath: copy + "/expected.safetensors")
    try body(copy)
  }

  /// Rewrites the weights of a copy.
  static func rewrite(_ folder: String, _ change: (StoredTensor) throws -> [WrittenTensor]) throws {
    let path = folder + "/model.safetensors"
    let tensors = try TensorFileReader.open(path).tensors.flatMap(change)
    try Safetensors.write(tensors, to: path)
  }
}

/// Whether two tensors have one shape and differ by no more than 1e-4 of the largest number.
func agree(_ a: Tensor, _ b: Tensor, _ what: String, at place: SourceLocation = #_sourceLocation) {
  #expect(a.shape == b.shape, "\(what)", sourceLocation: place)
  guard a.shape == b.shape else { return }
  let size = b.values.map(abs).max() ?? 0
  let gap = zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
  #expect(gap <= 1e-4 * size, "\(what): \(gap) of \(size)", sourceLocation: place)
}
