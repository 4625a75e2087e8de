import Basics

extension Similarity {
  /// As `nearest` in the rows of a stored tensor, which all processors read, each a part of them; `query` is [width].
  ///
  /// Throws what reading throws, and when the ticket is cancelled.
  package nonisolated(nonsending) func nearest(
    _ k: Int, to query: [Float], amongAllOf tensor: StoredTensor, _ ticket: Ticket
  ) async throws(Trouble) -> [Ranked] {
    precondition(query.count == tensor.columnCount, "the query is as wide as the rows")
    let ranges = Processors.ranges(tensor.rowCount)
    let mean = self == .centredCosine ? try await Self.mean(of: tensor, ranges, ticket) : []
    let sought = self == .centredCosine ? zip(query, mean).map { $0 - $1 } : query
    let units = self == .dot || self == .euclid ? sought : Tensor(sought).unit().values
    let found = try await Processors.together(ranges) { range throws(Trouble) in
      try nearest(k, to: units, in: tensor, range, less: mean, ticket)
    }
    let all = found.joined().sorted { (-$0.value, $0.index) < (-$1.value, $1.index) }
    return Array(all.prefix(k))
  }

  /// The same among the rows of a range, `query` being of length 1 where cosines are wanted.
  private func nearest(
    _ k: Int, to query: [Float], in tensor: StoredTensor, _ range: Range<Int>, less mean: [Float],
    _ ticket: Ticket
  ) throws(Trouble) -> [Ranked] {
    var best = BestFew(k)
    var block: [Float] = []
    for first in stride(from: range.lowerBound, to: range.upperBound, by: tensor.rowsInBlock) {
      try ticket.step(Double(first - range.lowerBound) / Double(range.count))
      let rows = first..<min(first + tensor.rowsInBlock, range.upperBound)
      try tensor.rows(rows, into: &block)
      for row in rows {
        let score = score(query.span, block.span, (row - first) * query.count, less: mean.span)
        best.offer(score, row)
      }
    }
    return best.sorted
  }

  private func score(
    _ query: Span<Float>, _ block: Span<Float>, _ from: Int, less mean: Span<Float>
  ) -> Float {
    switch self {
    case .dot: return RowProducts.products(query, block, from).dot
    case .euclid: return -RowProducts.gap(query, block, from).squareRoot()
    case .cosine:
      let (dot, square) = RowProducts.products(query, block, from)
      return dot / max(square.squareRoot(), .leastNormalMagnitude)
    case .centredCosine:
      let (dot, square) = RowProducts.products(query, block, from, less: mean)
      return dot / max(square.squareRoot(), .leastNormalMagnitude)
    }
  }

  private nonisolated(nonsending) static func mean(
    of tensor: StoredTensor, _ ranges: [Range<Int>], _ ticket: Ticket
  ) async throws(Trouble) -> [Float] {
    let sums = try await Processors.together(ranges) { range throws(Trouble) in
      try RowKernels.sums(of: tensor, range, ticket)
    }
    return (0..<tensor.columnCount).map { column in
      Float(sums.reduce(0) { $0 + $1[column] } / Double(max(1, tensor.rowCount)))
    }
  }
}
