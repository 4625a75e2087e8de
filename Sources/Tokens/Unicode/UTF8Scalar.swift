/// Reads one scalar of UTF-8 at a time from bytes that may be anything.
///
/// A byte that begins no well-formed scalar (Unicode 16, table 3-7: no surrogates, no overlong forms, at most U+10FFFF) is
/// a unit of its own: `value` is nil and `length` is one.
package enum UTF8Scalar {
  /// The scalar's code point, nil for a stray byte, and how many bytes it takes. `position` must be below `end`.
  @inline(__always)
  package static func read(_ text: Span<UInt8>, _ position: Int, _ end: Int) -> (value: UInt32?, length: Int) {
    let first = text[position]
    if first < 0x80 { return (UInt32(first), 1) }
    return readLong(text, position, end, first)
  }

  /// How many bytes the unit at `position` takes.
  @inline(__always)
  package static func length(_ text: Span<UInt8>, _ position: Int, _ end: Int) -> Int {
    read(text, position, end).length
  }

  private static func readLong(
    _ text: Span<UInt8>, _ position: Int, _ end: Int, _ first: UInt8
  ) -> (value: UInt32?, length: Int) {
    switch first {
    case 0xC2...0xDF:
      guard let a = continuation(text, position + 1, end) else { return (nil, 1) }
      return (UInt32(first & 0x1F) << 6 | a, 2)
    case 0xE0...0xEF:
      guard let a = continuation(text, position + 1, end), let b = continuation(text, position + 2, end)
      else { return (nil, 1) }
      let value = UInt32(first & 0x0F) << 12 | a << 6 | b
      return value < 0x800 || (0xD800...0xDFFF).contains(value) ? (nil, 1) : (value, 3)
    case 0xF0...0xF4:
      guard let a = continuation(text, position + 1, end), let b = continuation(text, position + 2, end),
        let c = continuation(text, position + 3, end)
      else { return (nil, 1) }
      let value = UInt32(first & 0x07) << 18 | a << 12 | b << 6 | c
      return value < 0x1_0000 || value > 0x10_FFFF ? (nil, 1) : (value, 4)
    default: return (nil, 1)
    }
  }

  @inline(__always)
  private static func continuation(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> UInt32? {
    guard index < end, text[index] & 0xC0 == 0x80 else { return nil }
    return UInt32(text[index] & 0x3F)
  }
}
