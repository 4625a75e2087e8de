/// Reads one scalar of UTF-8 at a time from bytes that may be anything.
///
/// A byte that begins no well-formed scalar (Unicode 16, table 3-7: no surrogates, no overlong forms, at most
/// U+10FFFF) is a unit of its own: `value` is nil and `length` is one.
///
/// Safety: the pointer functions read `base[position ..< end]` only; callers pass `position < end` with all
/// of it legible.
package enum UTF8Scalar {
  /// The scalar's code point, nil for a stray byte, and how many bytes it takes. `position` must be below
  /// `end`.
  @inline(__always)
  package static func read(_ text: Span<UInt8>, _ position: Int, _ end: Int) -> (value: UInt32?, length: Int)
  {
    precondition(position >= 0 && position < end && end <= text.count, "a scalar is read inside the text")
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return (nil, 1) }
      let (value, length) = unsafe read(base, position, end)
      return (value == stray ? nil : value, length)
    }
  }

  /// How many bytes the unit at `position` takes.
  @inline(__always)
  package static func length(_ text: Span<UInt8>, _ position: Int, _ end: Int) -> Int {
    read(text, position, end).length
  }

  /// Stands for the code point of a stray byte.
  static let stray = UInt32.max

  /// As above, by pointer; `stray` instead of nil.
  @inline(__always)
  static func read(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> (value: UInt32, length: Int)
  {
    let first = unsafe base[position]
    return unsafe first < 0x80 ? (UInt32(first), 1) : readLong(base, position, end, first)
  }

  static func readLong(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int, _ first: UInt8
  ) -> (value: UInt32, length: Int) {
    guard first >= 0xC2 && first <= 0xF4 else { return (stray, 1) }
    guard let a = unsafe continuation(base, position &+ 1, end) else { return (stray, 1) }
    if first < 0xE0 { return (UInt32(first & 0x1F) &<< 6 | a, 2) }
    guard let b = unsafe continuation(base, position &+ 2, end) else { return (stray, 1) }
    if first < 0xF0 {
      let value = UInt32(first & 0x0F) &<< 12 | a &<< 6 | b
      return value < 0x800 || value & 0xF800 == 0xD800 ? (stray, 1) : (value, 3)
    }
    guard let c = unsafe continuation(base, position &+ 3, end) else { return (stray, 1) }
    let value = UInt32(first & 0x07) &<< 18 | a &<< 12 | b &<< 6 | c
    return value < 0x1_0000 || value > 0x10_FFFF ? (stray, 1) : (value, 4)
  }

  @inline(__always)
  private static func continuation(_ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> UInt32? {
    guard index < end, unsafe base[index] & 0xC0 == 0x80 else { return nil }
    return unsafe UInt32(base[index] & 0x3F)
  }
}
