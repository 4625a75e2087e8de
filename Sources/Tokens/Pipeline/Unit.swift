/// Walks bytes as Unicode scalars; a byte that is not UTF-8 is a unit of its own.
///
/// A unit is the scalar's value, or `Unit.oddByte + byte`, which is beyond all scalars and in no class.
enum Unit {
  static let oddByte: UInt32 = 0x20_0000

  /// The unit at `position` and its length in bytes. Scalars are well-formed: no overlong forms, no surrogates.
  @inline(__always)
  static func at(_ position: Int, in bytes: Span<UInt8>, end: Int) -> (unit: UInt32, length: Int) {
    let first = UInt32(bytes[position])
    if first < 0x80 { return (first, 1) }
    return multiByte(position, first, bytes, end)
  }

  private static func multiByte(
    _ position: Int, _ first: UInt32, _ bytes: Span<UInt8>, _ end: Int
  ) -> (unit: UInt32, length: Int) {
    let odd = (unit: oddByte + first, length: 1)
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, position + length <= end else { return odd }
    var value = first & (0x7F >> UInt32(length))
    for index in 1..<length {
      let next = UInt32(bytes[position + index])
      guard next & 0xC0 == 0x80 else { return odd }
      value = value << 6 | (next & 0x3F)
    }
    let isOverlong = length == 3 ? value < 0x800 : length == 4 && value < 0x10000
    guard !isOverlong, value <= 0x10FFFF, value & 0x1F_F800 != 0xD800 else { return odd }
    return (value, length)
  }

  /// The unit that ends at `position`.
  static func before(_ position: Int, in bytes: Span<UInt8>, start: Int) -> (unit: UInt32, length: Int) {
    for back in 1...4 where position - back >= start {
      let (unit, length) = at(position - back, in: bytes, end: position)
      if length == back && (back > 1 || unit < oddByte) { return (unit, length) }
    }
    return (oddByte + UInt32(bytes[position - 1]), 1)
  }

  /// Puts the bytes of a unit at the end of `bytes`.
  static func append(_ unit: UInt32, to bytes: inout [UInt8]) {
    switch unit {
    case 0..<0x80: bytes.append(UInt8(unit))
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | unit >> 6))
      bytes.append(UInt8(0x80 | unit & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | unit >> 12))
      bytes.append(UInt8(0x80 | unit >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | unit & 0x3F))
    case 0x10000..<oddByte:
      bytes.append(UInt8(0xF0 | unit >> 18 & 7))
      bytes.append(UInt8(0x80 | unit >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | unit >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | unit & 0x3F))
    default: bytes.append(UInt8(truncatingIfNeeded: unit))
    }
  }

  /// How many bytes `append` adds.
  static func length(_ unit: UInt32) -> Int {
    unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit < 0x10000 ? 3 : unit < oddByte ? 4 : 1
  }
}
