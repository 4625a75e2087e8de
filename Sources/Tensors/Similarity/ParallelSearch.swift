import Basics

extension Similarity {
  /// As `nearest` in the rows of a stored tensor, which all processors read, each a part of them; `query` is [width].
  ///
  /// Throws what reading throws, and when the ticket is cancelled.
  package nonisolated(nonsending) func nearest(
    _ k: Int, to query: [Float], amongAllOf tensor: StoredTensor, _ ticket: Ticket
  ) async throws(Trouble) -> [Ranked] {
    precondition(query.count == tensor.columnCount, "the query is as wide as the rows")
    let queries = Tensor(query, [1, query.count])
    let ranges = Processors.ranges(tensor.rowCount)
    let centre = self == .centredCosine ? try await Self.mean(of: tensor, ranges, ticket) : nil
    let found = try await Processors.together(ranges) { range throws(Trouble) in
      try nearest(k, to: queries, in: RowRange(tensor: tensor, range: range), centre: centre, ticket)[0].map {
        Ranked(value: $0.value, index: $0.index + range.lowerBound)
      }
    }
    let all = found.joined().sorted { (-$0.value, $0.index) < (-$1.value, $1.index) }
    return Array(all.prefix(k))
  }

  private nonisolated(nonsending) static func mean(
    of tensor: StoredTensor, _ ranges: [Range<Int>], _ ticket: Ticket
  ) async throws(Trouble) -> Tensor {
    let sums = try await Processors.together(ranges) { range throws(Trouble) in
      try RowKernels.sums(of: tensor, range, ticket)
    }
    return Tensor(
      (0..<tensor.columnCount).map { column in
        Float(sums.reduce(0) { $0 + $1[column] } / Double(max(1, tensor.rowCount)))
      })
  }
}

/// Some rows of a stored tensor.
private struct RowRange: RowSource {
  let tensor: StoredTensor
  let range: Range<Int>

  var count: Int { range.count }
  var width: Int { tensor.columnCount }

  func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble) {
    try tensor.read(
      rows: rows.lowerBound + range.lowerBound..<rows.upperBound + range.lowerBound, into: &target)
  }
}
