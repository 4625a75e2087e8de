import Basics

extension Tensor {
  /// The largest `rank` singular values and vectors of [m, n], nearly, by random projection.
  ///
  /// The range of the matrix is found from `rank + extra` random combinations of its columns, sharpened by `rounds` of multiplying with the matrix and
  /// its transpose, orthonormal after each; the small rest is decomposed wholly. Good where singular values fall; the error in the
  /// last of them shrinks with rounds. O(m n (rank + extra) rounds). Halko, Martinsson and Tropp, "Finding Structure with Randomness"
  /// (2011), arXiv 0909.4061, algorithms 4.4 and 5.1.
  package func truncatedSVD(
    rank: Int, extra: Int = 10, rounds: Int = 4, seed: UInt64 = 1, _ ticket: Ticket = .open
  ) throws(Trouble) -> SingularValues {
    precondition(self.rank == 2, "\(shape) is no matrix")
    let (m, n) = (size(0), size(1))
    let wanted = min(rank, m, n)
    let size = min(wanted + extra, m, n)
    // Where nearly all are asked for, all are cheaper.
    if size * 3 >= min(m, n) { return try svd().prefix(wanted) }
    try refuseInfinite()
    var random = SeededRandom(seed: seed)
    var q = matmul(.normal([n, size], &random)).qr().q
    for round in 0..<rounds {
      try ticket.step(Double(round) / Double(rounds + 1))
      let side = transposed().matmul(q).qr().q
      q = matmul(side).qr().q
    }
    let small = try q.transposed().matmul(self).svd()
    return SingularValues(u: q.matmul(small.u), s: small.s, vt: small.vt).prefix(wanted)
  }
}
