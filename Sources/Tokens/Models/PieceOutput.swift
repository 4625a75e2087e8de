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

/// Finds the id of a whole piece as SentencePiece does: control, unknown and byte entries first, then all others.
struct PieceIndex: Sendable {
  private let vocabulary: VocabularyTable
  private let reserved: VocabularyTable
  private let reservedIDs: [TokenID]

  init(_ vocabulary: VocabularyTable) {
    self.vocabulary = vocabulary
    reservedIDs = (0..<TokenID(vocabulary.idLimit)).filter { vocabulary.kind(of: $0).isReserved }
    reserved = VocabularyTable(reservedIDs.map { vocabulary.bytes(of: $0) ?? [] })
  }

  func id(of text: Span<UInt8>, _ range: Range<Int>) -> TokenID? {
    let piece = text.extracting(range)
    if let index = reserved.find(piece) { return reservedIDs[Int(index)] }
    return vocabulary.find(piece)
  }
}

extension EntryKind {
  /// Whether SentencePiece never finds entries of this kind in a text.
  var isReserved: Bool { self == .control || self == .unknown || self == .byte || self == .special }
}
