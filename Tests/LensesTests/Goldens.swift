import Foundation
import Tensors
import Testing

/// What references made of small inputs, by name; the scripts that made them are in Tests/References.
struct Goldens {
  private struct Entry: Decodable {
    var shape: [Int]
    var values: [Double]
  }

  private let entries: [String: Entry]

  init(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appendingPathComponent("Goldens/\(name).json"))
    entries = try JSONDecoder().decode([String: Entry].self, from: data)
  }

  subscript(_ name: String) -> Tensor {
    get throws {
      let entry = try #require(entries[name], "no golden is called \(name)")
      return Tensor(entry.values.map { Float($0) }, entry.shape)
    }
  }
}
