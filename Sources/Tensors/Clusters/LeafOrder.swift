import Basics

extension Dendrogram {
  /// The tree with joints turned so that neighbouring things are as near as a tree allows: the sum of the `distances` [n, n] of neighbours
  /// is the smallest of all orders that cross no lines.
  ///
  /// Bar-Joseph, Gifford and Jaakkola, "Fast optimal leaf ordering for hierarchical clustering" (2001), DOI 10.1093/bioinformatics/17.suppl_1.S22,
  /// with the search over inner ends ended early by the bound given there. O(n³) time at worst, O(n²) memory.
  package func optimallyOrdered(_ distances: Tensor, _ ticket: Ticket = .open) throws(Trouble) -> Dendrogram {
    precondition(distances.shape == Shape([leaves, leaves]), "distances are a square of all leaves")
    guard leaves > 2 else { return self }
    var work = LeafOrder(self, distances)
    return try work.run(ticket)
  }
}

/// The work of `optimallyOrdered`.
///
/// `cost[u, w]` is, for the smallest cluster that has both leaves, the smallest sum of an order that begins with u and ends with w. For a cluster of
/// parts A and B with u in A and w in B it is the least of cost[u, m] + distance(m, k) + cost[k, w] over the m at A's inner end and
/// the k at B's, taken in two steps: first over m for each k, then over k.
private struct LeafOrder {
  private let tree: Dendrogram
  private let count: Int
  private let distances: [Float]
  private var cost: [Float]
  /// By cluster, its leaves in the order of the tree, as a range of `order`.
  private let order: [Int]
  private var ranges: [Range<Int>]

  init(_ tree: Dendrogram, _ distances: Tensor) {
    self.tree = tree
    count = tree.leaves
    self.distances = distances.values
    cost = [Float](repeating: 0, count: tree.leaves * tree.leaves)
    order = tree.order
    ranges = Array(repeating: 0..<0, count: tree.leaves + tree.joints.count)
    for (place, leaf) in order.enumerated() { ranges[leaf] = place..<place + 1 }
    for (index, joint) in tree.joints.enumerated() {
      ranges[tree.leaves + index] = ranges[joint.left].lowerBound..<ranges[joint.right].upperBound
    }
  }

  mutating func run(_ ticket: Ticket) throws(Trouble) -> Dendrogram {
    for (index, joint) in tree.joints.enumerated() {
      try ticket.step(Double(index) / Double(tree.joints.count))
      try fill(joint, ticket)
    }
    return turned()
  }

  /// The leaves that can stand at the inner end when `outer` stands at the outer one of `cluster`: those of its other part.
  private func inner(_ cluster: Int, _ outer: Int) -> ArraySlice<Int> {
    guard cluster >= count else { return [outer] }
    let joint = tree.joints[cluster - count]
    let isLeft = order[ranges[joint.left]].contains(outer)
    return order[ranges[isLeft ? joint.right : joint.left]]
  }

  private mutating func fill(_ joint: Dendrogram.Joint, _ ticket: Ticket) throws(Trouble) {
    let (as_, bs) = (order[ranges[joint.left]], order[ranges[joint.right]])
    let parts = bs.isEmpty ? [] : innerGroups(joint.right)
    for u in as_ {
      if ticket.isCancelled { throw .cancelled }
      let ends = inner(joint.left, u).sorted { cost[u * count + $0] < cost[u * count + $1] }
      // For each k, the least over the ends m of A.
      let through = bs.map { k in bridge(u, ends, k) }
      for (outers, inners) in parts {
        let sorted = inners.map { (k: $0, value: through[$0 - ranges[joint.right].lowerBound]) }
          .sorted { $0.value < $1.value }
        for place in outers { close(u, order[place], sorted) }
      }
    }
  }

  /// For each part of a cluster, the places of its leaves and those of the other part, which stand at the inner end then.
  private func innerGroups(_ cluster: Int) -> [(Range<Int>, Range<Int>)] {
    guard cluster >= count else { return [(ranges[cluster], ranges[cluster])] }
    let joint = tree.joints[cluster - count]
    return [(ranges[joint.left], ranges[joint.right]), (ranges[joint.right], ranges[joint.left])]
  }

  /// The least of cost[u, m] + distance(m, k); `ends` rises in cost, so what is above the least already ends the search.
  private func bridge(_ u: Int, _ ends: [Int], _ k: Int) -> Float {
    let (costs, gaps) = (cost.span, distances.span)
    var least = Float.infinity
    for m in ends {
      let base = costs[u * count + m]
      if base >= least { break }
      least = min(least, base + gaps[m * count + k])
    }
    return least
  }

  private mutating func close(_ u: Int, _ w: Int, _ sorted: [(k: Int, value: Float)]) {
    var least = Float.infinity
    for (place, value) in sorted {
      if value >= least { break }
      least = min(least, value + cost[order[place] * count + w])
    }
    cost[u * count + w] = least
    cost[w * count + u] = least
  }

  /// Reads the turns back from the best pair of ends of the whole.
  private func turned() -> Dendrogram {
    var result = tree
    let root = count + tree.joints.count - 1
    let top = tree.joints[tree.joints.count - 1]
    var best = (u: 0, w: 0, value: Float.infinity)
    for u in order[ranges[top.left]] {
      for w in order[ranges[top.right]] where cost[u * count + w] < best.value {
        best = (u, w, cost[u * count + w])
      }
    }
    var open = [(cluster: root, first: best.u, last: best.w)]
    while let (cluster, first, last) = open.popLast() {
      guard cluster >= count else { continue }
      let joint = tree.joints[cluster - count]
      let isTurned = !order[ranges[joint.left]].contains(first)
      let (a, b) = isTurned ? (joint.right, joint.left) : (joint.left, joint.right)
      (result.joints[cluster - count].left, result.joints[cluster - count].right) = (a, b)
      let (m, k) = seam(a, first, b, last)
      open.append((a, first, m))
      open.append((b, k, last))
    }
    return result
  }

  /// The ends that met at the least cost between two parts whose outer ends are known.
  private func seam(_ a: Int, _ first: Int, _ b: Int, _ last: Int) -> (Int, Int) {
    var best = (first, last)
    var least = Float.infinity
    for m in inner(a, first) {
      for k in inner(b, last) {
        let value = cost[first * count + m] + distances[m * count + k] + cost[k * count + last]
        if value < least { (best, least) = ((m, k), value) }
      }
    }
    return best
  }
}
