import Basics
import Glibc

/// What a Unigram training has learned.
package struct TrainedUnigram: Sendable, Equatable {
  /// The bytes of each entry, by id: the unknown token, other special tokens, then by falling score.
  package var entries: [[UInt8]]
  /// Logarithms of probabilities; 0 for special tokens.
  package var scores: [Double]
  package var kinds: [EntryKind]
}

/// Learns a Unigram vocabulary: begins with many substrings and drops, round by round, those whose loss costs least.
///
/// Each round estimates probabilities by expectation and maximisation (all segmentations of each word, weighted), drops
/// what is expected less than half a time, and then keeps the share `shrinkingFactor` of the entries for which
/// writing the text without them would cost most. Characters are never dropped. As SentencePiece's trainer, with its
/// constants; unlike there, substrings are counted as often as their words occur. The same words give the same result,
/// whatever their order.
/// Source: Kudo, "Subword regularization", ACL 2018, arXiv 1804.10959.
package struct UnigramTrainer: Sendable {
  package var vocabularySize: Int
  /// The first is what stands for unknown characters.
  package var specialTokens: [String]
  package var alphabet: TrainingAlphabet
  /// How many entries there are at the beginning, at most.
  package var seedSize = 1_000_000
  /// The share that a round keeps, 0…1.
  package var shrinkingFactor = 0.75
  /// How many estimations a round makes.
  package var subIterations = 2
  /// The most characters in an entry.
  package var maximumLength = 16

  package init(
    vocabularySize: Int, specialTokens: [String] = ["<unk>"], alphabet: TrainingAlphabet = .characters()
  ) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.alphabet = alphabet
  }

  /// Entries that are expected less often are dropped; a little below one half, so that rounding decides nothing.
  static let leastExpectation = 0.5 - 1e-9

  /// Learns from counted words. Throws when cancelled.
  package func train(_ counts: WordCounts, _ ticket: Ticket) throws(Trouble) -> TrainedUnigram {
    let words = UnigramWords(counts.sorted(), alphabet)
    var pieces = try seeds(words, ticket)
    let (first, goal) = (pieces.count, roundGoal)
    while true {
      let done = log(Double(first) / Double(max(1, pieces.count))) / log(Double(first) / Double(goal) + 1e-9)
      try ticket.step(pieces.count <= goal ? 0.95 : min(0.95, max(0, done)))
      for _ in 0..<max(1, subIterations) {
        var segmenting = UnigramSegmenting(pieces)
        pieces = estimated(pieces, try segmenting.expectations(words, ticket))
      }
      if pieces.count <= goal { break }
      let kept = try pruned(pieces, words, ticket)
      if kept.count == pieces.count { break }
      pieces = kept
    }
    return finished(pieces, words)
  }

  /// A tenth more than wanted: the last choice is by probability.
  var roundGoal: Int { Int(Double(max(0, vocabularySize - specialTokens.count)) * 1.1) }

  private func seeds(_ words: UnigramWords, _ ticket: Ticket) throws(Trouble) -> [UnigramPiece] {
    let found = try SubstringCounts(words, maximumLength: maximumLength, ticket).all()
    let longer = found.map { substring in
      UnigramPiece(
        units: Array(words.units[substring.start..<substring.start + substring.length]),
        score: Double(substring.count) * Double(substring.length))
    }
    return begun(longer, words)
  }

  /// The characters and the heaviest substrings as the first entries.
  func begun(_ substrings: [UnigramPiece], _ words: UnigramWords) -> [UnigramPiece] {
    var counts: [UInt32: Double] = [:]
    for word in 0..<words.count {
      for unit in words.units[words.range(word)] { counts[unit, default: 0] += Double(words.counts[word]) }
    }
    let characters = words.alphabet.map { UnigramPiece(units: [$0], score: counts[$0] ?? 1) }
    let longer = substrings.sorted(by: UnigramPiece.isBefore).prefix(max(0, seedSize - characters.count))
    let all = characters + longer
    let total = log(all.reduce(0) { $0 + $1.score })
    return all.map { UnigramPiece(units: $0.units, score: log($0.score) - total) }
  }

  /// The entries with new probabilities from how often they are expected: the mean of the logarithm under a sparse
  /// prior, hence the digamma function.
  func estimated(_ pieces: [UnigramPiece], _ expected: [Double]) -> [UnigramPiece] {
    var (kept, total) = ([UnigramPiece](), 0.0)
    for (piece, count) in zip(pieces, expected) where count >= Self.leastExpectation {
      kept.append(UnigramPiece(units: piece.units, score: Self.digamma(count)))
      total += count
    }
    let whole = Self.digamma(total)
    return kept.map { UnigramPiece(units: $0.units, score: $0.score - whole) }
  }

  /// The derivative of the logarithm of the gamma function: by recurrence up to 7, then the asymptotic series.
  static func digamma(_ value: Double) -> Double {
    var (x, result) = (value, 0.0)
    while x < 7 {
      result -= 1 / x
      x += 1
    }
    x -= 0.5
    let square = 1 / (x * x)
    return result + log(x)
      + square * (1 / 24 - square * (7 / 960 - square * (31 / 8064 - square * 127 / 30720)))
  }
}

extension UnigramTrainer {
  /// The characters, then the most probable entries, in the order of their scores.
  func finished(_ pieces: [UnigramPiece], _ words: UnigramWords) -> TrainedUnigram {
    let known = Dictionary(uniqueKeysWithValues: pieces.map { ($0.units, $0.score) })
    let least = (pieces.map(\.score).min() ?? 0)
    var chosen = words.alphabet.enumerated().map { index, unit in
      UnigramPiece(units: [unit], score: known[[unit]] ?? least - 1e-4 * Double(index + 1))
    }
    let required = Set(chosen.map(\.units))
    let specials = specialTokens.map { Array($0.utf8) }
    let room = max(0, vocabularySize - specials.count - chosen.count)
    let isFree = { (piece: UnigramPiece) in
      !required.contains(piece.units) && !specials.contains(Self.bytes(piece))
    }
    chosen += pieces.filter(isFree).sorted(by: UnigramPiece.isBefore).prefix(room)
    chosen.sort(by: UnigramPiece.isBefore)
    return TrainedUnigram(
      entries: specials + chosen.map(Self.bytes), scores: specials.map { _ in 0 } + chosen.map(\.score),
      kinds: specials.map { _ in .special } + chosen.map { _ in .normal })
  }

  private static func bytes(_ piece: UnigramPiece) -> [UInt8] {
    piece.units.flatMap { TrainedBytePairs.spelled($0) }
  }
}
