import Tensors

/// Learned positions for a picture of another size: the table of a square grid, stretched to rows and columns by cubic interpolation.
///
/// As `torch.nn.functional.interpolate` with mode "bicubic" and align_corners off does it, which all these models call: with the same weights along an
/// axis as pixels are resized (`AxisWeights`), between neighbours with a = -0.75, or with antialiasing, which only DINOv2 with registers asks
/// for, with a = -0.5 and a kernel that widens when the grid shrinks.
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
  private func matrix(from source: Int, to target: Int) -> [Float] {
    let axis =
      isAntialiased
      ? AxisWeights(old: source, new: target, .bicubic)
      : AxisWeights(between: source, new: target, isCubic: true)
    var matrix = [Float](repeating: 0, count: source * target)
    for (index, range) in axis.ranges.enumerated() {
      for tap in 0..<range.count {
        matrix[index * source + range.start + tap] = Float(axis.weights[index * axis.taps + tap])
      }
    }
    return matrix
  }
}
