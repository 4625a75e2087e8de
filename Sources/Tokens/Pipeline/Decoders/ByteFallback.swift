import Basics

/// Gathers runs of `<0xNN>` tokens into the character they spell, or one U+FFFD for each when they spell none.
package struct ByteFallback: Decoder {
  package static let kind = "ByteFallback"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func flush() {
      if run.isEmpty { return }
      result += isText(run) ? [run] : Array(repeating: [0xEF, 0xBF, 0xBD], count: run.count)
      run = []
    }
    for token in tokens {
      if let byte = Self.byte(token) {
        run.append(byte)
      } else {
        flush()
        result.append(token)
      }
    }
    flush()
    return result
  }

  /// The byte of `<0xNN>`. As in the library a plus sign counts as a digit in the first place.
  private static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == 0x3E else { return nil }
    return UInt8(String(decoding: token[3...4], as: UTF8.self), radix: 16)
  }
}
