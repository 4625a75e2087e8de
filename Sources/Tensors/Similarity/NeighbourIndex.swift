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
    let sums = try await Self.together(ranges) { range throws(Trouble) in
      try ticket.step(0.4 * Double(range.lowerBound) / Double(max(1, tensor.rowCount)))
      return try RowKernels.sums(of: tensor, range)
    }
    var total = [Double](repeating: 0, count: tensor.columnCount)
    for part in sums { for column in total.indices { total[column] += part[column] } }
    let mean = total.map { Float($0 / Double(max(1, tensor.rowCount))) }
    centre = Tensor(mean)
    try centre.refuseInfinite()
    parts = try await Self.together(ranges) { range throws(Trouble) in
      try ticket.step(0.4 + 0.6 * Double(range.lowerBound) / Double(max(1, tensor.rowCount)))
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
    let bounds = try await Self.together(parts) { part throws(Trouble) in
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

  /// Works on all parts, as many at a time as there are processors; results in the order of the parts.
  private nonisolated(nonsending) static func together<Part: Sendable, Output: Sendable>(
    _ parts: [Part], _ work: @escaping @Sendable (Part) throws(Trouble) -> Output
  ) async throws(Trouble) -> [Output] {
    let results = await withTaskGroup(of: (Int, Result<Output, Trouble>).self) { group in
      for (number, part) in parts.enumerated() {
        group.addTask { () async -> (Int, Result<Output, Trouble>) in
          do throws(Trouble) { return (number, .success(try work(part))) } catch {
            return (number, .failure(error))
          }
        }
      }
      var results = [Result<Output, Trouble>?](repeating: nil, count: parts.count)
      for await (number, result) in group { results[number] = result }
      return results.compactMap { $0 }
    }
    var outputs: [Output] = []
    for result in results { outputs.append(try result.get()) }
    return outputs
  }
}

/// A query, and what its scores are made of.
struct Question: Sendable {
  let similarity: Similarity
  /// In double precision: the query, and the mean of the rows.
  private let query: [Double]
  private let centre: [Double]
  /// The query less the mean for the centred cosine and distances, else the query itself, as t · a.
  let codes: [Int16]
  let scale: Double
  /// The length of what is coded, of its code, and of what its code leaves out.
  let length: Double
  let codedLength: Double
  let leftOut: Double
  /// The product of what is coded with the mean.
  let offset: Double

  init(_ values: [Float], _ mean: [Float], _ similarity: Similarity) {
    self.similarity = similarity
    query = values.map { Double($0) }
    centre = mean.map { Double($0) }
    let isMoved = similarity == .centredCosine || similarity == .euclid
    let moved = isMoved ? zip(query, centre).map { $0 - $1 } : query
    // The sum of products with codes of a row fits 32 bits.
    let limit = Double(min(32_767, Int(Int32.max) / (127 * max(1, values.count))))
    let largest = moved.reduce(0) { max($0, abs($1)) }
    let step = largest > 0 ? largest / limit : 1
    scale = step
    let whole = moved.map { ($0 / step).rounded() }
    codes = whole.map { Int16($0) }
    length = Self.length(moved)
    codedLength = Self.length(whole) * step
    leftOut = Self.length(zip(moved, whole).map { $0 - $1 * step })
    offset = zip(moved, centre).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func length(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The score of a row in double precision.
  func score(of row: [Float]) -> Double {
    var (dot, square) = (0.0, 0.0)
    switch similarity {
    case .dot:
      for index in row.indices { dot += query[index] * Double(row[index]) }
      return dot
    case .cosine:
      for index in row.indices {
        dot += query[index] * Double(row[index])
        square += Double(row[index]) * Double(row[index])
      }
      return square > 0 && length > 0 ? dot / (square.squareRoot() * length) : 0
    case .centredCosine:
      for index in row.indices {
        let y = Double(row[index]) - centre[index]
        dot += (query[index] - centre[index]) * y
        square += y * y
      }
      return square > 0 && length > 0 ? dot / (square.squareRoot() * length) : 0
    case .euclid:
      for index in row.indices {
        let gap = query[index] - Double(row[index])
        square += gap * gap
      }
      return -square.squareRoot()
    }
  }

  /// Bounds of the score of a row: `product` is nearly that of what is coded with y = x − μ, and no further off than `error`; `length` is |x|, and
  /// `moved` |y|.
  @inline(__always)
  func bounds(_ product: Double, _ error: Double, length x: Double, moved y: Double) -> (Double, Double) {
    switch similarity {
    case .dot: return (product + offset - error, product + offset + error)
    case .cosine: return quotient(product + offset, error, x)
    case .centredCosine: return quotient(product, error, y)
    case .euclid:
      let square = length * length - 2 * product + y * y
      // Lengths are kept in single precision.
      let slack = 2 * error + 1e-6 * (length * length + y * y)
      return (-max(0, square + slack).squareRoot(), -max(0, square - slack).squareRoot())
    }
  }

  @inline(__always)
  private func quotient(_ product: Double, _ error: Double, _ row: Double) -> (Double, Double) {
    let both = row * length
    if both == 0 { return (0, 0) }
    let (middle, half) = (product / both, error / both)
    return (middle - half - 1e-6, middle + half + 1e-6)
  }
}
