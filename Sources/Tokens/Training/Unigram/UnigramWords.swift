/// Distinct words as code points end to end, with their counts.
struct UnigramWords: Sendable {
  /// Stands for a character that is not in the alphabet; no entry holds it.
  static let unknown = UInt32.max

  private(set) var units: [UInt32] = []
  private(set) var ends: [Int] = []
  let counts: [Int]
  /// The alphabet, in the order of code points.
  let alphabet: [UInt32]

  init(_ words: WordCounts, _ alphabet: TrainingAlphabet) {
    let kept = alphabet.characters(of: words)
    let known = Set(kept)
    var (units, ends): ([UInt32], [Int]) = ([], [])
    for word in 0..<words.count {
      words.forEachUnit(of: word) { unit, _ in units.append(known.contains(unit) ? unit : Self.unknown) }
      ends.append(units.count)
    }
    (self.units, self.ends, counts, self.alphabet) = (units, ends, words.counts, kept)
  }

  /// How many words there are.
  var count: Int { counts.count }

  /// Where a word lies in `units`.
  func range(_ word: Int) -> Range<Int> { (word == 0 ? 0 : ends[word - 1])..<ends[word] }
}

/// An entry in the making: its code points, and the logarithm of its probability.
struct UnigramPiece: Sendable, Equatable {
  var units: [UInt32]
  var score: Double

  /// Higher scores first. Differences of the size of rounding do not count; there the code points decide.
  static func isBefore(_ a: UnigramPiece, _ b: UnigramPiece) -> Bool {
    let (left, right) = ((a.score * 1e9).rounded(), (b.score * 1e9).rounded())
    return left != right ? left > right : a.units.lexicographicallyPrecedes(b.units)
  }
}
