import Basics

/// The added tokens of a tokenizer and how they are found: leftmost, then longest.
///
/// Those that are not normalized are cut out of the raw text; the others out of each normalized stretch between them.
package struct AddedTokens: Sendable {
  /// A part of a text: an added token (its index in `all`), or what lies between.
  struct Cut: Equatable {
    var token: Int?
    var range: Range<Int>
  }

  /// In the order of the file; of several with one content the last.
  package let all: [AddedToken]
  /// The contents as they are looked for.
  let patterns: [[UInt8]]
  private let raw: Search
  /// As `raw`, without special tokens.
  private let rawWithoutSpecial: Search
  private let normalized: Search
  private let indexByID: [TokenID: Int]
  let boundary: BoundaryGuard
  private let priority: Priority

  /// Which of two tokens that overlap in a text is found.
  package enum Priority: Sendable {
    /// The one that begins first, of those the longest.
    case leftmost
    /// The longest wherever it begins, of equal ones the lower id: each token takes its places before shorter ones are looked
    /// for, as in llama.cpp.
    case longest
  }

  /// `normalizedContent` gives the normalized form of a content.
  package init(
    _ tokens: [AddedToken], priority: Priority = .leftmost,
    normalizedContent: ([UInt8]) throws(Trouble) -> [UInt8] = { $0 }
  ) throws(Trouble) {
    self.priority = priority
    all = tokens
    patterns = try tokens.map { token throws(Trouble) in
      token.isNormalized ? try normalizedContent(token.content) : token.content
    }
    let found = patterns
    let rawIndexes = tokens.indices.filter { !tokens[$0].isNormalized }
    raw = Search(rawIndexes, found)
    rawWithoutSpecial = Search(rawIndexes.filter { !tokens[$0].isSpecial }, found)
    normalized = Search(tokens.indices.filter { tokens[$0].isNormalized }, found)
    indexByID = Dictionary(tokens.indices.map { (tokens[$0].id, $0) }, uniquingKeysWith: { $1 })
    boundary = BoundaryGuard(tokens, patterns: patterns)
  }

  /// Whether there are none.
  package var isEmpty: Bool { all.isEmpty }
  var hasNormalized: Bool { !normalized.trie.isEmpty }

  /// The token with this id; of several the last.
  package func token(of id: TokenID) -> AddedToken? { indexByID[id].map { all[$0] } }

  /// The content of the token with this id as the library spells it: normalized where it is looked for so.
  func spelling(of id: TokenID) -> [UInt8]? { indexByID[id].map { patterns[$0] } }

  /// The raw text cut by the tokens that are looked for in it.
  func cutRaw(_ text: Span<UInt8>, _ range: Range<Int>, withSpecial: Bool = true) -> [Cut] {
    cut(text, range, withSpecial ? raw : rawWithoutSpecial)
  }

  /// A normalized stretch cut by the tokens that are looked for in such.
  func cutNormalized(_ text: Span<UInt8>, _ range: Range<Int>) -> [Cut] {
    cut(text, range, normalized)
  }

  /// A match may swallow spaces that the one before swallowed too; cuts can overlap then, as in the library.
  private func cut(_ text: Span<UInt8>, _ range: Range<Int>, _ search: Search) -> [Cut] {
    let trie = search.trie
    if priority == .longest { return cutLongest(text, range, trie, search.indexes) }
    var cuts: [Cut] = []
    var done = range.lowerBound
    var position = range.lowerBound
    while !trie.isEmpty {
      position = trie.candidate(in: text, from: position, end: range.upperBound)
      if position >= range.upperBound { break }
      guard let match = trie.longest(in: text, at: position, end: range.upperBound) else {
        position += 1
        continue
      }
      let index = search.indexes[match.number]
      if let found = accept(all[index], position..<match.end, in: text, range, done) {
        if done < found.lowerBound { cuts.append(Cut(token: nil, range: done..<found.lowerBound)) }
        cuts.append(Cut(token: index, range: found))
        done = found.upperBound
      }
      position = match.end
    }
    if done < range.upperBound { cuts.append(Cut(token: nil, range: done..<range.upperBound)) }
    return cuts
  }

  /// Some of the tokens and how they are looked for.
  private struct Search: Sendable {
    let trie: ContentTrie
    /// Of the trie's contents, in `all`.
    let indexes: [Int]

    init(_ indexes: [Int], _ patterns: [[UInt8]]) {
      self.indexes = indexes
      trie = ContentTrie(indexes.map { patterns[$0] })
    }
  }

  /// The range that a match takes with the spaces it swallows, nil when it is not a word of its own.
  private func accept(
    _ token: AddedToken, _ match: Range<Int>, in text: Span<UInt8>, _ range: Range<Int>, _ done: Int
  ) -> Range<Int>? {
    if token.isSingleWord {
      if match.lowerBound > range.lowerBound {
        let before = Unit.before(match.lowerBound, in: text, start: range.lowerBound).unit
        if ScalarSet.word.contains(before) { return nil }
      }
      if match.upperBound < range.upperBound {
        let after = Unit.at(match.upperBound, in: text, end: range.upperBound).unit
        if ScalarSet.word.contains(after) { return nil }
      }
    }
    var start = match.lowerBound
    while token.stripsLeft, start > range.lowerBound {
      let (unit, length) = Unit.before(start, in: text, start: range.lowerBound)
      guard ScalarSet.whitespace.contains(unit) else { break }
      start -= length
    }
    if token.stripsLeft { start = min(max(start, done), match.upperBound) }
    var end = match.upperBound
    while token.stripsRight, end < range.upperBound {
      let (unit, length) = Unit.at(end, in: text, end: range.upperBound)
      guard ScalarSet.whitespace.contains(unit) else { break }
      end += length
    }
    return start..<end
  }
}
