import Basics

/// Cuts a piece into the entries whose scores (log probabilities) add up to the most: the unigram language model.
///
/// With the scores `a` −2, `b` −2, `ab` −3 the piece `ab` becomes `ab`, because −3 is more than −4. The best way is found by
/// Viterbi's algorithm over the byte positions at which characters begin: of equal sums the one found first stays, which
/// ends with the longest entry. A character that no entry covers costs ten less than the lowest score; unknown neighbours
/// become one token. The work is the piece's length times the length of the longest entry.
///
/// Two libraries read such models, and differ:
/// - `.single` (SentencePiece 0.2.3): sums are rounded to 32 bits and begin anew from zero when they fall below −100,000, only
///   normal and user-defined entries are looked for, and a user-defined entry scores 0.1 for each byte but its first;
/// - `.double` (Hugging Face): sums have 64 bits, every entry is looked for, and unknown bytes that together spell an entry are it.
///
/// Source: Kudo, "Subword regularization: improving neural network translation models with multiple subword candidates",
/// ACL 2018, arXiv 1804.10959.
package final class UnigramModel: Model {
  /// Whose habits count.
  package enum Precision: Sendable { case single, double }

  package let vocabulary: VocabularyTable
  /// Which library is followed.
  package let precision: Precision
  /// What stands for characters without an entry; nil leaves them out.
  package let unknown: TokenID?
  /// Whether unknown characters become the entries `<0xNN>` of their bytes.
  package let fallsBackToBytes: Bool
  let trie: EntryTrie
  let scores: [Double]
  /// Whether some entries are paid for by their length.
  let hasUserDefined: Bool
  /// The score of an unknown character.
  let unknownScore: Double
  let byteEntries: ByteEntries
  /// The longest entry, in bytes: it bounds the work for each byte of a text.
  private static let lengthLimit = 4096

  /// Scores are by id. Throws, at `place`, when there is no entry, a score is missing or not finite, or `unknown` is no id.
  package init(
    vocabulary: VocabularyTable, scores: [Double], unknown: TokenID?, fallsBackToBytes: Bool,
    precision: Precision, place: Trouble.Place
  ) throws(Trouble) {
    try Self.check(vocabulary, scores, unknown, place)
    let ids = (0..<TokenID(vocabulary.idLimit)).filter {
      Self.isLookedFor(vocabulary.kind(of: $0), precision) && !vocabulary.isOutside($0)
    }
    if let id = ids.first(where: { vocabulary.length(of: $0) > Self.lengthLimit }) {
      throw Trouble(.limit, at: place, "entry \(id) has more than \(Self.lengthLimit) bytes")
    }
    self.vocabulary = vocabulary.scored(scores)
    self.scores = scores
    self.unknown = unknown
    self.fallsBackToBytes = fallsBackToBytes
    self.precision = precision
    hasUserDefined = precision == .single && ids.contains { vocabulary.kind(of: $0) == .userDefined }
    trie = EntryTrie(ids, of: vocabulary)
    // SentencePiece looks for the lowest score from the largest number down, which shows where there is no normal entry.
    let rated = ids.filter { precision == .double || vocabulary.kind(of: $0) == .normal }
      .map { scores[Int($0)] }
    let lowest = rated.min() ?? Double(Float.greatestFiniteMagnitude)
    unknownScore = precision == .single ? Double(Float(lowest) - 10) : lowest - 10
    byteEntries = ByteEntries(vocabulary, onlyMarked: precision == .single)
  }

  private static func check(
    _ vocabulary: VocabularyTable, _ scores: [Double], _ unknown: TokenID?, _ place: Trouble.Place
  ) throws(Trouble) {
    guard scores.count == vocabulary.idLimit, vocabulary.count > 0 else {
      throw Trouble(.input, at: place, "each entry needs one score, and there must be an entry")
    }
    if let index = scores.firstIndex(where: { !$0.isFinite }) {
      throw Trouble(.input, at: place, "the score of entry \(index) is not a finite number")
    }
    if let unknown, vocabulary.kind(of: unknown) == .hole {
      throw Trouble(
        .input, at: place, "the id \(unknown) of the unknown token is outside the vocabulary",
        remedy: "Let it name an entry")
    }
  }

  private static func isLookedFor(_ kind: EntryKind, _ precision: Precision) -> Bool {
    switch precision {
    case .single: kind == .normal || kind == .userDefined
    case .double: kind != .hole
    }
  }

  package var summary: String { "unigram" }

  /// Entries are not made of others.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if piece.isEmpty { return }
    append(bestSteps(text, piece).reversed(), text, &tokens)
  }

  /// The tokens of a path of the piece's lattice, which need not be the best.
  package func tokens(
    of path: UnigramLattice.Path, in lattice: UnigramLattice, _ text: Span<UInt8>, _ piece: Range<Int>
  ) -> [Token] {
    var tokens: [Token] = []
    append(steps(of: path, in: lattice, piece), text, &tokens)
    return tokens
  }

  /// Unknown neighbours become one.
  func append(_ steps: some Sequence<Step>, _ text: Span<UInt8>, _ tokens: inout [Token]) {
    var run: Range<Int>?
    for step in steps {
      if step.isUnknown || (precision == .double && step.id == unknown) {
        run = (run?.lowerBound ?? step.range.lowerBound)..<step.range.upperBound
      } else {
        if let range = run { appendUnknown(text, range, &tokens) }
        run = nil
        tokens.append(Token(id: step.id, start: step.range.lowerBound, end: step.range.upperBound))
      }
    }
    if let range = run { appendUnknown(text, range, &tokens) }
  }

  /// A run of characters without entries: as an entry that it happens to spell, its bytes, or the unknown token.
  private func appendUnknown(_ text: Span<UInt8>, _ range: Range<Int>, _ tokens: inout [Token]) {
    if precision == .double, range.count <= trie.longest {
      var whole: TokenID?
      trie.forEachPrefix(of: text, at: range.lowerBound, end: range.upperBound) { entry, end in
        if end == range.upperBound { whole = entry }
      }
      if let whole {
        tokens.append(Token(id: whole, start: range.lowerBound, end: range.upperBound))
        return
      }
    }
    if fallsBackToBytes, byteEntries.append(text, range, &tokens) { return }
    if let unknown {
      tokens.append(Token(id: unknown, start: range.lowerBound, end: range.upperBound))
    }
  }
}

