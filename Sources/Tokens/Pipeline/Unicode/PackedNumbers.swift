/// Reads numbers from a table that is written as text.
///
/// Each character stands for six bits, in the order `0-9 A-Z a-z * -`: five bits of the number, lowest first, and
/// a bit which says that the number goes on. Signed numbers are folded: 0, −1, 1, −2, 2 …
/// Tables in this form compile in no time and take part of no program start: they are unpacked when first used.
struct PackedNumbers {
  private let text: StaticString
  private var position = 0

  init(_ text: StaticString) { self.text = text }

  var isAtEnd: Bool { position >= text.utf8CodeUnitCount }

  mutating func next() -> Int {
    text.withUTF8Buffer { bytes in
      var value = 0
      var shift = 0
      while position < bytes.count {
        let digit = Self.digit(unsafe bytes[position])
        position += 1
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32 { break }
      }
      return value
    }
  }

  mutating func nextSigned() -> Int {
    let folded = next()
    return folded & 1 == 0 ? folded / 2 : -(folded / 2) - 1
  }

  private static func digit(_ character: UInt8) -> Int {
    switch character {
    case 48...57: Int(character) - 48
    case 65...90: Int(character) - 55
    case 97...122: Int(character) - 61
    case 42: 62
    default: 63
    }
  }
}
