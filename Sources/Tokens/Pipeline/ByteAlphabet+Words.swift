/// Undoing the spelling of bytes eight at a time: printable ASCII spells itself.
///
/// Safety: only `readable` bytes from `base` are read, of which the spelling takes the first `count`; up to eight bytes more than the
/// spelling has are written behind `result`, for which the caller has room.
extension ByteAlphabet {
  /// Writes the bytes that a spelling stands for to `result`; how many there are, or nil when a character is not of the alphabet. What
  /// `undo(_:into:)` does, for callers that spell a hundred thousand entries.
  @inline(__always)
  package static func undo(
    _ base: UnsafeRawPointer, _ count: Int, readable: Int, into result: UnsafeMutableRawPointer
  ) -> Int? {
    // A third of all entries begins with a space, which would be a guess for the processor: it is written in any case, and stays if there
    // is one.
    let isSpaced = unsafe count > 1 && base.loadUnaligned(as: UInt16.self).littleEndian == 0xA0C4
    unsafe result.storeBytes(of: 0x20, toByteOffset: 0, as: UInt8.self)
    var made = isSpaced ? 1 : 0
    var position = made &* 2
    while position < count {
      let rest = count &- position
      let word = unsafe EntryHash.word(base + position, min(8, rest), readable: readable &- position)
      unsafe result.storeBytes(of: word.littleEndian, toByteOffset: made, as: UInt64.self)
      let plain = min(rest, plainCount(word))
      position &+= plain
      made &+= plain
      if plain == 8 || position == count { continue }
      repeat {
        guard position &+ 1 < count else { return nil }
        let pair = unsafe base.loadUnaligned(fromByteOffset: position, as: UInt16.self).littleEndian
        guard let byte = spelledByte(pair) else { return nil }
        unsafe result.storeBytes(of: byte, toByteOffset: made, as: UInt8.self)
        position &+= 2
        made &+= 1
      } while unsafe position < count && base.load(fromByteOffset: position, as: UInt8.self) >= 0x80
    }
    return made
  }

  /// The byte that a character of two bytes spells, the first of them in the low half: as `byte(of:)`, by the ranges that the order of
  /// the alphabet makes.
  @inline(__always)
  static func spelledByte(_ pair: UInt16) -> UInt8? {
    guard pair & 0xC0E0 == 0x80C0, pair & 0xFF >= 0xC2 else { return nil }
    let character = Int(pair & 0x1F) &<< 6 | Int(pair >> 8 & 0x3F)
    guard character >= 0xA1, character <= 0x143, character != 0xAD else { return nil }
    // From U+0100 on stand 0…32, then 127…160, then 173.
    let place = character &- 0x100
    let byte = place < 0 ? character : place < 33 ? place : place < 67 ? place &+ 94 : 173
    return UInt8(truncatingIfNeeded: byte)
  }

  /// How many bytes of a word, the lowest first, are printable ASCII: from `!` to `~`.
  @inline(__always)
  static func plainCount(_ word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // What is ASCII has no carry in either sum: the first sets the high bit from `!` up, the second for DEL alone.
    let low = word & (ones &* 0x7F)
    let odd = ~(low &+ ones &* 0x5F) | (low &+ ones) | word
    return (odd & (ones &* 0x80)).trailingZeroBitCount / 8
  }
}
