import Synchronization

/// Remembers for pairs of ids what a slower look-up said, that they do not merge too: one load for one that is known.
///
/// A pair of 24 bits each times an odd number is 48 other bits: the high 15 of them are its place, and the other 33 stand there
/// with the number, so that a word says for which pair it is. The last pair to be looked up at a place stays: nothing is ever
/// wrong, some of it is forgotten. Threads share the words, each is written and read whole.
final class PairCache: Sendable {
  /// What is said of a pair that does not merge; numbers are below.
  static let none: UInt32 = 0x7FFF_FFFE
  /// What is said of a pair that is not remembered.
  static let unknown: UInt32 = 0x7FFF_FFFF

  /// The low 31 bits are the number plus one; zero means empty.
  private let words = InlineArray<32768, Atomic<UInt64>> { _ in Atomic(0) }

  /// The pair's 48 bits, as the high ones of a word.
  @inline(__always)
  private static func spread(_ left: TokenID, _ right: TokenID) -> UInt64 {
    (UInt64(left) &<< 40 | UInt64(right) &<< 16) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The number of a pair, `none` or `unknown`.
  @inline(__always)
  func number(_ left: TokenID, _ right: TokenID) -> UInt32 {
    let bits = Self.spread(left, right)
    let word = words[Int(truncatingIfNeeded: bits &>> 49)].load(ordering: .relaxed)
    let number = (word ^ bits &<< 15) &- 1
    return UInt32(truncatingIfNeeded: min(number, UInt64(Self.unknown)))
  }

  /// Remembers the number of a pair, or `PairTable.none`.
  func remember(_ left: TokenID, _ right: TokenID, _ number: UInt32) {
    let bits = Self.spread(left, right)
    let word = bits &<< 15 | UInt64(min(number, Self.none)) + 1
    words[Int(truncatingIfNeeded: bits >> 49)].store(word, ordering: .relaxed)
  }
}
