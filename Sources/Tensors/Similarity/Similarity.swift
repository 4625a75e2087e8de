import Basics

/// How near two vectors are; larger is nearer for all of them.
package enum Similarity: String, Sendable, CaseIterable {
  /// Σ aᵢ bᵢ.
  case dot
  /// The dot product of both made length 1; 0 when one is nothing but noughts. -1…1.
  case cosine
  /// The cosine after the mean of the rows of the searched matrix is taken off both.
  ///
  /// Vectors of trained models share a large direction that hides what sets them apart.
  /// Mu, Bhat and Viswanath, "All-but-the-Top" (2018), arXiv 1702.01417.
  case centredCosine
  /// The distance in a straight line, negative so that nearer is larger.
  case euclid

  /// By row of `a` [m, width] and of `b` [n, width], how near they are: [m, n].
  ///
  /// `centre` [width] is what the centred cosine takes off; the mean of the rows of `b` unless told.
  package func matrix(_ a: Tensor, _ b: Tensor, centre: Tensor? = nil) -> Tensor {
    precondition(a.rank == 2 && b.rank == 2 && a.size(1) == b.size(1), "rows of one width are compared")
    switch self {
    case .dot: return a.matmul(b.transposed())
    case .cosine: return Self.cosines(a.unit(), b)
    case .centredCosine:
      let centre = centre ?? b.mean(over: [0])
      return Self.cosines((a - centre).unit(), b - centre)
    case .euclid: return -Self.distances(a, b)
    }
  }

  /// Of unit rows and any rows: products divided by lengths, so that no second copy of `b` is made.
  private static func cosines(_ a: Tensor, _ b: Tensor) -> Tensor {
    a.matmul(b.transposed()) / b.lengths().with(Tensor(.leastNormalMagnitude), .maximum)
  }

  /// As `matrix`, pair by pair in double precision.
  package func plain(_ a: Tensor, _ b: Tensor) -> Tensor {
    let centre = self == .centredCosine ? b.mean(over: [0]) : .zeros([b.size(1)])
    let (left, right) = ((a - centre).rowLists, (b - centre).rowLists)
    return Tensor(rows: left.map { x in right.map { y in Float(plainPair(x, y)) } })
  }

  private func plainPair(_ x: [Float], _ y: [Float]) -> Double {
    var (dot, xx, yy, gap) = (0.0, 0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      let (a, b) = (Double(a), Double(b))
      (dot, xx, yy, gap) = (dot + a * b, xx + a * a, yy + b * b, gap + (a - b) * (a - b))
    }
    switch self {
    case .dot: return dot
    case .euclid: return -gap.squareRoot()
    default: return xx * yy == 0 ? 0 : dot / (xx * yy).squareRoot()
    }
  }

  /// Distances in a straight line between rows, [m, n], by |a|² - 2 a·b + |b|².
  ///
  /// Both are first moved so that the mean of `a` is nought: what is left over by cancellation is then small against their spread.
  package static func distances(_ a: Tensor, _ b: Tensor) -> Tensor {
    squaredDistances(a, b).map(.squareRoot)
  }

  /// The squares of `distances`, never below nought.
  package static func squaredDistances(_ a: Tensor, _ b: Tensor) -> Tensor {
    if a.size(0) == 0 || b.size(0) == 0 { return .zeros([a.size(0), b.size(0)]) }
    let centre = a.mean(over: [0])
    return squaredDistances(moved: a - centre, b - centre)
  }

  private static func squaredDistances(moved a: Tensor, _ b: Tensor) -> Tensor {
    let lengths = (a.lengths().map(.square).expanded(1), b.lengths().map(.square))
    return (a.matmul(b.transposed()) * -2 + lengths.0 + lengths.1).with(Tensor(0), .maximum)
  }

  /// By row of `queries` [m, width], the `k` nearest rows of `source`, nearest first.
  ///
  /// Reads the source in blocks and holds one block, so a mapped matrix of any height is searched in little memory. For the centred cosine it is
  /// read twice, first for its mean, unless `centre` is given. Throws what reading throws, and when the ticket is cancelled.
  package func nearest(
    _ k: Int, to queries: Tensor, in source: some RowSource, centre: Tensor? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) -> [[Ranked]] {
    precondition(
      queries.rank == 2 && queries.size(1) == source.width, "queries are as wide as the rows searched")
    let middle = try origin(queries, source, centre, ticket)
    let moved = middle.map { queries - $0 } ?? queries
    let sought = self == .dot || self == .euclid ? moved : moved.unit()
    let isLarge = sought.size(0) * source.count * source.width >= 1 << 23
    let shares = Shares(k, queries: sought.size(0))
    Workers.divide(source.count, isWorthIt: isLarge) { part in
      shares.add { () throws(Trouble) in try best(k, of: part, to: sought, in: source, less: middle, ticket) }
    }
    return try shares.sorted()
  }

  /// By query the best few of some rows.
  private func best(
    _ k: Int, of part: Range<Int>, to sought: Tensor, in source: some RowSource, less middle: Tensor?,
    _ ticket: Ticket
  ) throws(Trouble) -> [BestFew] {
    var best = Array(repeating: BestFew(k), count: sought.size(0))
    let height = Self.height(queries: best.count, width: source.width)
    try source.forEachBlock(of: part, less: middle, height: height, ticket) { (rows, block) throws(Trouble) in
      let near = scores(sought, block)
      for query in best.indices {
        best[query].offer(
          near.elements.span, from: near.offset + query * rows.count, count: rows.count,
          firstIndex: rows.lowerBound)
      }
    }
    return best
  }

  /// How many rows are compared at a time: many where there are many queries, for a product with few rows spends its time on packing the
  /// queries; block and scores then take up to 16 MiB each. Nil for the usual few.
  private static func height(queries: Int, width: Int) -> Int? {
    queries < 128 ? nil : max(64, (1 << 22) / max(queries, width, 1))
  }

  /// What is taken off queries and rows before they are compared, if anything.
  private func origin(
    _ queries: Tensor, _ source: some RowSource, _ centre: Tensor?, _ ticket: Ticket
  ) throws(Trouble) -> Tensor? {
    switch self {
    case .dot, .cosine: return nil
    case .euclid: return queries.size(0) > 0 ? queries.mean(over: [0]) : nil
    case .centredCosine:
      if let centre { return centre }
      return try source.mean(ticket)
    }
  }

  /// Of queries and rows from which `origin` was taken, queries of length 1 where cosines are wanted.
  private func scores(_ sought: Tensor, _ block: Tensor) -> Tensor {
    switch self {
    case .dot: sought.matmul(block.transposed())
    case .euclid: -Self.squaredDistances(moved: sought, block).map(.squareRoot)
    case .cosine, .centredCosine: Self.cosines(sought, block)
    }
  }
}

extension Tensor {
  /// How alike two sets of vectors for the same things are, 0…1, whatever turns and scales them: a [n, p], b [n, q].
  ///
  /// Linear centred kernel alignment, |Bᵀ A|² / (|Aᵀ A| |Bᵀ B|) with columns centred. Kornblith, Norouzi, Lee and Hinton,
  /// "Similarity of Neural Network Representations Revisited" (2019), arXiv 1905.00414, equation 3. NaN when one side does not vary.
  package func alignment(with b: Tensor) -> Float {
    precondition(rank == 2 && b.rank == 2 && size(0) == b.size(0), "both sides have a row for each thing")
    let (x, y) = (self - mean(over: [0]), b - b.mean(over: [0]))
    if size(0) < max(size(1), b.size(1)) {
      // The same numbers by the smaller [n, n] products.
      let (xx, yy) = (x.matmul(x.transposed()), y.matmul(y.transposed()))
      return xx.dot(yy) / (xx.norm().scalar * yy.norm().scalar)
    }
    let cross = y.transposed().matmul(x).map(.square).sum().scalar
    return cross / (x.transposed().matmul(x).norm().scalar * y.transposed().matmul(y).norm().scalar)
  }
}
