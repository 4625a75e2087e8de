/// Puts tokens together as SentencePiece does: unknown neighbours become one, or each of their bytes a token.
struct PieceOutput: Sendable {
  let unknown: TokenID?
  /// Nil when there is no fallback.
  private let byteEntries: ByteEntries?

  init(_ vocabulary: VocabularyTable, unknown: TokenID?, fallsBackToBytes: Bool) {
    self.unknown = unknown
    byteEntries = fallsBackToBytes ? ByteEntries(vocabulary, onlyMarked: true) : nil
  }

  /// Whether unknown pieces become the entries of their bytes.
  var fallsBackToBytes: Bool { byteEntries != nil }

  /// Whether no piece ever becomes the unknown token.
  var fallsBackCompletely: Bool { byteEntries?.isComplete ?? false }

  /// Appends the token of a piece; nil for one without entry. `follows` says that the last token was unknown too.
  func append(
    _ id: TokenID?, _ text: Span<UInt8>, _ range: Range<Int>, follows: inout Bool, into tokens: inout [Token]
  ) {
    guard let id = id ?? unknown else { return }
    guard id == unknown else {
      tokens.append(Token(id: id, start: range.lowerBound, end: range.upperBound))
      follows = false
      return
    }
    if let byteEntries, byteEntries.append(text, range, &tokens) { return }
    if follows, let last = tokens.indices.last {
      tokens[last].end = UInt32(truncatingIfNeeded: range.upperBound)
    } else {
      tokens.append(Token(id: id, start: range.lowerBound, end: range.upperBound))
    }
    follows = true
  }
}

extension VocabularyTable {
  /// The entry that a whole piece is for SentencePiece: a normal or user-defined one.
  func pieceID(of text: Span<UInt8>, _ range: Range<Int>) -> TokenID? {
    guard let id = find(text.extracting(range)) else { return nil }
    let kind = kind(of: id)
    return kind.isReserved || kind == .unused ? nil : id
  }
}

extension EntryKind {
  /// Whether SentencePiece never finds entries of this kind in a text.
  var isReserved: Bool { self == .control || self == .unknown || self == .byte || self == .special }
}
