import Basics
import Glibc

/// Vectors for ids, made by counting which ids stand near each other: no network, nothing learned by descent.
///
///     let rows = try CooccurrenceEmbeddings(dimension: 64).matrix(of: documents, vocabulary: 8192)   // [8192, 64]
///
/// Equation: a cell is max(0, log(p(w, c) / (p(w) · p'(c))) − shift), where p(w, c) is the share of the pair among all pairs of
/// `CooccurrenceCounts`, p(w) that of the id, and p'(c) ∝ p(c)^smoothing. Of that matrix U · diag(s) · Vᵀ, the rows of U · diag(s)^exponent
/// are the vectors. Worked example: documents [0, 1] and [2, 3] give p(0, 1) = ¼ (of four ordered pairs), p(0) = p(1) = ¼, so the cell is
/// log 4 ≈ 1.386 with smoothing 1.
///
/// Sources: K. Church and P. Hanks, "Word Association Norms, Mutual Information, and Lexicography" (1990), ACL J90-1003 (the association);
/// O. Levy and Y. Goldberg, "Neural Word Embedding as Implicit Matrix Factorization" (2014), NeurIPS (shift, decomposition, exponent ½);
/// O. Levy, Y. Goldberg and I. Dagan, "Improving Distributional Similarity with Lessons Learned from Word Embeddings" (2015), DOI
/// 10.1162/tacl_a_00134 (smoothing ¾); P. Pantel and D. Lin, "Discovering Word Senses from Text" (2002), DOI 10.1145/775047.775138 (discount). Limits: ids that were never near another have a row of noughts; the decomposition is found by random
/// projection from a seed, so the same documents give the same numbers, to the last bit on processors for which OpenBLAS has the same kernels.
package struct CooccurrenceEmbeddings: Sendable, Equatable {
  /// How many numbers a vector has.
  package var dimension: Int
  /// How far apart ids count as near, 1…255.
  package var window: Int
  /// What is taken off every association, in nats; log k is like k negative samples of skip-gram.
  package var shift: Double
  /// The power to which shares of contexts are raised; below 1 rare contexts count for less.
  package var smoothing: Double
  /// Associations are multiplied by n / (n + discount), n being the weight of the pair: chance meetings of rare ids count for less.
  package var discount: Double
  /// The power of the singular values: 1 keeps the products of rows those of the matrix, 0 gives all directions one weight.
  package var exponent: Float
  /// Of the random projection.
  package var seed: UInt64

  package init(
    dimension: Int = 64, window: Int = 5, shift: Double = 0, smoothing: Double = 0.75, discount: Double = 0,
    exponent: Float = 0.5, seed: UInt64 = 1
  ) {
    self.dimension = dimension
    self.window = window
    self.shift = shift
    self.smoothing = smoothing
    self.discount = discount
    self.exponent = exponent
    self.seed = seed
  }

  /// Vectors of the ids of documents, all below `vocabulary`: [vocabulary, dimension]. Throws when the ticket is cancelled.
  package func matrix(
    of documents: [[UInt32]], vocabulary: Int, _ ticket: Ticket = .open
  ) throws(Trouble) -> Tensor {
    var counts = CooccurrenceCounts(vocabulary: vocabulary, window: window)
    for document in documents { try counts.add(document, ticket) }
    return try matrix(of: counts, ticket)
  }

  /// Vectors from what was counted, whatever its window: [vocabulary, dimension]. Throws when the ticket is cancelled.
  package func matrix(of counts: CooccurrenceCounts, _ ticket: Ticket = .open) throws(Trouble) -> Tensor {
    let counts = counts.settled()
    let seen = counts.sums.indices.filter { counts.sums[$0] > 0 }
    let cells = associations(counts, seen)
    let found = try decompose(cells, ticket)
    let rows = (found.u * factors(found)).rowLists
    var values = [Float](repeating: 0, count: counts.vocabulary * dimension)
    for (row, id) in zip(rows, seen) {
      values.replaceSubrange(id * dimension..<id * dimension + row.count, with: row)
    }
    return Tensor(values, [counts.vocabulary, dimension])
  }

  /// Singular values fall slowly here, so the projection has twice as many directions as are asked for; where these are nearly all, all are found.
  private func decompose(_ cells: SparseRows, _ ticket: Ticket) throws(Trouble) -> SingularValues {
    try ticket.step(0)
    if cells.count <= 4 * dimension + 32 {
      return try cells.tensor(rows: 0..<cells.count).svd().prefix(min(dimension, cells.count))
    }
    return try cells.truncatedSVD(rank: dimension, extra: dimension + 8, rounds: 6, seed: seed, ticket)
  }

  /// By direction, the power of its singular value, with the sign that makes its largest number positive (signs of singular vectors mean
  /// nothing); nought where the singular value is nothing but rounding.
  private func factors(_ found: SingularValues) -> Tensor {
    let (values, columns) = (found.s.values, found.u.transposed().rowLists)
    return Tensor(
      zip(values, columns).map { value, column in
        if value <= values[0] * 1e-6 { return 0 }
        let largest = column.max { abs($0) < abs($1) } ?? 1
        return pow(value, exponent) * (largest < 0 ? -1 : 1)
      })
  }

  /// The cells that are above nought, rows and columns being the ids that were seen.
  private func associations(_ counts: CooccurrenceCounts, _ seen: [Int]) -> SparseRows {
    let total = seen.reduce(0) { $0 + counts.sums[$1] }
    let powers = seen.map { pow(counts.sums[$0] / total, smoothing) }
    let scale = powers.reduce(0, +)
    // log(p(w,c) / (p(w) p'(c))) is the logarithm of the weight less one number by row and one by column.
    let rowPart = seen.map { log(counts.sums[$0]) }
    let columnPart = powers.map { log($0 / scale) }
    var place = [Int32](repeating: -1, count: counts.vocabulary)
    for (index, id) in seen.enumerated() { place[id] = Int32(index) }
    var rows = Array(repeating: [(column: Int32, value: Float)](), count: seen.count)
    for (pair, weight) in zip(counts.pairs, counts.weights) {
      let (a, b) = (Int(place[Int(pair >> 32)]), Int(place[Int(pair & 0xFFFF_FFFF)]))
      // Of an id beside itself either is context of the other.
      let both = a == b ? 2 * weight : weight
      let (logarithm, share) = (log(both) - shift, both / (both + discount))
      let forth = (logarithm - rowPart[a] - columnPart[b]) * share
      if forth > 0 { rows[a].append((Int32(b), Float(forth))) }
      let back = (logarithm - rowPart[b] - columnPart[a]) * share
      if a != b && back > 0 { rows[b].append((Int32(a), Float(back))) }
    }
    var starts = [0]
    for row in rows { starts.append(starts[starts.count - 1] + row.count) }
    return SparseRows(
      width: seen.count, starts: starts, columns: rows.flatMap { $0.map(\.column) },
      values: rows.flatMap { $0.map(\.value) })
  }
}
