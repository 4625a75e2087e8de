/// The characters of JSON strings as bytes.
enum JSONCharacters {
  /// The length of the well-formed character at `position`, whose first byte is not ASCII; 0 when there is none.
  static func length(_ bytes: Span<UInt8>, _ position: Int) -> Int {
    let first = bytes[position]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, position + length <= bytes.count else { return 0 }
    let second = bytes[position + 1]
    switch first {
    case 0xE0: if second < 0xA0 { return 0 }
    case 0xED: if second >= 0xA0 { return 0 }
    case 0xF0: if second < 0x90 { return 0 }
    case 0xF4: if second >= 0x90 { return 0 }
    default: break
    }
    for index in 1..<length where bytes[position + index] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// A scalar in UTF-8.
  static func bytes(_ scalar: UInt32) -> [UInt8] {
    Array(Unicode.Scalar(scalar).flatMap(UTF8.encode) ?? UTF8.encodedReplacementCharacter)
  }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }
}
