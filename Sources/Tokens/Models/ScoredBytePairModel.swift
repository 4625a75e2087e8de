import Basics

/// Merges the two neighbours whose joined bytes are the entry of the highest score until none is left: the byte pair encoding of
/// SentencePiece.
///
/// There is no list of merges: any two neighbours may merge whose joined bytes are an entry, whatever they are made of.
/// Of equal scores the leftmost merges first. A piece begins as characters; user-defined entries stand whole from the
/// beginning and never merge. An unused entry that merging has made is taken apart again, into what it was last made of; one that was there from
/// the beginning counts as unknown.
/// Merging takes O(n log n) for any text; where no entry crosses from a word into the next, word by word.
///
/// Source: Kudo and Richardson, "SentencePiece", EMNLP 2018 demonstrations, arXiv 1808.06226.
package final class ScoredBytePairModel: Model {
  /// Whose habits count.
  package enum Library: Sendable {
    /// Only normal, user-defined and unused entries are made; unused ones are taken apart again.
    case sentencePiece
    /// Every entry is made and kept, and no entry stands whole from the beginning.
    case llamaCpp
  }

  package let vocabulary: VocabularyTable
  /// Which library is followed.
  package let library: Library
  let symbols: UserSymbols?
  let output: PieceOutput
  /// By id, the place of the entry in the order of falling scores; equal scores share one. `PairTable.none` where merging
  /// never makes the entry.
  let order: [UInt32]
  let hasUnused: Bool
  /// Whether words may be merged one by one.
  let splitsWords: Bool
  let wholePieces: WholePieces

  /// Scores are by id. Kinds of entries are those of `vocabulary`: `.control`, `.unknown` and `.byte` entries are never found in a
  /// text; `.byte` entries stand for bytes when `fallsBackToBytes`. Throws, at `place`, when there is no entry or a score
  /// is missing or not a number.
  package init(
    vocabulary: VocabularyTable, scores: [Double], unknown: TokenID?, fallsBackToBytes: Bool,
    library: Library = .sentencePiece, place: Trouble.Place
  ) throws(Trouble) {
    guard scores.count == vocabulary.idLimit, vocabulary.count > 0 else {
      throw Trouble(.input, at: place, "each entry needs one score, and there must be an entry")
    }
    if let index = scores.firstIndex(where: \.isNaN) {
      throw Trouble(.input, at: place, "the score of entry \(index) is not a number")
    }
    self.vocabulary = vocabulary.scored(scores)
    self.library = library
    symbols = library == .sentencePiece ? UserSymbols(vocabulary) : nil
    output = PieceOutput(vocabulary, unknown: unknown, fallsBackToBytes: fallsBackToBytes)
    let made = (0..<TokenID(vocabulary.idLimit)).filter { id in
      let kind = vocabulary.kind(of: id)
      return kind != .hole && (library == .llamaCpp || !(kind.isReserved || vocabulary.isOutside(id)))
    }
    order = Self.order(made, scores)
    hasUnused = library == .sentencePiece && made.contains { vocabulary.kind(of: $0) == .unused }
    splitsWords = !hasUnused && !made.contains { Self.crossesWords(vocabulary.bytes(of: $0) ?? []) }
    wholePieces = WholePieces(idLimit: vocabulary.idLimit)
  }

  private static func order(_ ids: [TokenID], _ scores: [Double]) -> [UInt32] {
    var order = [UInt32](repeating: PairTable.none, count: scores.count)
    var place: UInt32 = 0
    var last: Double?
    for id in ids.sorted(by: { scores[Int($0)] > scores[Int($1)] }) {
      if let last, last != scores[Int(id)] { place += 1 }
      last = scores[Int(id)]
      order[Int(id)] = place
    }
    return order
  }

  /// Whether a `▁` stands behind another character.
  private static func crossesWords(_ entry: [UInt8]) -> Bool {
    var words = 0
    VisibleSpace.forEachWord(entry.span, 0..<entry.count, keepsRuns: true) { _ in words += 1 }
    return words > 1
  }

  /// Whether unknown pieces become the entries of their bytes.
  package var fallsBackToBytes: Bool { output.fallsBackToBytes }

  package var summary: String { "BPE by scores" }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    var follows = false
    var merging = ScoredMerging()
    guard splitsWords else {
      return encodeWhole(text, piece, &merging, &follows, &tokens)
    }
    VisibleSpace.forEachWord(text, piece, keepsRuns: true) { word in
      let id = vocabulary.find(text.extracting(word))
      if let id, order[Int(id)] != PairTable.none,
        wholePieces.isWhole(id, { isWhole(text, word, id, &merging) })
      {
        output.append(id, text, word, follows: &follows, into: &tokens)
      } else {
        encodeWhole(text, word, &merging, &follows, &tokens)
      }
    }
  }

  private func encodeWhole(
    _ text: Span<UInt8>, _ piece: Range<Int>, _ merging: inout ScoredMerging, _ follows: inout Bool,
    _ tokens: inout [Token]
  ) {
    merging.run(self, text, piece)
    append(merging, text, &follows, &tokens)
  }

  /// Appends the tokens of what merging has come to.
  func append(
    _ merging: ScoredMerging, _ text: Span<UInt8>, _ follows: inout Bool, _ tokens: inout [Token]
  ) {
    merging.forEachPart { range in
      guard hasUnused, isUnused(text, range) else {
        return output.append(wholeID(text, range), text, range, follows: &follows, into: &tokens)
      }
      for part in merging.takenApart(range, self, text) {
        output.append(wholeID(text, part), text, part, follows: &follows, into: &tokens)
      }
    }
  }

  /// Whether merging its characters gives the entry.
  private func isWhole(
    _ text: Span<UInt8>, _ word: Range<Int>, _ id: TokenID, _ merging: inout ScoredMerging
  ) -> Bool {
    merging.run(self, text, word)
    var parts = 0
    merging.forEachPart { _ in parts += 1 }
    return parts == 1 && wholeID(text, word) == id
  }

  private func wholeID(_ text: Span<UInt8>, _ range: Range<Int>) -> TokenID? {
    library == .llamaCpp
      ? vocabulary.find(text.extracting(range)) : vocabulary.pieceID(of: text, range)
  }

  /// Whether a part that is this entry becomes it; others count as unknown.
  func isGiven(_ id: TokenID) -> Bool {
    if library == .llamaCpp { return true }
    let kind = vocabulary.kind(of: id)
    return !(kind.isReserved || kind == .unused)
  }

  func isUnused(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    vocabulary.find(text.extracting(range)).map { vocabulary.kind(of: $0) == .unused } ?? false
  }

  /// The entry that joining the bytes of a range makes, and its place in the order of scores.
  @inline(__always)
  func made(_ text: Span<UInt8>, _ range: Range<Int>) -> (id: TokenID, number: UInt32)? {
    guard let id = vocabulary.find(text.extracting(range)) else { return nil }
    let number = order[Int(id)]
    return number == PairTable.none ? nil : (id, number)
  }
}
