/// Where a text may be cut for a hand-written scanner.
///
/// Two places are boundaries of pieces for every pattern of the family, whatever stands further left and
/// right:
/// - before a space between a visible ASCII character and an ASCII letter: no piece holds a space after
///   something else, and the space goes to the letters;
/// - after a newline before a character that is no whitespace and no slash. The newer families end the piece
///   of the newline there; GPT-2 gives the last of several whitespace characters a piece of its own only when
///   something follows, so there the character before the newline must be no whitespace.
extension PatternScanner {
  /// No piece of the family holds a space behind something visible.
  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    if right != 0x20 { return .unknown }
    if case .scalar(let left) = left, CodePoint.isWhitespace(left) { return .unknown }
    return .cut
  }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    var position = max(from, 0) + 1
    while position + 1 < bytes.count {
      switch bytes[position] {
      case 0x20 where Self.isVisible(bytes[position - 1]) && Self.isLetter(bytes[position + 1]):
        return position
      case 0x0A where isCut(bytes, after: position, from): return position + 1
      default: position += 1
      }
    }
    return nil
  }

  /// Whether the newline at `position` ends a piece for certain.
  private func isCut(_ bytes: Span<UInt8>, after position: Int, _ from: Int) -> Bool {
    if !rules.takesLoneSpace { return false }
    let next = bytes[position + 1]
    if next == UInt8(ascii: "/") || next < 0x80 && CodePoint.isWhitespace(UInt32(next)) { return false }
    if next >= 0x80 {
      guard position + 5 <= bytes.count else { return false }
      let scalar = UTF8Scalar.read(bytes, position + 1, bytes.count).value
      if let scalar, CodePoint.isWhitespace(scalar) { return false }
    }
    return rules.family == .gpt2 ? isSolid(bytes, before: position, from) : true
  }

  /// Whether the character before `position` is certainly no whitespace. Of non-ASCII ones those that
  /// end like a whitespace character are not trusted.
  private func isSolid(_ bytes: Span<UInt8>, before position: Int, _ from: Int) -> Bool {
    let last = bytes[position - 1]
    if last < 0x80 { return !CodePoint.isWhitespace(UInt32(last)) }
    guard position - 2 >= from else { return false }
    return ![0xC2, 0x9A, 0x80, 0x81].contains(bytes[position - 2])
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
