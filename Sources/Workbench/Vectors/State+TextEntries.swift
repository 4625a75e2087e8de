import Basics
import Documents
import Screen
import Tokens

/// A part of the text whose tokens a pane shows.
struct TokenWindow: Sendable, Equatable {
  var bytes: Range<Int>
  /// Of the text.
  var version: Int
  /// How many different entries were wanted.
  var limit: Int
  /// The number of the tokenizer that cut it.
  var tokenizer: Int
}

/// The entries of the text that panes of vectors look at, and the way back from an entry to the text.
extension State {
  /// The part around the caret that holds about `limit` different entries. The old window of this text is kept while the caret is in
  /// it, so that small steps change nothing; nil while the tokens are not known.
  func tokenWindow(keeping old: TokenWindow?, limit: Int) -> TokenWindow? {
    let caret = view.selection.caret
    if let old, old.version == document.version, old.limit == limit, old.tokenizer == tokenizer.number,
      old.bytes.contains(caret) || old.bytes.upperBound == caret
    {
      return old
    }
    guard let segmentation, !segmentation.isStale, let current = currentTokenIndex else { return nil }
    var (low, high) = (current, current)
    var seen: Set<TokenID> = [segmentation.tokens[current].id]
    while seen.count < limit, low > 0 || high + 1 < segmentation.tokens.count {
      if low > 0 {
        low -= 1
        seen.insert(segmentation.tokens[low].id)
      }
      if seen.count < limit, high + 1 < segmentation.tokens.count {
        high += 1
        seen.insert(segmentation.tokens[high].id)
      }
    }
    let start = segmentation.bytes(of: segmentation.tokens[low]).lowerBound
    return TokenWindow(
      bytes: start..<segmentation.bytes(of: segmentation.tokens[high]).upperBound, version: document.version,
      limit: limit, tokenizer: tokenizer.number)
  }

  /// The tokens in a part of the text; nil when it has not been cut, or not since the last edit.
  func tokens(in window: Range<Int>) -> [(id: TokenID, bytes: Range<Int>)]? {
    guard let segmentation, !segmentation.isStale, segmentation.range.lowerBound <= window.lowerBound,
      segmentation.range.upperBound >= window.upperBound
    else { return nil }
    return segmentation.tokens[segmentation.indexes(in: window)].map { ($0.id, segmentation.bytes(of: $0)) }
  }

  /// The bytes of the token of an entry that stands nearest to the caret, in the part of the text that has been cut.
  func nearestBytes(of id: TokenID) -> Range<Int>? {
    guard let segmentation else { return nil }
    let caret = view.selection.caret
    return segmentation.tokens.lazy.filter { $0.id == id }.map(segmentation.bytes).min {
      abs($0.lowerBound - caret) < abs($1.lowerBound - caret)
    }
  }

  /// The entry of the token under the caret.
  var currentEntry: TokenID? { currentTokenIndex.flatMap { segmentation?.tokens[$0].id } }

  /// What a pane of vectors says while there is nothing to show; nil when there are embeddings.
  var embeddingsNote: String? {
    if currentEmbeddings != nil { return nil }
    if let trouble = embeddingsTrouble { return "\(trouble)" }
    return "opening embeddings …"
  }

  /// Puts the caret on the token of an entry that is nearest to it.
  mutating func goToEntry(_ id: TokenID) -> [Effect] {
    guard let bytes = nearestBytes(of: id) else {
      return say("“\(entryText(id))” does not stand in this part of the text")
    }
    return moveCaret(to: bytes.lowerBound, extending: false)
  }

  /// The text of an entry, made legible.
  func entryText(_ id: TokenID) -> String {
    EntryLabel.text(of: id, tokenizer.tokenizer.vocabulary, isASCII: isASCII)
  }

  /// The text of an entry of the rows that were looked at, which need not be those of the tokenizer in use.
  func entryText(_ id: TokenID, in loaded: LoadedEmbeddings?) -> String {
    let vocabulary = (loaded?.request.tokenizer ?? tokenizer).tokenizer.vocabulary
    return EntryLabel.text(of: id, vocabulary, isASCII: isASCII)
  }

  /// Opens the vocabulary browser at an entry.
  mutating func showInVocabulary(_ id: TokenID) -> [Effect] {
    show(.vocabulary)
    vocabulary.query = ""
    vocabulary.ids = nil
    vocabulary.wanted = id
    return searchVocabulary() + resegment()
  }
}

/// Entries as labels of points and rows.
enum EntryLabel {
  /// The bytes of an entry made legible, spaces as marks; `#12` for an entry without text.
  static func text(of id: TokenID, _ vocabulary: any Vocabulary, isASCII: Bool = false) -> String {
    guard let bytes = vocabulary.bytes(of: id), !bytes.isEmpty else { return "#\(id)" }
    let options = Legible.Options(isASCII: isASCII, showsSpaces: true)
    return Legible.items(of: bytes, options).map(\.glyph).joined()
  }
}
