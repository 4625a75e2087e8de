import Basics

extension JSONScanner {
  /// Steps over what follows a backslash.
  mutating func escape() throws(Trouble) {
    guard let byte = byte(at: at) else { throw problem("the string does not end") }
    switch byte {
    case UInt8(ascii: "u"):
      guard hexUnit(at + 1) != nil else { throw problem("\\u needs four hexadecimal digits") }
      step(5)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      step(1)
    default: throw problem("‘\\’ must be followed by one of \"\\/bfnrtu")
    }
  }

  /// The string's bytes with escapes undone; half a surrogate pair is refused, since UTF-8 has no bytes for it.
  func unescaped(_ range: Range<Int>) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(range.count)
    var i = range.lowerBound
    while i < range.upperBound {
      let next = bytes[i]
      if next == 0x5C {
        i = try appendEscape(at: i + 1, to: &out)
      } else {
        out.append(next)
        i += 1
      }
    }
    return out
  }

  func checkUTF8(_ range: Range<Int>) throws(Trouble) {
    let span = bytes.span.extracting(range)
    if (try? UTF8Span(validating: span)) == nil {
      throw Trouble(.input, "the string is not UTF-8", remedy: "Give such bytes as \"bytes_b64\"")
    }
  }

  /// Two hexadecimal digits.
  func hexPair(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  /// Appends what the escape whose letter stands at `i` means; returns where it ends.
  private func appendEscape(at i: Int, to out: inout [UInt8]) throws(Trouble) -> Int {
    switch byte(at: i) ?? 0 {
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"): return try appendUnit(at: i, to: &out)
    case let plain: out.append(plain)
    }
    return i + 1
  }

  /// One `\uXXXX`, or two that make a surrogate pair.
  private func appendUnit(at i: Int, to out: inout [UInt8]) throws(Trouble) -> Int {
    let unit = hexUnit(i + 1) ?? 0
    guard (0xD800...0xDFFF).contains(unit) else {
      append(UInt32(unit), to: &out)
      return i + 5
    }
    let isPair = unit < 0xDC00 && byte(at: i + 5) == 0x5C && byte(at: i + 6) == UInt8(ascii: "u")
    guard isPair, let low = hexUnit(i + 7), (0xDC00...0xDFFF).contains(low) else {
      throw Trouble(
        .input, "\\u\(String(unit, radix: 16)) is half of a surrogate pair",
        remedy: "Write both halves, or give the bytes as \"bytes_b64\"")
    }
    append(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00), to: &out)
    return i + 11
  }

  private func append(_ value: UInt32, to out: inout [UInt8]) {
    if let scalar = Unicode.Scalar(value) {
      out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private func hexUnit(_ first: Int) -> UInt16? {
    guard byte(at: first) != nil, byte(at: first + 3) != nil else { return nil }
    var unit: UInt16 = 0
    for place in first..<first + 4 {
      let digit = hexValue(bytes[place])
      if digit > 15 { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private func hexValue(_ digit: UInt8) -> UInt16 {
    switch digit {
    case 48...57: UInt16(digit) - 48
    case 65...70: UInt16(digit) - 55
    case 97...102: UInt16(digit) - 87
    default: 16
    }
  }
}
