import Basics

/// Reads the output of speech models: repeated tokens count once, padding goes, the delimiter becomes a space.
///
/// Source: Graves, Fernández, Gomez and Schmidhuber, "Connectionist temporal classification", ICML 2006.
package struct CTC: Decoder {
  package static let kind = "CTC"
  private let padding: [UInt8]
  private let delimiter: [UInt8]
  private let cleansUp: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    padding = try declaration.text("pad_token")
    delimiter = try declaration.text("word_delimiter_token")
    cleansUp = try declaration.flag("cleanup")
  }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for (index, token) in tokens.enumerated() where index == 0 || token != tokens[index - 1] {
      var text = replaced(token, padding, [])
      if cleansUp { text = replaced(WordPieceDecoder.cleanUp(text), delimiter, [0x20]) }
      if !text.isEmpty { result.append(text) }
    }
    return result
  }
}
