import Basics

extension Tensor {
  /// The largest `rank` singular values and vectors of [m, n], nearly, by random projection: see `RowSource.truncatedSVD`.
  package func truncatedSVD(
    rank: Int, extra: Int = 10, rounds: Int = 4, seed: UInt64 = 1, _ ticket: Ticket = .open
  ) throws(Trouble) -> SingularValues {
    precondition(self.rank == 2, "\(shape) is no matrix")
    let least = min(size(0), size(1))
    // Where nearly all are asked for, all are cheaper.
    if (rank + extra) * 3 >= least { return try svd().prefix(min(rank, least)) }
    return try TensorRows(self).truncatedSVD(rank: rank, extra: extra, rounds: rounds, seed: seed, ticket)
  }
}

extension RowSource {
  /// The largest `rank` singular values and vectors of the rows less `centre`, nearly, without holding the rows.
  ///
  /// The range of the matrix is found from `rank + extra` random combinations of its columns, sharpened by `rounds` of multiplying with the matrix
  /// and its transpose, orthonormal after each; the small rest is decomposed wholly. Good where singular values fall; the error in the
  /// last of them shrinks with rounds. O(m n (rank + extra) rounds); the source is read 2 rounds + 2 times. Halko, Martinsson and Tropp,
  /// "Finding Structure with Randomness" (2011), arXiv 0909.4061, algorithms 4.4 and 5.1. Throws what reading throws, and on numbers that are not finite.
  package func truncatedSVD(
    rank: Int, extra: Int = 10, rounds: Int = 4, less centre: Tensor? = nil, seed: UInt64 = 1,
    _ ticket: Ticket = .open
  ) throws(Trouble) -> SingularValues {
    let least = min(count, width)
    let size = min(rank + extra, least)
    guard size > 0 else {
      return SingularValues(u: .zeros([count, 0]), s: .zeros([0]), vt: .zeros([0, width]))
    }
    var random = SeededRandom(seed: seed)
    var q = try times(.normal([width, size], &random), less: centre, ticket).orthonormal()
    for _ in 0..<rounds {
      let side = try transposedTimes(q, less: centre, ticket).orthonormal()
      q = try times(side, less: centre, ticket).orthonormal()
    }
    let small = try transposedTimes(q, less: centre, ticket).transposed().svd()
    return SingularValues(u: q.matmul(small.u), s: small.s, vt: small.vt).prefix(min(rank, least))
  }

  /// The rows less `centre` times `x` [width, k]: [count, k].
  package func times(
    _ x: Tensor, less centre: Tensor? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) -> Tensor {
    var parts: [Tensor] = [.zeros([0, x.size(1)])]
    try forEachBlock(less: centre, ticket) { (_, block) throws(Trouble) in parts.append(block.matmul(x)) }
    return .concatenated(parts)
  }

  /// The transpose of the rows less `centre` times `q` [count, k]: [width, k].
  package func transposedTimes(
    _ q: Tensor, less centre: Tensor? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) -> Tensor {
    var sum = Tensor.zeros([width, q.size(1)])
    try forEachBlock(less: centre, ticket) { (rows, block) throws(Trouble) in
      sum = sum + block.transposed().matmul(q.sliced(0, rows))
    }
    return sum
  }
}

extension Tensor {
  /// The first part of `qr`, after a look for numbers that are not finite.
  fileprivate func orthonormal() throws(Trouble) -> Tensor {
    try refuseInfinite()
    return try qr().q
  }
}
