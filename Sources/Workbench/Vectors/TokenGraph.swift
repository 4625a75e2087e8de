import Basics
import Tensors
import Tokens

/// Tokens, how near each two of them are, and where they are drawn; a threshold cuts a graph out of it.
package struct TokenGraph: Sendable, Equatable {
  /// An entry, or one token of a text.
  package struct Node: Sendable, Equatable {
    package var id: TokenID
    /// How often the entry stands in the part of the text.
    package var count: Int
    /// The bytes of the document, for one token.
    package var bytes: Range<Int>?
  }

  /// Two nodes and how near they are.
  package struct Pair: Sendable, Equatable {
    package var first: Int
    package var second: Int
    package var score: Float
  }

  package var nodes: [Node]
  /// All pairs, the nearest first.
  package var pairs: [Pair]
  /// By node.
  package var places: [PointPlace]
  package var similarity: Similarity
  /// Entries that were left out, since their rows are nothing but noughts.
  package var unseen: [TokenID]

  /// Compares the rows of nodes, [nodes.count, width], and lays them out by t-SNE on the same nearness. `centre` is what the
  /// centred cosine takes off. Nodes whose rows are nothing but noughts are left out.
  package init(
    _ nodes: [Node], rows: Tensor, _ similarity: Similarity, centre: Tensor? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) {
    let (lengths, lists) = (rows.lengths().values, rows.rowLists)
    let seen = nodes.indices.filter { lengths[$0] > 0 }
    self.nodes = seen.map { nodes[$0] }
    self.similarity = similarity
    unseen = Set(nodes.indices.filter { lengths[$0] == 0 }.map { nodes[$0].id }).sorted()
    guard seen.count > 1 else {
      (pairs, places) = ([], seen.map { _ in PointPlace(0, 0) })
      return
    }
    let rest = Tensor(rows: seen.map { lists[$0] })
    pairs = try Self.pairs(similarity.matrix(rest, rest, centre: centre), ticket)
    places = try Self.layOut(Self.compared(rest, similarity, centre), ticket)
  }

  private static func pairs(_ scores: Tensor, _ ticket: Ticket) throws(Trouble) -> [Pair] {
    let count = scores.size(0)
    let values = scores.values
    var pairs: [Pair] = []
    pairs.reserveCapacity(count * (count - 1) / 2)
    for first in 0..<count {
      try ticket.step(0.1 * Double(first) / Double(count))
      for second in first + 1..<count {
        let score = values[first * count + second]
        if score.isFinite { pairs.append(Pair(first: first, second: second, score: score)) }
      }
    }
    return pairs.sorted { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }
  }

  /// Rows whose distances in a straight line have the order of the similarity, as far as there are such.
  private static func compared(_ rows: Tensor, _ similarity: Similarity, _ centre: Tensor?) -> Tensor {
    switch similarity {
    case .dot, .euclid: rows
    case .cosine: rows.unit()
    case .centredCosine: (rows - (centre ?? rows.mean(over: [0]))).unit()
    }
  }

  private static func layOut(_ rows: Tensor, _ ticket: Ticket) throws(Trouble) -> [PointPlace] {
    var settings = NeighbourLayout.Settings()
    settings.perplexity = 12
    settings.steps = 500
    return PointPlace.rows(of: try NeighbourLayout(of: rows, settings, ticket).places)
  }

  /// A threshold at which there are about as many links as nodes: enough to see groups, few enough to see them apart.
  package var usualThreshold: Float {
    guard !pairs.isEmpty else { return 0.5 }
    let score = pairs[min(nodes.count, pairs.count) - 1].score
    return (score / step).rounded(.up) * step
  }

  /// How far one turn of the slider goes.
  package var step: Float {
    guard similarity == .dot || similarity == .euclid, let most = pairs.first?.score,
      let least = pairs.last?.score,
      most > least
    else { return 0.01 }
    var step: Float = 1e-6
    while step * 100 < most - least { step *= 10 }
    return step * 50 > most - least ? step / 2 : step
  }

  /// The least and the greatest threshold that changes anything.
  package var bounds: ClosedRange<Float> {
    guard let most = pairs.first?.score, let least = pairs.last?.score else { return 0...1 }
    return (least / step).rounded(.down) * step...(most / step).rounded(.up) * step
  }

  /// The graph of the pairs that are at least as near as `threshold`.
  package func cut(at threshold: Float) -> GraphCut {
    // A little below, so that a threshold that was added up from steps still holds what it says.
    let least = threshold - step * 1e-3
    var (low, high) = (0, pairs.count)
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle].score >= least { low = middle + 1 } else { high = middle }
    }
    return GraphCut(nodeCount: nodes.count, links: pairs[..<low].map { ($0.first, $0.second) }, threshold)
  }
}

/// What a threshold makes of a graph: links, degrees, and the groups that hang together.
package struct GraphCut: Sendable, Equatable {
  package let threshold: Float
  /// How many of the nearest pairs are links.
  package let linkCount: Int
  /// By node, how many links it has.
  package let degrees: [Int]
  /// The connected components with more than one node, the largest first; in each the nodes with most links first.
  package let groups: [[Int]]
  /// The nodes without a link.
  package let alone: [Int]
  /// By node, the index of its group; nil for a node alone.
  package let groupOfNode: [Int?]

  /// Joins what `links` join.
  package init(nodeCount: Int, links: [(Int, Int)], _ threshold: Float = 0) {
    self.threshold = threshold
    linkCount = links.count
    var degrees = [Int](repeating: 0, count: nodeCount)
    var sets = DisjointSets(count: nodeCount)
    for (first, second) in links {
      degrees[first] += 1
      degrees[second] += 1
      sets.join(first, second)
    }
    groups = sets.groups().filter { $0.count > 1 }
      .map { $0.sorted { (-degrees[$0], $0) < (-degrees[$1], $1) } }
    alone = (0..<nodeCount).filter { degrees[$0] == 0 }
    var groupOfNode = [Int?](repeating: nil, count: nodeCount)
    for (index, group) in groups.enumerated() { for node in group { groupOfNode[node] = index } }
    self.groupOfNode = groupOfNode
    self.degrees = degrees
  }

  /// The connected components, nodes alone among them.
  package var componentCount: Int { groups.count + alone.count }

  /// All nodes in the order of the list: group by group, then those alone.
  package var order: [Int] { groups.flatMap { $0 } + alone }
}
