/// The hash of a stretch of bytes, eight at a time.
///
/// Not for foreign data that wants to collide: look-ups verify the bytes, so collisions cost time, never
/// truth.
///
/// Safety: every function reads only `base[0 ..< count]`, or a word that ends at or before `readable`;
/// callers pass `count <= readable` with `readable` bytes legible from `base`.
enum EntryHash {
  /// The hash of `count` bytes.
  @inline(__always)
  static func of(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < count {
      let word = unsafe self.word(base + offset, min(8, count - offset), readable: readable - offset)
      hash = mixed(hash, word)
      offset += 8
    }
    return hash
  }

  /// Two words as one in which each bit depends on every bit of both: the halves of their product. A plain
  /// product would not do, since the last bytes of a word would not reach the low bits that choose a slot.
  @inline(__always)
  static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: b ^ 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// One to eight bytes as a little-endian number, the missing high bytes zero.
  @inline(__always)
  static func word(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> UInt64 {
    if readable >= 8 {
      let word = unsafe base.loadUnaligned(as: UInt64.self)
      return count == 8 ? word : word & ((1 &<< (UInt64(truncatingIfNeeded: count) &* 8)) &- 1)
    }
    var word: UInt64 = 0
    var index = count
    while index > 0 {
      index -= 1
      word = unsafe word << 8 | UInt64(base.load(fromByteOffset: index, as: UInt8.self))
    }
    return word
  }

  /// Whether two stretches of `count` bytes are equal.
  @inline(__always)
  static func equal(
    _ a: UnsafeRawPointer, readable aReadable: Int, _ b: UnsafeRawPointer, readable bReadable: Int,
    _ count: Int
  ) -> Bool {
    var offset = 0
    while offset < count {
      let length = min(8, count &- offset)
      let left = unsafe word(a + offset, length, readable: aReadable &- offset)
      let right = unsafe word(b + offset, length, readable: bReadable &- offset)
      if left != right { return false }
      offset &+= 8
    }
    return true
  }
}
