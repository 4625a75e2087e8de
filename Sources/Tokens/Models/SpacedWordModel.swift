import Basics

/// One token a word: the `word` models of SentencePiece. A word begins at each visible space `▁`.
///
/// Source: Kudo and Richardson, "SentencePiece", EMNLP 2018 demonstrations, arXiv 1808.06226.
package final class SpacedWordModel: Model {
  package let vocabulary: VocabularyTable
  private let output: PieceOutput

  /// Scores are by id; they play no part.
  package init(vocabulary: VocabularyTable, scores: [Double], unknown: TokenID?, fallsBackToBytes: Bool) {
    self.vocabulary = vocabulary.scored(scores)
    output = PieceOutput(vocabulary, unknown: unknown, fallsBackToBytes: fallsBackToBytes)
  }

  /// What words without entry become, neighbours together; nil where their bytes do.
  var unknown: TokenID? { output.fallsBackCompletely ? nil : output.unknown }

  /// Whether unknown pieces become the entries of their bytes.
  package var fallsBackToBytes: Bool { output.fallsBackToBytes }

  package var summary: String { "words of a vocabulary" }

  /// Entries are not made of others.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    var follows = false
    VisibleSpace.forEachWord(text, piece) { range in
      output.append(vocabulary.pieceID(of: text, range), text, range, follows: &follows, into: &tokens)
    }
  }

  /// The look-up of each word.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    var attempts: [EntrySearch.Attempt] = []
    VisibleSpace.forEachWord(text, piece) { range in
      attempts.append(.lookUp(text, range, in: piece, found: vocabulary.pieceID(of: text, range)))
    }
    return .search(EntrySearch(attempts: attempts))
  }
}

/// The character `▁` (U+2581), by which SentencePiece writes spaces.
enum VisibleSpace {
  static let bytes: [UInt8] = [0xE2, 0x96, 0x81]

  static func stands(in text: Span<UInt8>, at position: Int, end: Int) -> Bool {
    position + 3 <= end && text[position] == 0xE2 && text[position + 1] == 0x96 && text[position + 2] == 0x81
  }

  /// The stretches that each begin with a `▁` (the first may not); with `keepsRuns` only with the first of several.
  static func forEachWord(
    _ text: Span<UInt8>, _ piece: Range<Int>, keepsRuns: Bool = false, _ body: (Range<Int>) -> Void
  ) {
    var start = piece.lowerBound
    var position = start
    var isAfterSpace = false
    while position < piece.upperBound {
      let isSpace = stands(in: text, at: position, end: piece.upperBound)
      if isSpace, position > start, !(keepsRuns && isAfterSpace) {
        body(start..<position)
        start = position
      }
      isAfterSpace = isSpace
      position = min(position + UnigramModel.characterLength(text[position]), piece.upperBound)
    }
    if start < piece.upperBound { body(start..<piece.upperBound) }
  }
}
