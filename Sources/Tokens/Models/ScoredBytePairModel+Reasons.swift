extension ScoredBytePairModel {
  /// The merges of a piece.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    var tokens: [Token] = []
    encode(text, piece, into: &tokens)
    let steps = steps(text, piece)
    let isTakenApart = hasUnused && tokens.count != steps.symbols.count - steps.steps.count
    return .merges(
      MergeSteps(
        symbols: steps.symbols, steps: steps.steps,
        remark: isTakenApart ? "Unused entries that merging made are taken apart again." : ""))
  }

  private func steps(_ text: Span<UInt8>, _ piece: Range<Int>) -> MergeSteps {
    var symbols: [MergeSteps.Symbol] = []
    var frozen: Set<Int> = []
    var position = piece.lowerBound
    while position < piece.upperBound {
      let whole = self.symbols?.end(in: text, at: position, end: piece.upperBound)
      if whole != nil { frozen.insert(position - piece.lowerBound) }
      let end = whole ?? min(position + UnigramModel.characterLength(text[position]), piece.upperBound)
      symbols.append(symbol(text, position..<end, piece))
      position = end
    }
    let first = symbols
    var steps: [MergeSteps.Step] = []
    while let step = nextStep(symbols, frozen, text, piece) {
      steps.append(step)
      let place = step.chosen.place
      let range = symbols[place].range.lowerBound..<symbols[place + 1].range.upperBound
      symbols[place] = symbol(
        text, piece.lowerBound + range.lowerBound..<piece.lowerBound + range.upperBound, piece)
      symbols.remove(at: place + 1)
    }
    return MergeSteps(symbols: first, steps: steps)
  }

  private func symbol(_ text: Span<UInt8>, _ range: Range<Int>, _ piece: Range<Int>) -> MergeSteps.Symbol {
    MergeSteps.Symbol(
      id: vocabulary.find(text.extracting(range)), spelling: range.map { text[$0] },
      range: range.lowerBound - piece.lowerBound..<range.upperBound - piece.lowerBound)
  }

  private func nextStep(
    _ symbols: [MergeSteps.Symbol], _ frozen: Set<Int>, _ text: Span<UInt8>, _ piece: Range<Int>
  ) -> MergeSteps.Step? {
    var candidates: [(number: UInt32, candidate: MergeSteps.Candidate)] = []
    for place in symbols.indices.dropLast() {
      let (left, right) = (symbols[place].range, symbols[place + 1].range)
      if frozen.contains(left.lowerBound) || frozen.contains(right.lowerBound) { continue }
      let range = piece.lowerBound + left.lowerBound..<piece.lowerBound + right.upperBound
      guard let (id, number) = made(text, range), let weight = vocabulary.weight(of: id) else { continue }
      candidates.append((number, MergeSteps.Candidate(place: place, made: id, weight: weight)))
    }
    guard let best = candidates.min(by: { $0.number < $1.number }) else { return nil }
    return MergeSteps.Step(
      chosen: best.candidate,
      lost: candidates.map(\.candidate).filter { $0.place != best.candidate.place })
  }

  /// The merges that make an entry of its characters.
  package func derivation(of id: TokenID) -> Derivation? {
    guard let bytes = vocabulary.bytes(of: id), !bytes.isEmpty, order[Int(id)] != PairTable.none,
      bytes.count <= Reasons.pieceLimit
    else { return nil }
    let merges = steps(bytes.span, 0..<bytes.count)
    var nodes = merges.symbols.map { Derivation.Node(id: $0.id, bytes: $0.spelling) }
    var roots = Array(nodes.indices)
    for step in merges.steps {
      let (left, right) = (roots[step.chosen.place], roots[step.chosen.place + 1])
      nodes.append(
        Derivation.Node(
          id: step.chosen.made, bytes: nodes[left].bytes + nodes[right].bytes,
          rank: Int(order[Int(step.chosen.made)]), left: left, right: right))
      roots.replaceSubrange(step.chosen.place...step.chosen.place + 1, with: [nodes.count - 1])
    }
    if roots.count == 1 { return Derivation(nodes: nodes) }
    let parts = roots.map { "\"\(String(decoding: nodes[$0].bytes, as: UTF8.self))\"" }
    return Derivation(
      nodes: [Derivation.Node(id: id, bytes: bytes)],
      remark: "merges never reach this entry, they give \(parts.joined(separator: " "))")
  }
}
