/// Every word is an entry, or unknown.
package struct WordLevelModel: Model {
  package let vocabulary: VocabularyTable
  /// What a word becomes that is no entry; nil drops it.
  package let unknown: TokenID?

  package init(vocabulary: VocabularyTable, unknown: TokenID?) {
    self.vocabulary = vocabulary
    self.unknown = unknown
  }

  package var summary: String { "whole words" }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    guard !piece.isEmpty, let id = vocabulary.modelID(of: text.extracting(piece)) ?? unknown else { return }
    tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
  }

  /// Entries are listed, not built.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  /// The one look-up.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    let found = vocabulary.modelID(of: text.extracting(piece))
    let attempt = EntrySearch.Attempt(
      range: 0..<piece.count, spelling: piece.map { text[$0] }, found: found, isTaken: found != nil)
    let name = unknown.flatMap(vocabulary.bytes).map { String(decoding: $0, as: UTF8.self) } ?? "left out"
    return .search(
      EntrySearch(attempts: [attempt], remark: found == nil ? "The word is no entry, so it is \(name)." : ""))
  }
}
