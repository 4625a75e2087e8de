import Basics

/// Undoes the byte alphabet. A token with a character outside it is taken literally.
///
/// The bytes are given as they are; the Hugging Face library makes U+FFFD of what is not UTF-8.
package struct ByteLevelDecoder: Decoder {
  package static let kind = "ByteLevel"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    var result: [UInt8] = []
    for token in tokens where !ByteAlphabet.undo(token.span, into: &result) { result += token }
    return [result]
  }
}
