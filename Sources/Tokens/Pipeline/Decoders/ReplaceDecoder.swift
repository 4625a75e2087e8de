import Basics

/// Replaces every match of a pattern in every token.
package struct ReplaceDecoder: Decoder {
  package static let kind = "Replace"
  private let pattern: TextPattern
  private let content: [UInt8]

  package init(_ declaration: Declaration) throws(Trouble) {
    pattern = try TextPattern(declaration)
    content = try declaration.text("content")
  }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    try tokens.map { token throws(Trouble) in
      var result: [UInt8] = []
      try pattern.forEachStretch(in: token.span, 0..<token.count) { range, isMatch in
        result += isMatch ? content : Array(token[range])
      }
      return result
    }
  }
}
