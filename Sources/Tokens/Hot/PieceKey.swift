/// The bytes of a piece as two words that compare and hash in a few steps.
///
/// A piece of up to fifteen bytes is its own key: its bytes, filled up with zeros, and its length in the low half of the
/// last byte. A longer one has the hash of its bytes in the first word and its length in the second, whose last byte stays
/// zero. The high half of the last byte belongs to the entry and is zero in a key.
struct PieceKey: Equatable {
  /// A piece that is its own key has at most so many bytes.
  static let longestShort = 15

  var low: UInt64
  var high: UInt64

  init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }

  /// The key of one to fifteen bytes. Sixteen must be legible from `base`.
  @inline(__always) @unsafe
  init(short base: UnsafeRawPointer, _ count: Int, _ masks: UnsafePointer<UInt64>) {
    low = unsafe base.loadUnaligned(as: UInt64.self) & masks[count &* 2]
    high =
      unsafe base.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & masks[count &* 2 &+ 1]
      | UInt64(truncatingIfNeeded: count) &<< 56
  }

  /// The key of one to fifteen bytes of which no more than `readable` may be read.
  @unsafe
  init(short base: UnsafeRawPointer, _ count: Int, readable: Int) {
    low = unsafe EntryHash.word(base, min(count, 8), readable: readable)
    high = UInt64(truncatingIfNeeded: count) << 56
    if count > 8 { high |= unsafe EntryHash.word(base + 8, count - 8, readable: readable - 8) }
  }

  /// The key of a longer piece.
  @unsafe
  init(long base: UnsafeRawPointer, _ count: Int, readable: Int) {
    low = unsafe EntryHash.of(base, count, readable: readable)
    high = UInt64(truncatingIfNeeded: count)
  }

  /// A number whose high bits choose the place: sums of products, so that each bit of the key reaches them.
  @inline(__always)
  var hash: UInt64 { low &* 0x9E37_79B9_7F4A_7C15 &+ high &* 0xD6E8_FEB8_6659_FD93 }

  /// For each length up to fifteen the bits that a key keeps of sixteen bytes.
  static func fill(_ masks: UnsafeMutablePointer<UInt64>) {
    for count in 0...longestShort {
      unsafe masks[count * 2] = count >= 8 ? .max : 1 << UInt64(count * 8) - 1
      unsafe masks[count * 2 + 1] = count <= 8 ? 0 : 1 << UInt64(count * 8 - 64) - 1
    }
  }
}
