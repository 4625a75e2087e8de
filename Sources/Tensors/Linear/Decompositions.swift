import Basics

/// A matrix as U · diag(s) · Vᵀ: u [m, k], s [k] falling and not negative, vt [k, n].
package struct SingularValues: Sendable {
  /// Left vectors as columns.
  package var u: Tensor
  /// Singular values, largest first.
  package var s: Tensor
  /// Right vectors as rows.
  package var vt: Tensor

  /// U · diag(s) · Vᵀ.
  package var product: Tensor { (u * s).matmul(vt) }

  /// Only the first `rank`.
  package func prefix(_ rank: Int) -> SingularValues {
    SingularValues(u: u.sliced(1, 0..<rank), s: s.sliced(0, 0..<rank), vt: vt.sliced(0, 0..<rank))
  }
}

/// Decompositions of matrices by LAPACK. What is not finite is refused with `Trouble`, since iterations do not end on it.
extension Tensor {
  /// Of [m, n]: `q` [m, k] with orthonormal columns, `r` [k, n] nought below its diagonal, k = min(m, n); q · r is the matrix.
  package func qr() throws(Trouble) -> (q: Tensor, r: Tensor) {
    let (m, n) = matrixSize
    if m == 0 || n == 0 { return (.zeros([m, 0]), .zeros([0, n])) }
    guard let (q, r) = LAPACK.qr(values, m, n) else { throw Self.failed("QR") }
    return (Tensor(q, [m, min(m, n)]), Tensor(r, [min(m, n), n]))
  }

  /// Singular values and vectors of [m, n], all min(m, n) of them. O(m n min(m, n)).
  package func svd() throws(Trouble) -> SingularValues {
    let (m, n) = matrixSize
    if m == 0 || n == 0 { return SingularValues(u: .zeros([m, 0]), s: .zeros([0]), vt: .zeros([0, n])) }
    try refuseInfinite()
    guard let (u, s, vt) = LAPACK.svd(values, m, n) else { throw Self.failed("singular values") }
    let k = min(m, n)
    return SingularValues(u: Tensor(u, [m, k]), s: Tensor(s), vt: Tensor(vt, [k, n]))
  }

  /// Of a symmetric [n, n]: rising eigenvalues [n], and vectors as columns [n, n]. Only the upper half is read.
  package func symmetricEigen() throws(Trouble) -> (values: Tensor, vectors: Tensor) {
    let (n, width) = matrixSize
    precondition(n == width, "only a square matrix is symmetric")
    if n == 0 { return (.zeros([0]), .zeros([0, 0])) }
    try refuseInfinite()
    guard let (w, rows) = LAPACK.eigen(values, n) else { throw Self.failed("eigenvalues") }
    return (Tensor(w), Tensor(rows, [n, n]).transposed())
  }

  /// The x [n, p] of smallest length for which this [m, n] times x is nearest `b` [m, p], and the rank that was found.
  ///
  /// Singular values below `cutoff` times the largest count as nought; NumPy's habit unless told.
  package func leastSquares(_ b: Tensor, cutoff: Float? = nil) throws(Trouble) -> (x: Tensor, rank: Int) {
    let (m, n) = matrixSize
    precondition(b.rank == 2 && b.size(0) == m, "\(shape) and \(b.shape) have as many rows")
    if m == 0 || n == 0 || b.size(1) == 0 { return (.zeros([n, b.size(1)]), 0) }
    try refuseInfinite()
    try b.refuseInfinite()
    let limit = cutoff ?? Float.ulpOfOne * Float(max(m, n))
    guard
      let (x, rank) = LAPACK.leastSquares(
        transposed().values, b.transposed().values, m, n, b.size(1), cutoff: limit)
    else { throw Self.failed("least squares") }
    return (Tensor(x, [b.size(1), n]).transposed(), rank)
  }

  private var matrixSize: (Int, Int) {
    precondition(rank == 2, "\(shape) is no matrix")
    return (size(0), size(1))
  }

  func refuseInfinite() throws(Trouble) {
    let span = packed().elements.span
    for index in span.indices where !span[index].isFinite {
      throw Trouble(
        .input, "the matrix has a number that is not finite (\(span[index]))",
        remedy: "Leave out the rows that have such numbers")
    }
  }

  private static func failed(_ what: String) -> Trouble {
    LAPACK.isPresent
      ? Trouble(.limit, "finding \(what) did not come to an end", remedy: "Scale the matrix and try again")
      : Trouble(
        .input, "finding \(what) needs libopenblas.so.0", remedy: "Install Debian's package libopenblas0")
  }
}
