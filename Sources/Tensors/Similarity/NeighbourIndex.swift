import Basics

/// A matrix in a file made small enough to be searched again and again: one byte a number, and how wrong that can be.
///
///     let index = try await NeighbourIndex(of: tensor, ticket)          // reads the tensor twice
///     let found = try await index.nearest(10, to: query, by: .cosine, ticket)
///
/// What is found is what comparing with every row in double precision finds, not nearly so. The mean μ of the rows is taken off, and a row y = x − μ
/// is kept as s · c, c being whole numbers of -127…127, with the length |e| of what that leaves out. A query q is kept likewise as t · a. Then
/// |q·y − s t (a·c)| ≤ |q̂| |e| + |q − q̂| |y| (Cauchy and Schwarz), so every score has an upper bound. Rows are taken from the file and compared
/// exactly in falling order of that bound, until no bound left is above the worst of the best. Source of such searching: R. Weber, H.-J. Schek and S. Blott,
/// "A Quantitative Analysis and Performance Study for Similarity-Search Methods in High-Dimensional Spaces" (1998), VLDB, 194–205 (the VA-file).
///
/// Measured on [128000, 4096] in bf16 (1 GiB, numbers drawn at random, which is the worst case: no row stands out), in seconds of processor
/// time, shared by the processors: making it 0.95; each query 0.058; reading all rows for a query 0.30; the same in blocks by NumPy 3.4.
/// Memory: a byte for each number and 16 bytes for each row: half of a bf16 file, 514 MiB for [128000, 4096]. Limits: a file that is changed afterwards
/// gives wrong answers; numbers that are not finite are refused.
package struct NeighbourIndex: Sendable {
  /// The rows in the file.
  package let tensor: StoredTensor
  /// The mean of the rows, [width].
  package let centre: Tensor
  let parts: [CodedRows]

  /// How many rows a part has: about 8 MiB of codes.
  private static func partSize(_ width: Int) -> Int { max(64, (8 << 20) / max(1, width)) }

  /// How many bytes an index of a matrix takes.
  package static func byteCount(rows: Int, width: Int) -> Int { rows * (width + 16) }

  /// How many bytes this takes.
  package var byteCount: Int { Self.byteCount(rows: tensor.rowCount, width: tensor.columnCount) }

  /// Reads all rows, twice, on all processors. Throws what reading throws, when a number is not finite, and when the ticket is cancelled.
  package nonisolated(nonsending) init(of tensor: StoredTensor, _ ticket: Ticket) async throws(Trouble) {
    self.tensor = tensor
    let size = Self.partSize(tensor.columnCount)
    let ranges = stride(from: 0, to: tensor.rowCount, by: size).map {
      $0..<min($0 + size, tensor.rowCount)
    }
    let sums = try await Processors.together(ranges) { range throws(Trouble) in
      try RowKernels.sums(of: tensor, range, ticket)
    }
    var total = [Double](repeating: 0, count: tensor.columnCount)
    for part in sums { for column in total.indices { total[column] += part[column] } }
    let mean = total.map { Float($0 / Double(max(1, tensor.rowCount))) }
    centre = Tensor(mean)
    try centre.refuseInfinite()
    parts = try await Processors.together(ranges) { range throws(Trouble) in
      try ticket.step(Double(range.lowerBound) / Double(max(1, tensor.rowCount)))
      return try CodedRows(of: tensor, range, less: mean)
    }
  }

  /// The `k` rows nearest to `query` [width], nearest first, of equals the earlier; those in `excluded` are passed over. Throws what reading throws, and
  /// when the ticket is cancelled.
  package nonisolated(nonsending) func nearest(
    _ k: Int, to query: [Float], by similarity: Similarity, without excluded: Set<Int> = [], _ ticket: Ticket
  ) async throws(Trouble) -> [Ranked] {
    precondition(query.count == tensor.columnCount, "the query is as wide as the rows")
    if k <= 0 { return [] }
    let question = Question(query, centre.values, similarity)
    let bounds = try await Processors.together(parts) { part throws(Trouble) in
      try ticket.step(0)
      return part.candidates(for: question, k, without: excluded)
    }
    return try rank(bounds, k, question, ticket)
  }

  /// Compares candidates exactly, those with the highest bounds first.
  private func rank(_ bounds: [CodedRows.Candidates], _ k: Int, _ question: Question, _ ticket: Ticket)
    throws(Trouble) -> [Ranked]
  {
    // Of all lower bounds the k-th is one that the k-th best score cannot be below.
    let floor = bounds.flatMap(\.floors).sorted(by: >).dropFirst(k - 1).first ?? -.infinity
    let candidates = bounds.flatMap(\.rows).filter { $0.bound >= floor }.sorted {
      (-$0.bound, $0.row) < (-$1.bound, $1.row)
    }
    var best: [(score: Double, row: Int)] = []
    var row: [Float] = []
    for (count, candidate) in candidates.enumerated() {
      if best.count == k, let last = best.last, candidate.bound < last.score { break }
      if count & 63 == 0 { try ticket.step(0.5) }
      try tensor.rows(candidate.row..<candidate.row + 1, into: &row)
      let score = question.score(of: row)
      if score.isNaN { continue }
      let place = best.firstIndex { ($0.score, -$0.row) < (score, -candidate.row) } ?? best.count
      best.insert((score, candidate.row), at: place)
      if best.count > k { best.removeLast() }
    }
    return best.map { Ranked(value: Float($0.score), index: $0.row) }
  }
}
