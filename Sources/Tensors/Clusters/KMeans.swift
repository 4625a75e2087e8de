import Basics

/// Rows divided among centres so that each is with the nearest.
///
/// Centres begin far apart by k-means++ (Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", 2007,
/// DOI 10.5555/1283383.1283494) and are moved to the mean of their rows until nothing changes (Lloyd, "Least Squares Quantization in PCM",
/// 1982, DOI 10.1109/TIT.1982.1056489). A centre that loses all its rows is put on the row that is farthest from its own. The result depends on
/// the seed and is a local optimum.
package struct KMeans: Sendable {
  /// [count, width].
  package private(set) var centres: Tensor
  /// By row, which centre it is with.
  package private(set) var labels: [Int]
  /// The sum of the squared distances of all rows to their centres.
  package private(set) var inertia: Double
  /// How many times the centres were moved.
  package private(set) var rounds = 0

  /// Divides `rows` [n, width] among `count` centres (fewer when there are fewer rows), in at most `limit` rounds.
  package init(
    of rows: Tensor, count: Int, seed: UInt64 = 1, limit: Int = 100, _ ticket: Ticket = .open
  ) throws(Trouble) {
    precondition(rows.rank == 2 && count > 0, "rows are divided among at least one centre")
    try rows.refuseInfinite()
    // Moved so that their mean is nought, which keeps what is left over by cancellation in distances small.
    let middle = rows.mean(over: [0])
    let moved = (rows - middle).packed()
    let squares = moved.lengths().map(.square)
    centres = try Self.seeds(moved, squares, min(count, rows.size(0)), seed, ticket)
    (labels, inertia) = ([], 0)
    var gaps = try assign(moved, squares, ticket)
    while rounds < limit && rows.size(0) > 0 {
      try ticket.step(Double(rounds) / Double(limit))
      let before = labels
      centres = means(moved, gaps)
      rounds += 1
      gaps = try assign(moved, squares, ticket)
      if labels == before { break }
    }
    centres = centres + middle
  }

  /// With the nearest of given centres, which are not moved: rows [n, width].
  package static func labels(
    of rows: Tensor, centres: Tensor, _ ticket: Ticket = .open
  ) throws(Trouble) -> [Int] {
    let middle = rows.mean(over: [0])
    let moved = rows - middle
    return try nearest(moved, moved.lengths().map(.square), centres - middle, ticket).map(\.index)
  }

  /// Labels all rows; their squared distances come back.
  private mutating func assign(_ rows: Tensor, _ squares: Tensor, _ ticket: Ticket) throws(Trouble) -> [Float]
  {
    let near = try Self.nearest(rows, squares, centres, ticket)
    labels = near.map(\.index)
    inertia = near.reduce(0) { $0 + Double($1.value) }
    return near.map(\.value)
  }

  /// By row, the nearest centre and its squared distance; some rows at a time, so that no [n, count] is held.
  private static func nearest(
    _ rows: Tensor, _ squares: Tensor, _ centres: Tensor, _ ticket: Ticket
  ) throws(Trouble) -> [Ranked] {
    let size = max(64, (1 << 18) / max(1, centres.size(0)))
    var result: [Ranked] = []
    for start in stride(from: 0, to: rows.size(0), by: size) {
      if ticket.isCancelled { throw .cancelled }
      let some = start..<min(rows.size(0), start + size)
      let near = squaredDistances(rows.sliced(0, some), squares.sliced(0, some), centres)
      for best in (-near).top(1) {
        // Numbers so large that their squares are infinite have no nearest; they go to the first.
        let one = best.first ?? Ranked(value: -.infinity, index: 0)
        result.append(Ranked(value: -one.value, index: one.index))
      }
    }
    return result
  }

  /// [n, count], from rows whose squared lengths are known.
  private static func squaredDistances(_ rows: Tensor, _ squares: Tensor, _ centres: Tensor) -> Tensor {
    let products = rows.matmul(centres.transposed()) * -2
    return (products + squares.expanded(1) + centres.lengths().map(.square)).with(Tensor(0), .maximum)
  }

  private func means(_ rows: Tensor, _ gaps: [Float]) -> Tensor {
    let count = centres.size(0)
    var counts = [Float](repeating: 0, count: count)
    for label in labels { counts[label] += 1 }
    let sums = Tensor.scattered(rows, at: labels, size: count)
    var result = (sums / Tensor(counts.map { max($0, 1) }).expanded(1)).rowLists
    var farthest = Tensor(gaps).argsort(descending: true)[0]
    for centre in 0..<count where counts[centre] == 0 && !farthest.isEmpty {
      result[centre] = rows.at(farthest.removeFirst()).values
    }
    return Tensor(rows: result)
  }

  /// Each next centre is a row drawn with a chance that grows with its squared distance from those before.
  private static func seeds(
    _ rows: Tensor, _ squares: Tensor, _ count: Int, _ seed: UInt64, _ ticket: Ticket
  ) throws(Trouble) -> Tensor {
    guard count > 0 else { return .zeros([0, rows.size(1)]) }
    var random = SeededRandom(seed: seed)
    var chosen = [Int(random.next(upperBound: UInt64(rows.size(0))))]
    var gaps = Tensor(repeating: .infinity, Shape([rows.size(0), 1]))
    while chosen.count < count {
      try ticket.step(0)
      let last = rows.gathered([chosen[chosen.count - 1]])
      gaps = gaps.with(squaredDistances(rows, squares, last), .minimum)
      chosen.append(draw(gaps.values, &random) ?? Int(random.next(upperBound: UInt64(rows.size(0)))))
    }
    return rows.gathered(chosen)
  }

  /// A place drawn by weights; nil when all are nought.
  private static func draw(_ weights: [Float], _ random: inout SeededRandom) -> Int? {
    let total = weights.reduce(0.0) { $0 + Double($1) }
    var left = random.unit() * total
    var last: Int?
    for (index, weight) in weights.enumerated() where weight > 0 {
      last = index
      left -= Double(weight)
      if left < 0 { return index }
    }
    return last
  }
}
