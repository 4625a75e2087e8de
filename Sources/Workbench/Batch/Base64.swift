import Basics

/// The bytes that base64 text (RFC 4648, section 4; padding may be missing) stands for; nil when it is not base64.
package func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
  var digits = text[...]
  while digits.last == UInt8(ascii: "=") && text.count - digits.count < 2 { digits.removeLast() }
  guard digits.count % 4 != 1 else { return nil }
  var out: [UInt8] = []
  out.reserveCapacity(digits.count * 3 / 4)
  var group: UInt32 = 0
  var held: UInt32 = 0
  for digit in digits {
    guard let value = sextet(digit) else { return nil }
    group = group << 6 | value
    held += 6
    if held >= 8 {
      held -= 8
      out.append(UInt8(truncatingIfNeeded: group >> held))
    }
  }
  // Bits behind the last byte must be zero, or two texts would mean the same bytes.
  return group & ((1 << held) - 1) == 0 ? out : nil
}

private func sextet(_ digit: UInt8) -> UInt32? {
  switch digit {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - 65)
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - 71)
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit + 4)
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}

/// The bytes as base64 text with padding.
package func base64Encoded(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var out: [UInt8] = []
  out.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(start + 3, bytes.count)]
    let group = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - part.count))
    for place in 0..<4 {
      out.append(
        place <= part.count ? digits[Int(group >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
    }
  }
  return String(decoding: out, as: UTF8.self)
}
