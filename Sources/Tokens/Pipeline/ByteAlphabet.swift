/// The spelling of bytes as printable characters that byte-level vocabularies use.
///
/// `ByteAlphabet.character(of: 0x20)` is `Ġ`, U+0120. The 188 printable bytes of Latin-1 spell themselves, the other 68 in
/// order take U+0100 to U+0143. Source: Radford et al., "Language models are unsupervised multitask learners", 2019.
package enum ByteAlphabet {
  private static let characters: [UInt16] = {
    var next: UInt16 = 0x100
    return (UInt16(0)...255).map { byte in
      if isPrintable(byte) { return byte }
      defer { next += 1 }
      return next
    }
  }()

  /// By character below U+0144: the byte, or −1.
  private static let bytes: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    for (byte, character) in characters.enumerated() { table[Int(character)] = Int16(byte) }
    return table
  }()

  private static func isPrintable(_ byte: UInt16) -> Bool {
    (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
  }

  /// The character that spells a byte.
  package static func character(of byte: UInt8) -> UInt32 { UInt32(characters[Int(byte)]) }

  /// The byte that a character spells, nil when it is not of the alphabet.
  package static func byte(of character: UInt32) -> UInt8? {
    guard character < 0x144 else { return nil }
    return UInt8(exactly: bytes[Int(character)])
  }

  /// Appends the bytes that `spelling` stands for; false, and nothing appended, when a character is not of the alphabet.
  package static func undo(_ spelling: Span<UInt8>, into result: inout [UInt8]) -> Bool {
    let old = result.count
    let table = bytes
    var position = 0
    while position < spelling.count {
      let first = spelling[position]
      var character = Int(first)
      position += 1
      if first >= 0x80 {
        guard first >= 0xC2, first <= 0xC5, position < spelling.count else { break }
        character = Int(first & 0x1F) << 6 | Int(spelling[position] & 0x3F)
        position += 1
      }
      guard character < 0x144, table[character] >= 0 else { break }
      result.append(UInt8(truncatingIfNeeded: table[character]))
      if position == spelling.count { return true }
    }
    let isEmpty = spelling.isEmpty
    result.removeLast(result.count - old)
    return isEmpty
  }

  /// The spelling of bytes, in UTF-8.
  package static func spell(_ text: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text { Unit.append(character(of: byte), to: &result) }
    return result
  }
}
