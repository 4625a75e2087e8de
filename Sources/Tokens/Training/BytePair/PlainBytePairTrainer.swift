import Basics

/// Training as its definition says it: count all pairs, merge the best, begin again. What `BytePairTrainer`
/// is checked against.
package struct PlainBytePairTrainer: Sendable {
  private let settings: BytePairTrainer

  package init(_ settings: BytePairTrainer) { self.settings = settings }

  package func train(_ words: WordCounts, _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    let start = TrainedBytePairs(
      specialTokens: settings.specialTokens, alphabet: settings.alphabet, words: words)
    return try train(words, start, replaying: 0, ticket)
  }

  /// Goes on from what is known: its first merges are done anew on these words.
  func train(
    _ words: WordCounts, _ known: TrainedBytePairs, replaying merges: Int, _ ticket: Ticket
  ) throws(Trouble) -> TrainedBytePairs {
    var learned = known
    var lines: [(symbols: [TokenID], count: Int)] = []
    try learned.symbols(of: words, ticket) { lines.append(($0, words.count(of: $1))) }
    for merge in learned.merges.prefix(merges) {
      guard let made = learned.id(of: learned.joined(merge)) else { continue }
      for index in lines.indices { lines[index].symbols = Self.replaced(lines[index].symbols, merge, made) }
    }
    while learned.entries.count < settings.vocabularySize {
      try ticket.step(0.5)
      guard let merge = best(lines, learned) else { break }
      let made = learned.add(merge)
      for index in lines.indices { lines[index].symbols = Self.replaced(lines[index].symbols, merge, made) }
    }
    return learned
  }

  private func best(_ words: [(symbols: [TokenID], count: Int)], _ learned: TrainedBytePairs) -> Merge? {
    var counts: [Merge: Int] = [:]
    for word in words {
      for (left, right) in zip(word.symbols, word.symbols.dropFirst()) {
        counts[Merge(left, right), default: 0] += word.count
      }
    }
    let allowed = counts.filter { merge, count in
      let length = learned.lengths[Int(merge.left)] + learned.lengths[Int(merge.right)]
      return count >= max(1, settings.minimumFrequency) && length <= settings.maximumLength ?? .max
        && !settings.refuses(learned, merge)
    }
    return allowed.map { PairCandidate(count: $1, merge: $0, pair: 0) }.max()?.merge
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
