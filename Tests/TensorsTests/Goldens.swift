import Foundation
import Tensors
import Testing

/// What NumPy and SciPy made of small inputs, by name; see Tests/References/make_tensor_goldens.py.
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

  /// All names.
  var names: [String] { entries.keys.sorted() }

  subscript(_ name: String) -> Tensor {
    get throws {
      let entry = try #require(entries[name], "no golden is called \(name)")
      return Tensor(entry.values.map { Float($0) }, entry.shape)
    }
  }

  /// Whole numbers row by row.
  func indices(_ name: String) throws -> [Int] { try self[name].values.map { Int($0) } }
}

/// Whether two tensors have one shape and numbers that differ by no more than `tolerance`, absolutely or relatively.
func agree(
  _ a: Tensor, _ b: Tensor, _ tolerance: Float = 2e-6, _ what: Comment = "",
  at place: SourceLocation = #_sourceLocation
) {
  #expect(a.shape == b.shape, what, sourceLocation: place)
  guard a.shape == b.shape else { return }
  for (index, (x, y)) in zip(a.values, b.values).enumerated() where !isNear(x, y, tolerance) {
    Issue.record("\(what): number \(index) is \(x), expected \(y)", sourceLocation: place)
    return
  }
}

private func isNear(_ x: Float, _ y: Float, _ tolerance: Float) -> Bool {
  x == y || (x.isNaN && y.isNaN) || abs(x - y) <= tolerance * max(1, abs(y))
}
