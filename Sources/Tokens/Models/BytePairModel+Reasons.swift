extension BytePairModel {
  /// The merges of a piece, or the look-up that made them needless.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    var tokens: [Token] = []
    encode(text, piece, into: &tokens)
    let steps = mergeSteps(text, piece)
    if tokens.count == 1, steps.symbols.count - steps.steps.count > 1 {
      let bytes = piece.map { text[$0] }
      let attempt = EntrySearch.Attempt(
        range: 0..<piece.count, spelling: bytes, found: tokens[0].id, isTaken: true)
      return .search(
        EntrySearch(
          attempts: [attempt],
          remark: "The whole piece is an entry and is taken as it is; no merges reach it."))
    }
    return .merges(steps)
  }

  private func mergeSteps(_ text: Span<UInt8>, _ piece: Range<Int>) -> MergeSteps {
    var symbols = merger.symbols.symbols(of: text, piece).map { symbol in
      MergeSteps.Symbol(
        id: symbol.id, spelling: vocabulary.bytes(of: symbol.id) ?? [],
        range: Int(symbol.start) - piece.lowerBound..<Int(symbol.end) - piece.lowerBound)
    }
    let first = symbols
    var steps: [MergeSteps.Step] = []
    while let step = nextStep(symbols) {
      steps.append(step)
      let place = step.chosen.place
      symbols[place] = MergeSteps.Symbol(
        id: step.chosen.made, spelling: vocabulary.bytes(of: step.chosen.made) ?? [],
        range: symbols[place].range.lowerBound..<symbols[place + 1].range.upperBound)
      symbols.remove(at: place + 1)
    }
    return MergeSteps(symbols: first, steps: steps)
  }

  /// The merge of the lowest number, the leftmost of equals.
  private func nextStep(_ symbols: [MergeSteps.Symbol]) -> MergeSteps.Step? {
    var candidates: [(number: UInt32, candidate: MergeSteps.Candidate)] = []
    for place in symbols.indices.dropLast() {
      let (left, right) = (symbols[place], symbols[place + 1])
      guard let first = left.id, let second = right.id else { continue }
      if rules.breaksAtUnknown && left.range.upperBound != right.range.lowerBound { continue }
      let number = merger.number(first, second, joined: left.spelling + right.spelling)
      if number == PairTable.none { continue }
      let made = merger.result(number)
      let weight = EntryWeight.rank(vocabularyRank(made, number))
      candidates.append((number, MergeSteps.Candidate(place: place, made: made, weight: weight)))
    }
    guard let best = candidates.min(by: { $0.number < $1.number }) else { return nil }
    return MergeSteps.Step(
      chosen: best.candidate,
      lost: candidates.map(\.candidate).filter { $0.place != best.candidate.place })
  }
}
