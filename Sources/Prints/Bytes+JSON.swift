extension [UInt8] {
  /// Appends `"key":`; the key is one of our own words and needs no escapes.
  package mutating func append(key: StaticString) {
    append(UInt8(ascii: "\""))
    key.withUTF8Buffer { buffer in unsafe append(contentsOf: buffer) }
    append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
  }

  /// Appends a JSON string of our own or any other Swift text.
  package mutating func append(jsonText text: String) { append(jsonString: Array(text.utf8)) }

  /// Appends a JSON string of these bytes; each part that is not UTF-8 becomes U+FFFD, as WHATWG decoders do.
  ///
  /// Beside what JSON demands, characters that could steer a terminal (C1 controls, direction marks) and the two
  /// line separators are written as escapes, which any reader undoes.
  package mutating func append(jsonString bytes: [UInt8]) {
    if isUTF8(bytes) {
      append(escaping: bytes)
    } else {
      append(escaping: Array<UInt8>(String(decoding: bytes, as: UTF8.self).utf8))
    }
  }

  private mutating func append(escaping bytes: [UInt8]) {
    append(UInt8(ascii: "\""))
    var runStart = 0
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C {
        i += 1
        continue
      }
      let length = escapedLength(bytes, i)
      if length > 0 {
        append(contentsOf: bytes[runStart..<i])
        append(escapeOf: bytes, i)
        i += length
        runStart = i
      } else {
        i += 1
      }
    }
    append(contentsOf: bytes[runStart...])
    append(UInt8(ascii: "\""))
  }

  private mutating func append(escapeOf bytes: [UInt8], _ i: Int) {
    switch bytes[i] {
    case 0x22: append(contentsOf: [0x5C, 0x22])
    case 0x5C: append(contentsOf: [0x5C, 0x5C])
    case 0x0A: append(contentsOf: [0x5C, UInt8(ascii: "n")])
    case 0x0D: append(contentsOf: [0x5C, UInt8(ascii: "r")])
    case 0x09: append(contentsOf: [0x5C, UInt8(ascii: "t")])
    case 0xC2: append(unicodeEscape: UInt16(bytes[i + 1]))
    case 0xD8: append(unicodeEscape: 0x61C)
    case 0xE2: append(unicodeEscape: 0x2000 | UInt16(bytes[i + 1] & 0x3F) << 6 | UInt16(bytes[i + 2] & 0x3F))
    default: append(unicodeEscape: UInt16(bytes[i]))
    }
  }

  private mutating func append(unicodeEscape unit: UInt16) {
    append(contentsOf: [0x5C, UInt8(ascii: "u")])
    for shift in [12, 8, 4, 0] as [UInt16] { append(hexDigit: UInt8(truncatingIfNeeded: unit >> shift) & 15) }
  }
}

/// Whether the bytes are well-formed UTF-8.
package func isUTF8(_ bytes: [UInt8]) -> Bool { (try? UTF8Span(validating: bytes.span)) != nil }

/// How many bytes of valid UTF-8 at `i` are written as one escape; 0 when they stay as they are.
private func escapedLength(_ bytes: [UInt8], _ i: Int) -> Int {
  switch bytes[i] {
  case 0x22, 0x5C, 0..<0x20, 0x7F: 1
  case 0xC2: bytes[i + 1] < 0xA0 ? 2 : 0
  case 0xD8: bytes[i + 1] == 0x9C ? 2 : 0
  case 0xE2: steersTerminal(bytes[i + 1], bytes[i + 2]) ? 3 : 0
  default: 0
  }
}

/// U+200E, U+200F, U+2028…U+202E and U+2066…U+2069, by their last two bytes after E2.
private func steersTerminal(_ second: UInt8, _ third: UInt8) -> Bool {
  switch second {
  case 0x80: (0x8E...0x8F).contains(third) || (0xA8...0xAE).contains(third)
  case 0x81: (0xA6...0xA9).contains(third)
  default: false
  }
}