extension UnigramModel {
  /// An entry at a place, or a character without one.
  struct Step {
    var id: TokenID
    var range: Range<Int>
    var isUnknown: Bool
  }

  /// How far the best way to a position has come.
  private struct Arrival {
    var score = 0.0
    var start: Int32 = -1
    var id: TokenID = 0
  }

  /// Stands for the unknown entry.
  static let noEntry = TokenID.max

  /// The best way through the piece, from its end to its beginning.
  func bestSteps(_ text: Span<UInt8>, _ piece: Range<Int>) -> [Step] {
    bestSteps(text, piece, from: 0).steps
  }

  /// The same where the sum before the piece is `sum`; and the sum behind it.
  func bestSteps(
    _ text: Span<UInt8>, _ piece: Range<Int>, from sum: Double
  ) -> (steps: [Step], sum: Double) {
    var arrivals = [Arrival](repeating: Arrival(), count: piece.count + 1)
    arrivals[0].score = sum
    var position = piece.lowerBound
    while position < piece.upperBound {
      let start = position - piece.lowerBound
      if precision == .single, arrivals[start].score < Self.rebaseLimit { rebase(&arrivals, at: start) }
      let here = arrivals[start].score
      let single = min(position + Self.characterLength(text[position]), piece.upperBound)
      var isCovered = false
      trie.forEachPrefix(of: text, at: position, end: piece.upperBound) { entry, end in
        arrive(&arrivals[end - piece.lowerBound], here + score(entry, end - position), start, entry)
        if end == single { isCovered = true }
      }
      if !isCovered {
        arrive(&arrivals[single - piece.lowerBound], here + unknownScore, start, Self.noEntry)
      }
      position = single
    }
    return (walkBack(arrivals, piece), arrivals[piece.count].score)
  }

  @inline(__always)
  private func arrive(_ arrival: inout Arrival, _ sum: Double, _ start: Int, _ id: TokenID) {
    let score = rounded(sum)
    if arrival.start < 0 || score > arrival.score {
      arrival = Arrival(score: score, start: Int32(truncatingIfNeeded: start), id: id)
    }
  }

  /// Sums below this have too few bits left behind the point.
  static let rebaseLimit = -100_000.0

  /// Makes the sum at a position zero and those that lie ahead as much higher.
  private func rebase(_ arrivals: inout [Arrival], at start: Int) {
    let base = arrivals[start].score
    arrivals[start].score = 0
    let end = min(start + max(trie.longest, 4), arrivals.count - 1)
    for index in stride(from: start + 1, through: end, by: 1) where arrivals[index].start >= 0 {
      arrivals[index].score = rounded(arrivals[index].score - base)
    }
  }

  private func walkBack(_ arrivals: [Arrival], _ piece: Range<Int>) -> [Step] {
    var steps: [Step] = []
    var end = piece.count
    while end > 0 {
      let arrival = arrivals[end]
      let isUnknown = arrival.id == Self.noEntry
      let start = Int(arrival.start)
      steps.append(
        Step(
          id: isUnknown ? unknown ?? 0 : arrival.id,
          range: piece.lowerBound + start..<piece.lowerBound + end, isUnknown: isUnknown))
      end = start
    }
    return steps
  }

  /// The score of an entry; `length` is what user-defined ones are paid for, in bytes, or in characters in a lattice.
  @inline(__always)
  func score(_ entry: TokenID, _ length: Int) -> Double {
    if hasUserDefined, vocabulary.kind(of: entry) == .userDefined {
      return Double(Float(Double(length) * 0.1 - 0.1))
    }
    return scores[Int(entry)]
  }

  /// A sum as the library keeps it.
  @inline(__always)
  func rounded(_ score: Double) -> Double { precision == .single ? Double(Float(score)) : score }

  /// How many bytes a character takes by its first byte; a byte that begins none stands alone.
  @inline(__always)
  static func characterLength(_ first: UInt8) -> Int {
    first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }
}
