import Basics

/// How far apart two clusters are, from the distances of their parts.
///
/// Source of the update formula: G. N. Lance and W. T. Williams, "A General Theory of Classificatory Sorting Strategies" (1967),
/// DOI 10.1093/comjnl/9.4.373; of Ward's: J. H. Ward, "Hierarchical Grouping to Optimize an Objective Function" (1963),
/// DOI 10.1080/01621459.1963.10500845.
package enum Linkage: String, Sendable, CaseIterable {
  /// The mean distance of all pairs.
  case average
  /// The growth of the squared distances from the mean, as a distance; wants distances in a straight line.
  case ward
  /// The largest distance of a pair.
  case complete
  /// The smallest distance of a pair.
  case single

  /// The distance of a cluster of `n` things from one joined of two of `a` and `b` things, by its distances to both and theirs.
  @inline(__always)
  func joined(_ toA: Double, _ toB: Double, _ between: Double, _ a: Double, _ b: Double, _ n: Double)
    -> Double
  {
    switch self {
    case .average: (a * toA + b * toB) / (a + b)
    case .complete: max(toA, toB)
    case .single: min(toA, toB)
    case .ward:
      (((a + n) * toA * toA + (b + n) * toB * toB - n * between * between) / (a + b + n)).squareRoot()
    }
  }

  /// Joins things by their distances [n, n], of which the upper half is read, until one cluster is left. O(n²) time and memory.
  ///
  /// Follows nearest neighbours until two are each other's. F. Murtagh, "A Survey of Recent Advances in Hierarchical Clustering Algorithms" (1983),
  /// DOI 10.1093/comjnl/26.4.354; D. Müllner, "Modern hierarchical, agglomerative clustering algorithms" (2011), arXiv 1109.2378.
  package func tree(of distances: Tensor, _ ticket: Ticket = .open) throws(Trouble) -> Dendrogram {
    precondition(
      distances.rank == 2 && distances.size(0) == distances.size(1), "distances are a square, [n, n]")
    try distances.refuseInfinite()
    var chain = NeighbourChain(self, distances)
    return try chain.run(ticket)
  }
}

/// The work of `Linkage.tree`: distances of the clusters that are left, and the chain.
private struct NeighbourChain {
  private let linkage: Linkage
  private let count: Int
  /// [n, n], both halves alike. Row and column of a joined cluster are those of its second part.
  private var distances: [Double]
  /// How many things the cluster in a place has; 0 when it was joined to another.
  private var sizes: [Int]
  private var chain: [Int] = []
  private var found: [(a: Int, b: Int, height: Double)] = []

  init(_ linkage: Linkage, _ square: Tensor) {
    self.linkage = linkage
    count = square.size(0)
    sizes = Array(repeating: 1, count: count)
    distances = square.values.map { Double($0) }
    for row in 0..<count {
      for column in row + 1..<max(count, row + 1) {
        distances[column * count + row] = distances[row * count + column]
      }
    }
  }

  mutating func run(_ ticket: Ticket) throws(Trouble) -> Dendrogram {
    while found.count < count - 1 {
      try ticket.step(Double(found.count) / Double(count))
      if chain.isEmpty, let first = sizes.firstIndex(where: { $0 > 0 }) { chain = [first] }
      let (next, height) = nearest()
      if chain.count > 1, next == chain[chain.count - 2] {
        let (a, b) = (min(next, chain[chain.count - 1]), max(next, chain[chain.count - 1]))
        chain.removeLast(2)
        join(a, b, height)
      } else {
        chain.append(next)
      }
    }
    return labelled()
  }

  /// The nearest of the last of the chain; the one before it when it is as near, or the chain would not end.
  private func nearest() -> (Int, Double) {
    let last = chain[chain.count - 1]
    var (best, height) = (-1, Double.infinity)
    if chain.count > 1 {
      best = chain[chain.count - 2]
      height = distances[last * count + best]
    }
    let (row, alive) = (distances.span, sizes.span)
    for other in 0..<count where alive[other] > 0 && other != last {
      let distance = row[last * count + other]
      if distance < height { (best, height) = (other, distance) }
    }
    return (best, height)
  }

  private mutating func join(_ a: Int, _ b: Int, _ height: Double) {
    found.append((a, b, height))
    let (countA, countB) = (Double(sizes[a]), Double(sizes[b]))
    let (n, sizes, linkage) = (count, sizes, linkage)
    var target = distances.mutableSpan
    for other in 0..<n where sizes[other] > 0 && other != a && other != b {
      let new = linkage.joined(
        target[a * n + other], target[b * n + other], height, countA, countB, Double(sizes[other]))
      target[b * n + other] = new
      target[other * n + b] = new
    }
    self.sizes[b] += sizes[a]
    self.sizes[a] = 0
  }

  /// Joints in rising order, clusters named as SciPy names them: the smaller name to the left.
  private func labelled() -> Dendrogram {
    let order = found.indices.sorted { (found[$0].height, $0) < (found[$1].height, $1) }
    var sets = DisjointSets(count: count)
    var names = Array(0..<count)
    var members = Array(repeating: 1, count: count)
    var joints: [Dendrogram.Joint] = []
    for index in order {
      let (a, b) = (sets.root(of: found[index].a), sets.root(of: found[index].b))
      let size = members[a] + members[b]
      joints.append(
        Dendrogram.Joint(
          left: min(names[a], names[b]), right: max(names[a], names[b]), height: Float(found[index].height),
          size: size))
      sets.join(a, b)
      let root = sets.root(of: a)
      (members[root], names[root]) = (size, count + joints.count - 1)
    }
    return Dendrogram(leaves: count, joints: joints)
  }
}
