import Basics

/// Split and merge as tiktoken does, for texts that may not be UTF-8.
///
/// The pattern runs up to the first byte that is not UTF-8. From the last piece before it, everything to the
/// end is one piece, since bytes that follow could have joined it; when that piece begins with a token of
/// spaces, tabs and newlines, so do the tokens of that kind before it.
/// Source: `encode_bytes` of tiktoken 0.14.0.
package enum TiktokenPieces {
  /// Appends the tokens of `text[range]`. What the pattern does not match has no tokens.
  package static func encode(
    _ text: Span<UInt8>, _ range: Range<Int>, _ splitter: any Splitter, _ model: any Model,
    into tokens: inout [Token]
  ) throws(Trouble) {
    let validEnd = UTF8Text.validEnd(text, range)
    let first = tokens.count
    var lastPiece = tokens.count
    try splitter.forEachMatch(in: text, range.lowerBound..<validEnd) { (start, end) throws(Trouble) in
      lastPiece = tokens.count
      model.encode(text, start..<end, into: &tokens)
    }
    if validEnd == range.upperBound { return }
    if lastPiece < tokens.count && isSpace(text, tokens[lastPiece]) {
      while lastPiece > first && isSpace(text, tokens[lastPiece - 1]) { lastPiece -= 1 }
    }
    let start = lastPiece < tokens.count ? tokens[lastPiece].bytes.lowerBound : validEnd
    tokens.removeSubrange(lastPiece...)
    model.encode(text, start..<range.upperBound, into: &tokens)
  }

  private static func isSpace(_ text: Span<UInt8>, _ token: Token) -> Bool {
    token.bytes.allSatisfy { [0x20, 0x0A, 0x09].contains(text[$0]) }
  }
}
