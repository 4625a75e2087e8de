import Basics

/// Takes the longest entry at each place, from left to right: the tokenizer of RWKV.
///
/// With the entries `a`, `ab` and `c` the piece `abc` becomes `ab c`. Nothing is merged and nothing weighed, so a greedy choice is
/// never taken back: with `ab`, `a` and `bc` alone `abc` would be `ab` and an unknown `c`. A byte at which no entry begins becomes
/// the unknown token, or nothing without one. The work is the piece's length times that of the longest entry.
/// Source: Peng and others, "RWKV: reinventing RNNs for the Transformer era", Findings of EMNLP 2023, arXiv 2305.13048; the
/// vocabulary is that of RWKV's "World" models.
package final class TrieModel: Model {
  package let vocabulary: VocabularyTable
  /// What a byte without entry becomes.
  package let unknown: TokenID?
  private let trie: EntryTrie

  /// Of entries with the same bytes the one with the highest id is found. Throws, at `place`, when there is no entry.
  package init(vocabulary: VocabularyTable, unknown: TokenID?, place: Trouble.Place) throws(Trouble) {
    guard vocabulary.count > 0 else {
      throw Trouble(.input, at: place, "there is not one token", remedy: "Fetch the file again")
    }
    self.vocabulary = vocabulary
    self.unknown = unknown
    trie = EntryTrie(
      (0..<TokenID(vocabulary.idLimit)).filter {
        vocabulary.kind(of: $0) != .hole && !vocabulary.isOutside($0)
      }, of: vocabulary)
  }

  package var summary: String { "longest match" }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    var position = piece.lowerBound
    while position < piece.upperBound {
      var best: (id: TokenID, end: Int)?
      trie.forEachPrefix(of: text, at: position, end: piece.upperBound) { best = ($0, $1) }
      let end = best?.end ?? position + 1
      if let id = best?.id ?? unknown { tokens.append(Token(id: id, start: position, end: end)) }
      position = end
    }
  }

  /// Entries are listed, not built.
  package func derivation(of id: TokenID) -> Derivation? { nil }

  /// At each place the entries that begin there, the longest last, which is the one taken.
  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? {
    if piece.isEmpty { return nil }
    var attempts: [EntrySearch.Attempt] = []
    var lost: Int?
    var position = piece.lowerBound
    while position < piece.upperBound {
      let first = attempts.count
      trie.forEachPrefix(of: text, at: position, end: piece.upperBound) { id, end in
        attempts.append(
          EntrySearch.Attempt(
            range: position - piece.lowerBound..<end - piece.lowerBound,
            spelling: (position..<end).map { text[$0] }, found: id, isTaken: false))
      }
      if attempts.count == first {
        let offset = position - piece.lowerBound
        attempts.append(
          EntrySearch.Attempt(range: offset..<offset + 1, spelling: [text[position]], found: nil, isTaken: false))
        lost = lost ?? offset
        position += 1
      } else {
        attempts[attempts.count - 1].isTaken = true
        position = piece.lowerBound + attempts[attempts.count - 1].range.upperBound
      }
    }
    let remark = lost.map { "No entry begins at byte \($0) of the piece." } ?? ""
    return .search(EntrySearch(attempts: attempts, remark: remark))
  }
}
