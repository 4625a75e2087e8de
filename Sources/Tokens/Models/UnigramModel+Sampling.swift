import Basics

extension UnigramModel {
  /// A way to cut a piece; its tokens count bytes of the text.
  package struct Way: Sendable, Equatable {
    package var tokens: [Token]
    /// In nats.
    package var score: Double
  }

  /// Paths drawn from the lattice of each piece with probability exp(α · score) / Z.
  package func sampler(_ method: Sampling.Method) throws(Trouble) -> PieceSampler? {
    guard case .paths(let alpha) = method else { throw Sampling.unfit(method, summary) }
    guard alpha >= 0, alpha.isFinite else {
      throw Trouble(
        .usage, at: .option("--sample"), "\(alpha) is no inverse temperature",
        remedy: "Give a number from 0 (all ways are equal) upward; 1 is the model's own distribution")
    }
    return { [self] text, piece, random, tokens in
      var steps: [Step] = []
      for part in parts(text, piece) {
        let lattice = lattice(text, part)
        let path = lattice.sample(lattice.chances(alpha: alpha), &random)
        steps += self.steps(of: path, in: lattice, part)
      }
      append(steps, text, &tokens)
    }
  }

  /// The `count` best ways to cut a piece, best first, and the logarithm of the sum of all ways' probabilities.
  package func bestWays(
    _ text: Span<UInt8>, _ piece: Range<Int>, _ count: Int
  ) -> (ways: [Way], logTotal: Double) {
    var sums = RankedSums(count)
    var lists: [[[Step]]] = []
    var logTotal = 0.0
    for part in parts(text, piece) {
      let lattice = lattice(text, part)
      let paths = lattice.bestPaths(count)
      let found = paths.isEmpty ? [lattice.best] : paths
      sums.add(found.map(\.score))
      lists.append(found.map { steps(of: $0, in: lattice, part) })
      logTotal += lattice.chances().logTotal
    }
    let ways = sums.scores.indices.map { rank in
      var way = Way(tokens: [], score: sums.scores[rank])
      append(zip(lists, sums.choices(rank)).flatMap { $0[$1] }, text, &way.tokens)
      return way
    }
    return (ways, logTotal)
  }

  /// From this length on, in bytes, a piece is cut where no entry lies across.
  private static let partSize = 4096
  /// A part is never longer, entries across its end or not.
  private static let partLimit = 32_768

  /// The piece in parts whose lattices together are that of the whole: what is drawn in each is what would be drawn in one.
  func parts(_ text: Span<UInt8>, _ piece: Range<Int>) -> [Range<Int>] {
    if piece.count <= Self.partSize { return piece.isEmpty ? [] : [piece] }
    var parts: [Range<Int>] = []
    var start = piece.lowerBound
    var furthest = start
    var position = start
    while position < piece.upperBound {
      let length = position - start
      if length >= Self.partLimit || (length >= Self.partSize && furthest <= position) {
        parts.append(start..<position)
        start = position
      }
      let single = min(position + Self.characterLength(text[position]), piece.upperBound)
      trie.forEachPrefix(of: text, at: position, end: piece.upperBound) { furthest = max(furthest, $1) }
      position = single
      furthest = max(furthest, single)
    }
    return parts + [start..<piece.upperBound]
  }

  /// The steps of a path through the lattice of a piece.
  func steps(
    of path: UnigramLattice.Path, in lattice: UnigramLattice, _ piece: Range<Int>
  ) -> [Step] {
    path.nodes.map { index in
      let node = lattice.nodes[index]
      let range = piece.lowerBound + node.range.lowerBound..<piece.lowerBound + node.range.upperBound
      return Step(id: node.id, range: range, isUnknown: node.kind == .unknown)
    }
  }
}
