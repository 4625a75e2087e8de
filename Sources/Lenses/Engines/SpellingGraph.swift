import Basics
import Tokens

/// Every way to spell one string with the entries of a vocabulary, as a graph from an empty beginning to the whole.
///
/// With the entries `a b c ab bc abc` the string `abcab` has 8 spellings; by bytes there are 1, 1, 2, 4, 4, 8 ways to come so
/// far: `ways[i]` is the sum of `ways[i - length]` over the entries that end at byte i. Nodes are numbered so that every edge
/// goes up, so one pass counts, and one pass finds the best ways. Numbers of ways are exact up to 2⁵³ and rounded above.
package struct SpellingGraph: Sendable {
  /// One entry, from one node to a later one.
  package struct Edge: Sendable, Equatable {
    package var id: TokenID
    package var from: Int
    package var to: Int
  }

  /// In the order of `from`, then of `to`, then of ids.
  package let edges: [Edge]
  /// The node at which the string is whole; 0 is where nothing is spelled yet.
  package let end: Int
  /// By node, in how many ways it is reached.
  package let ways: [Double]
  private let firstEdge: [Int]

  /// From edges that all go up.
  package init(_ edges: [Edge], end: Int) {
    let sorted = edges.sorted { ($0.from, $0.to, $0.id) < ($1.from, $1.to, $1.id) }
    self.edges = sorted
    self.end = end
    var ways = [Double](repeating: 0, count: end + 1)
    ways[0] = 1
    var first = [Int](repeating: sorted.count, count: end + 2)
    for (index, edge) in sorted.enumerated().reversed() { first[edge.from] = index }
    for node in stride(from: end, through: 0, by: -1) where first[node] > first[node + 1] {
      first[node] = first[node + 1]
    }
    for edge in sorted { ways[edge.to] += ways[edge.from] }
    (self.ways, firstEdge) = (ways, first)
  }

  /// The spellings of exactly these bytes as one word; nodes are byte positions.
  package init(of text: [UInt8], _ entries: SurfaceEntries) {
    var edges: [Edge] = []
    for from in text.indices {
      for to in from + 1...min(text.count, from + entries.longest) {
        entries.forEach(of: text.span.extracting(from..<to), isFirst: from == 0, isLast: to == text.count) {
          edges.append(Edge(id: $0, from: from, to: to))
        }
      }
    }
    self.init(edges, end: text.count)
  }

  /// How many spellings there are.
  package var count: Double { ways[end] }

  /// The edges that leave a node.
  package func edges(from node: Int) -> ArraySlice<Edge> {
    node < end ? edges[firstEdge[node]..<firstEdge[node + 1]] : []
  }

  /// The edges of a spelling, nil when it is none.
  package func path(of ids: [TokenID]) -> [Edge]? {
    var (node, path): (Int, [Edge]) = (0, [])
    for id in ids {
      guard let edge = edges(from: node).first(where: { $0.id == id }) else { return nil }
      path.append(edge)
      node = edge.to
    }
    return node == end ? path : nil
  }

  /// The spellings with the fewest tokens, at most `limit`; of equally many those whose early tokens are longer come first.
  package func shortest(_ limit: Int) -> [[TokenID]] {
    var best = [[(cost: Int, path: [Edge])]](repeating: [], count: end + 1)
    best[0] = [(0, [])]
    for node in 0..<end where !best[node].isEmpty {
      for edge in edges(from: node) {
        best[edge.to] += best[node].map { ($0.cost + 1, $0.path + [edge]) }
        if best[edge.to].count > 8 * limit { best[edge.to] = Self.best(best[edge.to], limit) }
      }
      for edge in edges(from: node) { best[edge.to] = Self.best(best[edge.to], limit) }
      if node > 0 { best[node] = [] }
    }
    return best[end].map { $0.path.map(\.id) }
  }

  private static func best(_ paths: [(cost: Int, path: [Edge])], _ limit: Int) -> [(cost: Int, path: [Edge])]
  {
    let sorted = paths.sorted { a, b in
      if a.cost != b.cost { return a.cost < b.cost }
      for (x, y) in zip(a.path, b.path) {
        if x.to != y.to { return x.to > y.to }
        if x.id != y.id { return x.id < y.id }
      }
      return false
    }
    return Array(sorted.prefix(limit))
  }

  /// One spelling, every one as likely as every other.
  package func random(_ generator: inout SeededRandom) -> [TokenID] {
    var into = [[Edge]](repeating: [], count: end + 1)
    for edge in edges { into[edge.to].append(edge) }
    var (node, ids): (Int, [TokenID]) = (end, [])
    while node > 0 {
      var draw = generator.unit() * ways[node]
      guard var chosen = into[node].last else { return [] }
      for edge in into[node] {
        draw -= ways[edge.from]
        if draw < 0, ways[edge.from] > 0 {
          chosen = edge
          break
        }
      }
      ids.append(chosen.id)
      node = chosen.from
    }
    return ids.reversed()
  }
}
