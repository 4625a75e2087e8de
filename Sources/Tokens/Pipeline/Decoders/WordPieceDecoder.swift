import Basics

/// Joins word pieces: the prefix of continuing pieces goes, other tokens get a space before them.
package struct WordPieceDecoder: Decoder {
  package static let kind = "WordPiece"
  private let prefix: [UInt8]
  private let cleansUp: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    prefix = try declaration.text("prefix")
    cleansUp = try declaration.flag("cleanup")
  }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      var token = token
      if index > 0 {
        token = token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
      }
      return cleansUp ? Self.cleanUp(token) : token
    }
  }

  /// Takes the space away that tokenizing put before English punctuation and contractions.
  static func cleanUp(_ text: [UInt8]) -> [UInt8] {
    let rules = [
      (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
      (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ]
    return rules.reduce(text) { replaced($0, Array($1.0.utf8), Array($1.1.utf8)) }
  }
}
