/// Says where no added token can reach across, or change its mind, when a text is cut there.
///
/// It looks at the two bytes around the place only, so it may refuse a good place, never allow a bad one.
struct BoundaryGuard: Sendable {
  /// One bit for each pair of bytes that stand side by side inside some content.
  private var inside = [UInt64](repeating: 0, count: 1024)
  /// Bytes before or after which a token decides by its neighbours.
  private var sensitiveEnds: Set<UInt8> = []
  private var sensitiveStarts: Set<UInt8> = []
  private var stripsRight = false

  init(_ tokens: [AddedToken], patterns: [[UInt8]]) {
    for (token, pattern) in zip(tokens, patterns) {
      for content in token.content == pattern ? [pattern] : [pattern, token.content] {
        guard let first = content.first, let last = content.last else { continue }
        for (left, right) in zip(content, content.dropFirst()) { mark(left, right) }
        if token.isSingleWord || token.stripsLeft { sensitiveStarts.insert(first) }
        if token.isSingleWord { sensitiveEnds.insert(last) }
      }
      if token.stripsRight { stripsRight = true }
    }
  }

  private mutating func mark(_ left: UInt8, _ right: UInt8) {
    let bit = Int(left) << 8 | Int(right)
    inside[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// Whether the text may be cut between these neighbours.
  func allows(_ left: UInt8, _ right: UInt8) -> Bool {
    let bit = Int(left) << 8 | Int(right)
    if inside[bit >> 6] >> UInt64(bit & 63) & 1 == 1 { return false }
    if sensitiveStarts.contains(right) || sensitiveEnds.contains(left) { return false }
    return !(stripsRight && (right >= 0x80 || right == 0x20 || (right >= 9 && right <= 13)))
  }
}
