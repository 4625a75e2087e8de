import Basics

/// Spells every byte as a character of the byte alphabet.
package struct ByteLevelNormalizer: Normalizer {
  package static let kind = "ByteLevel"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count * 2)
    for (index, byte) in text.bytes.enumerated() {
      result.append(ByteAlphabet.character(of: byte), as: index, of: text)
    }
    return result
  }
}
