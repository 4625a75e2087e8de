import Basics

/// One token a character: the `char` models of SentencePiece. User-defined entries are found first, longest first.
///
/// Source: Kudo and Richardson, "SentencePiece", EMNLP 2018 demonstrations, arXiv 1808.06226.
package final class CharacterModel: Model {
  package let vocabulary: VocabularyTable
  private let symbols: UserSymbols
  private let output: PieceOutput

  /// Scores are by id; they play no part.
  package init(vocabulary: VocabularyTable, scores: [Double], unknown: TokenID?, fallsBackToBytes: Bool) {
    self.vocabulary = vocabulary.scored(scores)
    symbols = UserSymbols(vocabulary)
    output = PieceOutput(vocabulary, unknown: unknown, fallsBackToBytes: fallsBackToBytes)
  }

  /// Whether unknown pieces become the entries of their bytes.
  package var fallsBackToBytes: Bool { output.fallsBackToBytes }

  package var summary: String { "characters of a vocabulary" }

  /// Entries are not made of others.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    var follows = false
    forEachSymbol(text, piece) { range in
      output.append(vocabulary.pieceID(of: text, range), text, range, follows: &follows, into: &tokens)
    }
  }

  private func forEachSymbol(_ text: Span<UInt8>, _ piece: Range<Int>, _ body: (Range<Int>) -> Void) {
    var position = piece.lowerBound
    while position < piece.upperBound {
      let end =
        symbols.end(in: text, at: position, end: piece.upperBound)
        ?? min(position + UnigramModel.characterLength(text[position]), piece.upperBound)
      body(position..<end)
      position = end
    }
  }

  /// The look-up of each character.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    var attempts: [EntrySearch.Attempt] = []
    forEachSymbol(text, piece) { range in
      attempts.append(.lookUp(text, range, in: piece, found: vocabulary.pieceID(of: text, range)))
    }
    return .search(EntrySearch(attempts: attempts))
  }
}

extension EntrySearch.Attempt {
  /// A look-up whose outcome is taken.
  static func lookUp(
    _ text: Span<UInt8>, _ range: Range<Int>, in piece: Range<Int>, found: TokenID?
  ) -> EntrySearch.Attempt {
    EntrySearch.Attempt(
      range: range.lowerBound - piece.lowerBound..<range.upperBound - piece.lowerBound,
      spelling: range.map { text[$0] }, found: found, isTaken: found != nil)
  }
}
