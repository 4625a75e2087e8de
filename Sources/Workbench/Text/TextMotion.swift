import Basics
import Documents

/// Places a caret can take, and the way from one to the next.
package enum TextMotion {
  /// Bytes looked at around the caret: more than the longest base with marks that is drawn as one piece.
  private static let window = 256

  /// The next place behind `offset`.
  package static func next(_ text: Rope, after offset: Int) -> Int {
    guard offset < text.count else { return text.count }
    let bytes = text[offset..<offset + window]
    if bytes[0] == 0x0D, bytes.count > 1, bytes[1] == 0x0A { return offset + 2 }
    return offset
      + Legible.next(in: bytes.span, at: 0, limit: bytes.count, Legible.Options()).range.upperBound
  }

  /// The last place before `offset`.
  package static func previous(_ text: Rope, before offset: Int) -> Int {
    guard offset > 0 else { return 0 }
    let low = text.characterStart(at: max(0, offset - window))
    let bytes = text[low..<offset]
    if bytes.suffix(2) == [0x0D, 0x0A] { return offset - 2 }
    var last = 0
    Legible.forEach(in: bytes.span, 0..<bytes.count) { last = $0.range.lowerBound }
    return low + last
  }

  /// The start of the next word: behind the rest of this word and the spaces after it.
  package static func nextWord(_ text: Rope, after offset: Int) -> Int {
    let bytes = text[offset..<offset + 4096]
    var i = 0
    let kind = sort(bytes, 0)
    while i < bytes.count, sort(bytes, i) == kind { i += 1 }
    while i < bytes.count, sort(bytes, i) == .space { i += 1 }
    return offset + i
  }

  /// The start of this word, or of the one before.
  package static func previousWord(_ text: Rope, before offset: Int) -> Int {
    let low = max(0, offset - 4096)
    let bytes = text[low..<offset]
    var i = bytes.count
    while i > 0, sort(bytes, i - 1) == .space { i -= 1 }
    guard i > 0 else { return low }
    let kind = sort(bytes, i - 1)
    while i > 0, sort(bytes, i - 1) == kind { i -= 1 }
    return low + i
  }

  /// The word that holds `offset`.
  package static func word(_ text: Rope, at offset: Int) -> Range<Int> {
    let low = max(0, offset - 4096)
    let bytes = text[low..<offset + 4096]
    guard offset - low < bytes.count else { return offset..<offset }
    let kind = sort(bytes, offset - low)
    var (start, end) = (offset - low, offset - low)
    while start > 0, sort(bytes, start - 1) == kind { start -= 1 }
    while end < bytes.count, sort(bytes, end) == kind { end += 1 }
    return low + start..<low + end
  }

  private enum Sort { case space, word, mark }

  /// Bytes of characters beyond ASCII count as letters: good enough to step by, and never inside a character.
  private static func sort(_ bytes: [UInt8], _ i: Int) -> Sort {
    guard i < bytes.count else { return .space }
    return switch bytes[i] {
    case 9, 10, 13, 32: .space
    case 48...57, 65...90, 95, 97...122, 128...255: .word
    default: .mark
    }
  }
}
