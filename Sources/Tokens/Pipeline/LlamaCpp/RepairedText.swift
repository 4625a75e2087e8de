import Basics

/// Puts U+FFFD for every byte that is not UTF-8, as llama.cpp does before it splits a text.
///
/// Its reader is lenient: surrogates pass, and a character in more bytes than it needs becomes the shorter form.
package struct RepairedText: Normalizer {
  package static let kind = "RepairedText"

  package init() {}

  package init(_ declaration: Declaration) throws(Trouble) {}

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? { ByteFates() }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    if UTF8Text.isValid(text.bytes.span) { return text }
    var result = AlignedText(origin: text.origin, capacity: text.count + 8)
    var position = 0
    while position < text.count {
      let (unit, length) = Self.lenient(text.bytes, position)
      if let unit {
        result.append(unit, as: position, of: text)
        if length > 1 { result.extendLast(Unit.length(unit), to: position + length - 1, of: text) }
      } else {
        result.append([0xEF, 0xBF, 0xBD], as: position, of: text)
      }
      position += length
    }
    return result
  }

  /// The character at a place by the bits of its bytes alone, nil for a byte that begins none.
  private static func lenient(_ bytes: [UInt8], _ position: Int) -> (UInt32?, Int) {
    let first = UInt32(bytes[position])
    if first < 0x80 { return (first, 1) }
    guard first >= 0xC0, first < 0xF8 else { return (nil, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard position + length <= bytes.count else { return (nil, 1) }
    var value = first & (0x7F >> UInt32(length))
    for index in 1..<length {
      let next = UInt32(bytes[position + index])
      guard next & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | (next & 0x3F)
    }
    return value <= 0x10FFFF ? (value, length) : (nil, 1)
  }
}
