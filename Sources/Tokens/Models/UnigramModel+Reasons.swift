extension UnigramModel {
  /// All ways to cut the piece.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    piece.isEmpty ? nil : .lattice(lattice(text, piece))
  }

  /// The lattice of a piece; its size is the piece's length times the entries that begin at a place.
  package func lattice(_ text: Span<UInt8>, _ piece: Range<Int>) -> UnigramLattice {
    let nodes = settled(nodes(text, piece), piece.count)
    var indexes: [Range<Int>: Int] = [:]
    for (index, node) in nodes.enumerated() { indexes[node.range] = index }
    let path = bestSteps(text, piece).reversed().compactMap { step in
      indexes[step.range.lowerBound - piece.lowerBound..<step.range.upperBound - piece.lowerBound]
    }
    let score = path.reduce(0) { rounded($0 + nodes[$1].score) }
    return UnigramLattice(
      length: piece.count, nodes: nodes, best: UnigramLattice.Path(nodes: path, score: score),
      isSingle: precision == .single,
      remark: precision == .single && nodes.contains { $0.kind == .userDefined }
        ? "User-defined entries count by bytes when the best path is sought, and by characters here." : "")
  }

  /// By their starts, then their ends.
  private func nodes(_ text: Span<UInt8>, _ piece: Range<Int>) -> [UnigramLattice.Node] {
    var nodes: [UnigramLattice.Node] = []
    var position = piece.lowerBound
    while position < piece.upperBound {
      let start = position - piece.lowerBound
      let single = min(position + Self.characterLength(text[position]), piece.upperBound)
      var isCovered = false
      trie.forEachPrefix(of: text, at: position, end: piece.upperBound) { entry, end in
        let kind = vocabulary.kind(of: entry)
        let characters = kind == .userDefined ? Self.characters(text, position..<end) : 1
        nodes.append(
          UnigramLattice.Node(
            id: entry, range: start..<end - piece.lowerBound, score: rounded(score(entry, characters)),
            best: 0, kind: kind))
        if end == single { isCovered = true }
      }
      if !isCovered {
        nodes.append(
          UnigramLattice.Node(
            id: unknown ?? 0, range: start..<single - piece.lowerBound, score: unknownScore, best: 0,
            kind: .unknown))
      }
      position = single
    }
    return nodes
  }

  private static func characters(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    var position = range.lowerBound
    while position < range.upperBound {
      position += characterLength(text[position])
      count += 1
    }
    return count
  }

  /// Sorted by their ends, with the best total of a path through each.
  private func settled(_ nodes: [UnigramLattice.Node], _ length: Int) -> [UnigramLattice.Node] {
    let order = nodes.indices.sorted {
      (nodes[$0].range.upperBound, $0) < (nodes[$1].range.upperBound, $1)
    }
    var best = [Double](repeating: -.infinity, count: length + 1)
    best[0] = 0
    return order.map { index in
      var node = nodes[index]
      node.best = rounded(best[node.range.lowerBound] + node.score)
      best[node.range.upperBound] = max(best[node.range.upperBound], node.best)
      return node
    }
  }
}
