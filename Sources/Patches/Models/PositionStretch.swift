import Glibc
import Tensors

/// Learned positions for a picture of another size: the table of a square grid, stretched to rows and columns by cubic interpolation.
///
/// As `torch.nn.functional.interpolate` with mode "bicubic" and align_corners off does it, which all these models call. Keys, "Cubic Convolution
/// Interpolation for Digital Image Processing" (1981), DOI 10.1109/TASSP.1981.1163711, with a = -0.75; with antialiasing, which only
/// DINOv2 with registers asks for, a = -0.5 and a kernel that widens when the grid shrinks.
package struct PositionStretch: Sendable {
  package var isAntialiased: Bool

  package init(isAntialiased: Bool) { self.isAntialiased = isAntialiased }

  /// [side · side, width] becomes [rows · columns, width].
  package func stretched(_ table: Tensor, side: Int, rows: Int, columns: Int) -> Tensor {
    precondition(table.rank == 2 && table.size(0) == side * side, "a table of a square grid")
    let width = table.size(1)
    let down = Tensor(matrix(from: side, to: rows), [rows, side])
    let across = Tensor(matrix(from: side, to: columns), [columns, side])
    let tall = down.matmul(table.reshaped([side, side * width])).reshaped([rows, side, width])
    return across.matmul(tall).reshaped([rows * columns, width])
  }

  /// [target, source]: by target, how much of each source place it has.
  func matrix(from source: Int, to target: Int) -> [Float] {
    var matrix = [Float](repeating: 0, count: source * target)
    let scale = Double(source) / Double(target)
    for index in 0..<target {
      for (place, share) in isAntialiased ? wide(index, scale, source) : narrow(index, scale) {
        matrix[index * source + min(max(place, 0), source - 1)] += Float(share)
      }
    }
    return matrix
  }

  /// The four places around a centre; those outside are the edge.
  private func narrow(_ index: Int, _ scale: Double) -> [(Int, Double)] {
    let centre = (Double(index) + 0.5) * scale - 0.5
    let first = Int(centre.rounded(.down))
    return (first - 1...first + 2).map { ($0, Self.cubic(centre - Double($0), -0.75)) }
  }

  /// All places under a kernel as wide as the scale; those outside are left out, and shares sum to one.
  private func wide(_ index: Int, _ scale: Double, _ source: Int) -> [(Int, Double)] {
    let (centre, stretch) = ((Double(index) + 0.5) * scale, max(scale, 1))
    let first = max(Int(centre - 2 * stretch + 0.5), 0)
    let end = min(Int(centre + 2 * stretch + 0.5), source)
    let shares = (first..<end).map { Self.cubic((Double($0) + 0.5 - centre) / stretch, -0.5) }
    let sum = shares.reduce(0, +)
    return zip(first..<end, shares).map { ($0, $1 / sum) }
  }

  /// Keys' kernel at a distance.
  private static func cubic(_ distance: Double, _ a: Double) -> Double {
    let x = abs(distance)
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}
