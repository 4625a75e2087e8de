/// A byte pair model that takes runs of newlines whole where they are entries, as llama.cpp does for Gemma 4.
package final class NewlineEntries: Model {
  private let model: BytePairModel

  package init(_ model: BytePairModel) { self.model = model }

  package var vocabulary: VocabularyTable { model.vocabulary }
  package var summary: String { model.summary }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    guard let id = whole(text, piece) else { return model.encode(text, piece, into: &tokens) }
    tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
  }

  private func whole(_ text: Span<UInt8>, _ piece: Range<Int>) -> TokenID? {
    guard !piece.isEmpty, piece.allSatisfy({ text[$0] == 0x0A }) else { return nil }
    return vocabulary.modelID(of: text.extracting(piece))
  }

  package func derivation(of id: TokenID) -> Derivation? { model.derivation(of: id) }

  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    guard let id = whole(text, piece) else { return model.reasons(text, piece) }
    let attempt = EntrySearch.Attempt(
      range: 0..<piece.count, spelling: piece.map { text[$0] }, found: id, isTaken: true)
    return .search(
      EntrySearch(attempts: [attempt], remark: "A run of newlines that is an entry is taken as it is."))
  }
}
