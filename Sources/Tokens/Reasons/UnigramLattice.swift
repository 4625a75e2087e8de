/// Every way to cut a piece into entries, with the log probability of each entry.
///
/// Nodes are edges of the lattice over byte positions of the piece, sorted by their end and then their start.
/// Source: Kudo, "Subword regularization: improving neural network translation models with multiple subword candidates",
/// ACL 2018, arXiv 1804.10959.
package struct UnigramLattice: Sendable, Equatable {
  /// An entry at a place.
  package struct Node: Sendable, Equatable {
    /// The entry.
    package var id: TokenID
    /// The bytes of the piece.
    package var range: Range<Int>
    /// The entry's score: a log probability in nats, or what the model puts in its place for unknown characters.
    package var score: Double
    /// The best total of a path from the start of the piece through this node.
    package var best: Double
    /// What the entry is: normal, unknown, userDefined.
    package var kind: EntryKind

    package init(id: TokenID, range: Range<Int>, score: Double, best: Double, kind: EntryKind) {
      self.id = id
      self.range = range
      self.score = score
      self.best = best
      self.kind = kind
    }
  }

  /// A way to cut the piece: indexes of nodes from left to right, and their scores' sum.
  package struct Path: Sendable, Equatable {
    /// Into `nodes`.
    package var nodes: [Int]
    /// In nats.
    package var score: Double

    package init(nodes: [Int], score: Double) {
      self.nodes = nodes
      self.score = score
    }
  }

  /// The bytes that positions count.
  package var length: Int
  package var nodes: [Node]
  /// The path that the model takes.
  package var best: Path
  /// Whether sums are rounded to 32 bits, as SentencePiece does.
  package var isSingle: Bool
  /// What a person must know; empty when nothing.
  package var remark: String

  package init(length: Int, nodes: [Node], best: Path, isSingle: Bool = false, remark: String = "") {
    self.length = length
    self.nodes = nodes
    self.best = best
    self.isSingle = isSingle
    self.remark = remark
  }

  /// By position, the nodes that end there, in the order of their starts.
  func nodesByEnd() -> [Range<Int>] {
    var ranges = [Range<Int>](repeating: 0..<0, count: length + 1)
    var first = 0
    while first < nodes.count {
      let end = nodes[first].range.upperBound
      var next = first
      while next < nodes.count, nodes[next].range.upperBound == end { next += 1 }
      if end <= length { ranges[end] = first..<next }
      first = next
    }
    return ranges
  }
}
