/// Takes the longest entry that a word begins with, then the longest that the rest begins with, and so on.
///
/// `unable` becomes `un ##able` when neither `unable` nor any longer beginning is an entry; entries inside a word carry the
/// prefix `##`. A word that cannot be covered to its end, or that has more characters than the limit, is unknown as a whole.
/// Sources: Schuster and Nakajima, "Japanese and Korean voice search", ICASSP 2012; Wu et al., "Google's neural machine
/// translation system", 2016, arXiv 1609.08144; the greedy form is that of Devlin et al., "BERT", NAACL 2019.
package struct WordPieceModel: Model {
  package let vocabulary: VocabularyTable
  package let rules: WordPieceRules
  private let order: EntryOrder
  private let first: EntryOrder.Shelf
  private let continuing: EntryOrder.Shelf

  package init(vocabulary: VocabularyTable, rules: WordPieceRules) {
    self.vocabulary = vocabulary
    self.rules = rules
    order = EntryOrder(vocabulary)
    first = order.shelf([])
    continuing = order.shelf(rules.continuingPrefix)
  }

  package var summary: String { "WordPiece" }

  package var affixes: Affixes { Affixes(continuingPrefix: rules.continuingPrefix) }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if piece.isEmpty { return }
    if rules.isTooLong(text, piece) { return appendUnknown(piece, to: &tokens) }
    if let id = vocabulary.modelID(of: text.extracting(piece)) {
      return tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
    }
    let count = tokens.count
    var start = piece.lowerBound
    while start < piece.upperBound {
      let shelf = start == piece.lowerBound ? first : continuing
      guard let (id, end) = order.longest(shelf, text, start, piece.upperBound) else {
        tokens.removeSubrange(count...)
        return appendUnknown(piece, to: &tokens)
      }
      tokens.append(Token(id: id, start: start, end: end))
      start = end
    }
  }

  private func appendUnknown(_ piece: Range<Int>, to tokens: inout [Token]) {
    guard let id = rules.unknown else { return }
    tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
  }

  /// Entries are listed, not built.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  /// The look-ups from the longest possible entry down, at each place.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    piece.isEmpty ? nil : .search(WordPieceSearch(vocabulary, rules).search(text, piece))
  }
}

/// The settings of a WordPiece model.
package struct WordPieceRules: Sendable, Equatable {
  /// What a word becomes that has no pieces; nil drops it.
  package var unknown: TokenID?
  /// Stands before every piece but a word's first: `##`.
  package var continuingPrefix: [UInt8]
  /// Longer words are unknown; in characters.
  package var characterLimit: Int

  package init(
    unknown: TokenID?, continuingPrefix: [UInt8] = Array("##".utf8), characterLimit: Int = 100
  ) {
    self.unknown = unknown
    self.continuingPrefix = continuingPrefix
    self.characterLimit = characterLimit
  }

  /// Whether the word has more characters than the limit.
  func isTooLong(_ text: Span<UInt8>, _ piece: Range<Int>) -> Bool {
    if piece.count <= characterLimit { return false }
    var characters = 0
    var position = piece.lowerBound
    while position < piece.upperBound {
      position += Unit.at(position, in: text, end: piece.upperBound).length
      characters += 1
      if characters > characterLimit { return true }
    }
    return false
  }
}
