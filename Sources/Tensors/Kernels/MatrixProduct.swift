import COpenBLAS

/// The product of two matrices, plain and by OpenBLAS with one thread.
///
/// Source of the fast way: K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008),
/// DOI 10.1145/1356052.1356053.
package enum MatrixProduct {
  /// How a matrix stands in a span: from `start`, rows `stride` apart; `isTransposed` when it is columns that are.
  struct Side {
    var start: Int
    var stride: Int
    var isTransposed: Bool

    /// The last two axes of a tensor, or nil when BLAS cannot walk them.
    init?(_ x: Tensor) {
      let (rows, columns) = (x.size(-2), x.size(-1))
      let (down, across) = (x.strides[x.rank - 2], x.strides[x.rank - 1])
      start = x.offset
      if rows == 0 || columns == 0 {
        (stride, isTransposed) = (1, false)
      } else if (across == 1 || columns == 1) && (down >= columns || rows == 1) {
        (stride, isTransposed) = (rows == 1 ? columns : down, false)
      } else if (down == 1 || rows == 1) && (across >= rows || columns == 1) {
        (stride, isTransposed) = (columns == 1 ? rows : across, true)
      } else {
        return nil
      }
    }

    /// Where the last number stands, so that reach can be checked.
    func end(_ rows: Int, _ columns: Int) -> Int {
      start + (isTransposed ? (columns - 1) * stride + rows : (rows - 1) * stride + columns)
    }
  }

  /// `c`[m, n] from `start` on becomes `a`[m, k] · `b`[k, n], or is added to.
  ///
  /// The invariant of the unsafe call: every address OpenBLAS reads or writes lies in the spans, as the preconditions say.
  static func fast(
    _ a: Span<Float>, _ sideA: Side, _ b: Span<Float>, _ sideB: Side, into c: inout MutableSpan<Float>,
    at start: Int, m: Int, n: Int, k: Int, adding: Bool = false
  ) {
    if m == 0 || n == 0 || (k == 0 && adding) { return }
    precondition(start + m * n <= c.count, "the product has room")
    if k == 0 {
      for index in start..<start + m * n { c[index] = 0 }
      return
    }
    precondition(sideA.end(m, k) <= a.count && sideB.end(k, n) <= b.count, "the factors are all there")
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          guard let x = a.baseAddress, let y = b.baseAddress, let z = c.baseAddress else { return }
          unsafe ob_sgemm(
            sideA.isTransposed ? 1 : 0, sideB.isTransposed ? 1 : 0, Int32(m), Int32(n), Int32(k),
            x + sideA.start, Int32(sideA.stride), y + sideB.start, Int32(sideB.stride), adding ? 1 : 0,
            z + start, Int32(n))
        }
      }
    }
  }

  /// The same by its definition, in double precision: a [m, k], b [k, n].
  package static func plain(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (m, k, n) = (a.size(0), a.size(1), b.size(1))
    precondition(b.size(0) == k, "\(a.shape) and \(b.shape) do not fit for a product")
    let (x, y) = (a.values, b.values)
    var result = [Float](repeating: 0, count: m * n)
    for row in 0..<m {
      for column in 0..<n {
        var sum = 0.0
        for inner in 0..<k { sum += Double(x[row * k + inner]) * Double(y[inner * n + column]) }
        result[row * n + column] = Float(sum)
      }
    }
    return Tensor(result, [m, n])
  }
}
