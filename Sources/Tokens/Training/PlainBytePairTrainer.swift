import Basics

/// Training as its definition says it: count all pairs, merge the best, begin again. What `BytePairTrainer`
/// is checked against.
package struct PlainBytePairTrainer: Sendable {
  private let settings: BytePairTrainer

  package init(_ settings: BytePairTrainer) { self.settings = settings }

  package func train(_ texts: [[UInt8]], _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    var learned = TrainedBytePairs(specialTokens: settings.specialTokens)
    var ids: [[UInt8]: TokenID] = [:]
    for (id, entry) in learned.entries.enumerated() where learned.kinds[id] != .special {
      ids[entry] = TokenID(id)
    }
    var words = try PieceCounts(texts, settings.splitter, ticket).pieces.map { piece in
      (symbols: piece.bytes.compactMap { ids[[$0]] }, count: piece.count)
    }
    while learned.entries.count < settings.vocabularySize {
      try ticket.step(0.5)
      guard let best = Self.best(words), best.count >= max(1, settings.minimumFrequency) else { break }
      let made = learned.add(best.merge, &ids)
      for index in words.indices {
        words[index].symbols = Self.replaced(words[index].symbols, best.merge, made)
      }
    }
    return learned
  }

  private static func best(_ words: [(symbols: [TokenID], count: Int)]) -> Candidate? {
    var counts: [Merge: Int] = [:]
    for word in words {
      for (left, right) in zip(word.symbols, word.symbols.dropFirst()) {
        counts[Merge(left, right), default: 0] += word.count
      }
    }
    return counts.map { Candidate(count: $1, merge: $0) }.max()
  }

  private static func replaced(_ symbols: [TokenID], _ merge: Merge, _ made: TokenID) -> [TokenID] {
    var result: [TokenID] = []
    var index = 0
    while index < symbols.count {
      let isPair =
        index + 1 < symbols.count && symbols[index] == merge.left && symbols[index + 1] == merge.right
      result.append(isPair ? made : symbols[index])
      index += isPair ? 2 : 1
    }
    return result
  }
}
