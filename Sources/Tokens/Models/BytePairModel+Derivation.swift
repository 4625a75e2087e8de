extension BytePairModel {
  /// The merge tree of an entry: the merges that its own symbols go through.
  package func derivation(of id: TokenID) -> Derivation? {
    guard let bytes = vocabulary.bytes(of: id), !vocabulary.isOutside(id), !bytes.isEmpty else { return nil }
    var nodes = leaves(of: bytes)
    var roots = Array(nodes.indices)
    while let (place, number) = lowest(roots, nodes) {
      let (left, right) = (roots[place], roots[place + 1])
      let made = merger.result(number)
      nodes.append(
        Derivation.Node(
          id: made, bytes: vocabulary.bytes(of: made) ?? [], rank: vocabularyRank(made, number), left: left,
          right: right))
      roots.replaceSubrange(place...place + 1, with: [nodes.count - 1])
    }
    if roots.count == 1 && nodes[roots[0]].id == id { return Derivation(nodes: nodes) }
    let parts = roots.map { String(decoding: nodes[$0].bytes, as: UTF8.self) }
    return Derivation(nodes: [Derivation.Node(id: id, bytes: bytes)], remark: remark(parts))
  }

  private func remark(_ parts: [String]) -> String {
    "merges never reach this entry, they give \(parts.map { "\"\($0)\"" }.joined(separator: " "))"
      + (rules.ignoresMerges ? "; it is found by look-up only" : "; it is never produced")
  }

  /// For ranked entries the entry's own rank, for a list of merges the position in it.
  func vocabularyRank(_ id: TokenID, _ number: UInt32) -> Int {
    if joinsBytes, case .rank(let rank) = vocabulary.weight(of: id) { return rank }
    return Int(number)
  }

  func lowest(_ roots: [Int], _ nodes: [Derivation.Node]) -> (place: Int, number: UInt32)? {
    var best: (place: Int, number: UInt32)?
    for place in roots.indices.dropLast() {
      guard let left = nodes[roots[place]].id, let right = nodes[roots[place + 1]].id else { continue }
      let joined = nodes[roots[place]].bytes + nodes[roots[place + 1]].bytes
      let number = merger.number(left, right, joined: joined)
      if number < best?.number ?? PairTable.none { best = (place, number) }
    }
    return best
  }

  /// The entry's symbols as nodes. An entry that shows prefix or suffix stands where those are added.
  func leaves(of bytes: [UInt8]) -> [Derivation.Node] {
    var inner = bytes[...]
    let (prefix, suffix) = (rules.continuingPrefix, rules.endOfWordSuffix)
    let continues = !prefix.isEmpty && inner.count > prefix.count && inner.starts(with: prefix)
    if continues { inner = inner.dropFirst(prefix.count) }
    let ends =
      !suffix.isEmpty && inner.count > suffix.count && inner.suffix(suffix.count).elementsEqual(suffix)
    if ends { inner = inner.dropLast(suffix.count) }
    let text = Array(inner)
    var nodes: [Derivation.Node] = []
    var position = 0
    while position < text.count {
      let length = rules.alphabet == .bytes ? 1 : UTF8Scalar.length(text.span, position, text.count)
      var spelled = Array(text[position..<position + length])
      if position > 0 || continues { spelled = prefix + spelled }
      position += length
      if position == text.count && ends { spelled += suffix }
      nodes.append(Derivation.Node(id: vocabulary.modelID(of: spelled.span), bytes: spelled))
    }
    return nodes
  }
}
