/// The entries that a person put into a vocabulary by name, which texts are searched for before anything else.
package struct UserSymbols: Sendable {
  private let trie: EntryTrie
  /// Whether there are none.
  let isEmpty: Bool

  /// The user-defined entries of a vocabulary.
  package init(_ vocabulary: VocabularyTable) {
    let ids = (0..<TokenID(vocabulary.idLimit)).filter { vocabulary.kind(of: $0) == .userDefined }
    trie = EntryTrie(ids, of: vocabulary)
    isEmpty = ids.isEmpty
  }

  /// Whether a symbol begins with this byte.
  func begins(with byte: UInt8) -> Bool { !isEmpty && trie.begins(with: byte) }

  /// Where the longest symbol that begins at `position` ends.
  func end(in text: Span<UInt8>, at position: Int, end: Int) -> Int? {
    if isEmpty { return nil }
    var found: Int?
    trie.forEachPrefix(of: text, at: position, end: end) { found = $1 }
    return found
  }
}
