/// Products of stacks of matrices by as many processors as there are.
extension MatrixProduct {
  /// The least number of multiplications that two processors share: below, handing over costs more than it saves.
  static let worth = 1 << 22

  /// `c`, packed, becomes the products of the matrices that begin at `starts`: those of `x` [m, k] in `a`, those of `y` [k, n] in `b`.
  ///
  /// Rows of the result are divided between processors. The invariant of the unsafe part: each part writes the rows it was given, which
  /// lie in `c`, and no other part has them.
  static func divided(
    _ a: Span<Float>, _ x: Tensor, _ b: Span<Float>, _ y: Tensor, into c: inout MutableSpan<Float>,
    _ starts: [(x: Int, y: Int)], m: Int, n: Int, k: Int
  ) {
    guard let sideX = Side(x), let sideY = Side(y) else {
      preconditionFailure("a packed matrix has a stride")
    }
    precondition(c.count == starts.count * m * n, "the products have room")
    let isWorthIt = starts.count * m * n * k >= worth
    unsafe c.withUnsafeMutableBufferPointer { c in
      let whole = unsafe c
      Workers.divide(starts.count * m, isWorthIt: isWorthIt) { rows in
        var part = unsafe MutableSpan(
          _unsafeElements: UnsafeMutableBufferPointer(
            rebasing: whole[rows.lowerBound * n..<rows.upperBound * n]))
        var row = rows.lowerBound
        while row < rows.upperBound {
          let (matrix, first) = row.quotientAndRemainder(dividingBy: m)
          let count = min(m - first, rows.upperBound - row)
          var (one, other) = (sideX, sideY)
          one.start = starts[matrix].x + first * (sideX.isTransposed ? 1 : sideX.stride)
          other.start = starts[matrix].y
          fast(a, one, b, other, into: &part, at: (row - rows.lowerBound) * n, m: count, n: n, k: k)
          row += count
        }
      }
    }
  }
}
