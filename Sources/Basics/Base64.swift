/// Bytes written as text, four characters for three bytes. Source: RFC 4648.
package enum Base64 {
  /// The six bits of a character, nil for any other byte.
  package static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x47
    case 0x30...0x39: byte + 4
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }

  /// Appends the bytes that `text` spells; false when it holds other characters, which are skipped as Python does.
  package static func decode(_ text: ArraySlice<UInt8>, into bytes: inout [UInt8]) -> Bool {
    var bits: UInt32 = 0
    var count = 0
    var isClean = text.count % 4 == 0
    for byte in text {
      guard let value = value(byte) else {
        if byte != 0x3D { isClean = false }
        continue
      }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        bytes.append(UInt8(truncatingIfNeeded: bits))
        count = 0
      }
    }
    if count == 3 { bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)] }
    if count == 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    return isClean && count != 1
  }

  /// The bytes that the text spells, padding or not; nil for any other character, and for bits that belong to no byte, or
  /// two texts would mean the same bytes.
  package static func strictlyDecoded(_ text: [UInt8]) -> [UInt8]? {
    var digits = text[...]
    while digits.last == 0x3D && text.count - digits.count < 2 { digits.removeLast() }
    let spare = digits.count % 4
    guard spare != 1, digits.allSatisfy({ value($0) != nil }) else { return nil }
    let unused: UInt8 = spare == 2 ? 15 : spare == 3 ? 3 : 0
    if let last = digits.last.flatMap(value), last & unused != 0 { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    _ = decode(digits, into: &bytes)
    return bytes
  }
}

extension [UInt8] {
  /// Appends the bytes in base64 with padding (RFC 4648, section 4).
  package mutating func append(base64 bytes: some Collection<UInt8>) {
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        append(sextets: group, 4)
        (group, held) = (0, 0)
      }
    }
    if held == 0 { return }
    append(sextets: group << UInt32(8 * (3 - held)), held + 1)
    append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - held))
  }

  private mutating func append(sextets group: UInt32, _ wanted: Int) {
    for place in 0..<wanted {
      append(base64Digit: UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63)
    }
  }

  private mutating func append(base64Digit digit: UInt8) {
    switch digit {
    case 0..<26: append(digit &+ 65)
    case 26..<52: append(digit &+ 71)
    case 52..<62: append(digit &- 4)
    case 62: append(UInt8(ascii: "+"))
    default: append(UInt8(ascii: "/"))
    }
  }
}
