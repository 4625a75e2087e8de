import Basics
import Glibc

/// Unigram training by its definition: substrings in a dictionary, segmentations word by word with probabilities instead
/// of logarithms. What `UnigramTrainer` is checked against.
package struct PlainUnigramTrainer: Sendable {
  private let trainer: UnigramTrainer

  package init(_ trainer: UnigramTrainer) { self.trainer = trainer }

  package func train(_ counts: WordCounts, _ ticket: Ticket) throws(Trouble) -> TrainedUnigram {
    let words = UnigramWords(counts.sorted(), trainer.alphabet)
    let seeds = Self.substrings(words, trainer.maximumLength).map { units, count in
      UnigramPiece(units: units, score: Double(count) * Double(units.count))
    }
    var pieces = trainer.begun(seeds, words)
    while true {
      try ticket.step(0.5)
      for _ in 0..<max(1, trainer.subIterations) {
        pieces = trainer.estimated(pieces, expectations(pieces, words))
      }
      if pieces.count <= trainer.roundGoal { break }
      let uses = bestUses(pieces, words)
      let kept = trainer.kept(pieces, uses) { best(pieces[$0].units[...], pieces, without: pieces[$0].units) }
      if kept.count == pieces.count { break }
      pieces = kept
    }
    return trainer.finished(pieces, words)
  }

  /// Substrings that occur twice and more often than with any one more character.
  static func substrings(_ words: UnigramWords, _ limit: Int) -> [[UInt32]: Int] {
    var counts: [[UInt32]: Int] = [:]
    for word in 0..<words.count {
      let range = words.range(word)
      for start in range {
        for end in start + 1..<min(range.upperBound, start + limit) + 1
        where !words.units[start..<end].contains(UnigramWords.unknown) {
          counts[Array(words.units[start..<end]), default: 0] += words.counts[word]
        }
      }
    }
    var longest: [[UInt32]: Int] = [:]
    for (units, count) in counts where units.count > 1 {
      longest[units.dropLast(), default: 0] = max(longest[units.dropLast(), default: 0], count)
    }
    return counts.filter { $0.key.count > 1 && $0.value > 1 && longest[$0.key, default: 0] < $0.value }
  }

  private func expectations(_ pieces: [UnigramPiece], _ words: UnigramWords) -> [Double] {
    var expected = [Double](repeating: 0, count: pieces.count)
    let table = Dictionary(uniqueKeysWithValues: pieces.enumerated().map { ($1.units, $0) })
    let unknown = exp((pieces.map(\.score).min() ?? 0) - 10)
    for word in 0..<words.count {
      let units = Array(words.units[words.range(word)])
      func probability(_ range: Range<Int>) -> Double {
        if let piece = table[Array(units[range])] { return exp(pieces[piece].score) }
        return range.count == 1 ? unknown : 0
      }
      var forward = [1.0] + [Double](repeating: 0, count: units.count)
      var backward = [Double](repeating: 0, count: units.count) + [1.0]
      for end in 1..<units.count + 1 {
        for start in 0..<end { forward[end] += forward[start] * probability(start..<end) }
      }
      for start in (0..<units.count).reversed() {
        for end in start + 1..<units.count + 1 { backward[start] += backward[end] * probability(start..<end) }
      }
      for start in units.indices {
        for end in start + 1..<units.count + 1 {
          guard let piece = table[Array(units[start..<end])] else { continue }
          let share = forward[start] * probability(start..<end) * backward[end] / forward[units.count]
          expected[piece] += share * Double(words.counts[word])
        }
      }
    }
    return expected
  }

  private func bestUses(_ pieces: [UnigramPiece], _ words: UnigramWords) -> [Double] {
    var uses = [Double](repeating: 0, count: pieces.count)
    for word in 0..<words.count {
      for piece in best(words.units[words.range(word)], pieces, without: nil) {
        uses[piece] += Double(words.counts[word])
      }
    }
    return uses
  }

  private func best(_ units: ArraySlice<UInt32>, _ pieces: [UnigramPiece], without left: [UInt32]?) -> [Int] {
    let units = Array(units)
    let table = Dictionary(uniqueKeysWithValues: pieces.enumerated().map { ($1.units, $0) })
    let unknown = (pieces.map(\.score).min() ?? 0) - 10
    var best: [(score: Double, path: [Int])?] = [(0, [])] + units.map { _ in nil }
    for end in 1..<units.count + 1 {
      for start in 0..<end {
        guard let before = best[start] else { continue }
        let part = Array(units[start..<end])
        let piece = part == left ? nil : table[part]
        if piece == nil && (part.count > 1 || left != nil) { continue }
        let score = before.score + (piece.map { pieces[$0].score } ?? unknown)
        if score > (best[end]?.score ?? -.infinity) + 1e-12 {
          best[end] = (score, before.path + (piece.map { [$0] } ?? []))
        }
      }
    }
    return best[units.count]?.path ?? []
  }
}
