import Basics
import Documents
import Formats
import Foundation
import Screen
import Tensors
import Workbench

/// Files of tensors for rehearsals: those that the reference libraries wrote, and some of our own writers.
enum TensorFiles {
  static let size = Size(columns: 120, rows: 36)
  static let references =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/FormatsTests/TensorFiles/Goldens"

  /// A file that a reference library wrote.
  static func reference(_ name: String) -> String { references + "/" + name }

  /// What a rehearsal of the pane comes to.
  @MainActor
  static func played(
    _ steps: String, _ size: Size = size, mode: ColorMode = .palette
  ) async throws -> (rows: [String], state: State) {
    var state = makeState("one two", size)
    state.colorMode = mode
    let (frame, after) = try await rehearse(state, "key esc\n" + steps)
    return (frame.textRows(), after)
  }

  /// A folder of its own, removed afterwards.
  static func withFolder(_ body: @MainActor (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  static func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// A safetensors file by our writer: names with sizes, whose values are `value` of the place in the tensor.
  static func write(
    _ tensors: [(String, [Int])], to path: String, _ value: (Int) -> Float = { Float($0) }
  ) throws {
    try Safetensors.write(
      tensors.map { name, sizes in
        let shape = Shape(sizes)
        return WrittenTensor(name: name, shape, (0..<shape.count).map(value))
      }, metadata: [:], to: path)
  }

  /// A small transformer's names, in the order in which a file may have them.
  static func model(layers: Int) -> [(String, [Int])] {
    let layer = ["attn.k.weight", "attn.q.weight", "mlp.up.weight", "norm.weight"]
    let own = (0..<layers).flatMap { number in
      layer.map { ("model.layers.\(number).\($0)", $0.hasPrefix("norm") ? [4] : [4, 6]) }
    }
    return [("lm_head.weight", [8, 4]), ("model.embed.weight", [8, 4])] + own + [("model.norm.weight", [4])]
  }
}
