import Synchronization

/// Remembers for pairs of ids what a slower look-up said, that they do not merge too; one load when it does.
///
/// A pair has one place, and the last one to be looked up there stays: nothing is ever wrong, some of it is forgotten. A word
/// packs left id, right id and number, all its bits turned over so that zero means empty. Threads may share it, since a word
/// is written and read whole, and says by itself for which pair it is.
final class PairCache: Sendable {
  private static let bits: UInt64 = 15
  private let words = InlineArray<32768, Atomic<UInt64>> { _ in Atomic(0) }
  private let idBits: UInt64
  private let numberBits: UInt64

  /// For ids below `idLimit` and numbers below `numberLimit`; nil when three such numbers do not fit 64 bits.
  init?(idLimit: Int, numberLimit: Int) {
    idBits = PairTable.bits(idLimit)
    numberBits = PairTable.bits(numberLimit + 1)
    guard idBits * 2 + numberBits <= 64 else { return nil }
  }

  /// The number of a pair, `PairTable.none` when it does not merge; `find` looks it up when it is not remembered.
  @inline(__always)
  func number(_ left: TokenID, _ right: TokenID, _ find: () -> UInt32) -> UInt32 {
    let key = UInt64(left) &<< idBits | UInt64(right)
    let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- Self.bits))
    let packed = ~words[place].load(ordering: .relaxed)
    let mask = (1 &<< numberBits) &- 1
    if packed &>> numberBits == key { return Self.unpacked(packed & mask, mask) }
    let found = find()
    words[place].store(~(key &<< numberBits | UInt64(found) & mask), ordering: .relaxed)
    return found
  }

  /// All ones stand for a pair that does not merge; numbers are below that.
  @inline(__always)
  private static func unpacked(_ number: UInt64, _ mask: UInt64) -> UInt32 {
    number == mask ? PairTable.none : UInt32(truncatingIfNeeded: number)
  }
}
