import Basics

/// Turns the spellings of tokens back into text, one step of several; the last step's spellings are joined.
package protocol Decoder: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// The spellings after this step.
  func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]]
}

/// Text put for every place where another text stands, from left to right.
func replaced(_ text: [UInt8], _ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
  guard let first = old.first, text.count >= old.count else { return text }
  var result: [UInt8] = []
  var position = 0
  while position < text.count {
    if text[position] == first, text[position...].starts(with: old) {
      result += new
      position += old.count
    } else {
      result.append(text[position])
      position += 1
    }
  }
  return result
}

/// Whether bytes are well-formed UTF-8.
func isText(_ bytes: [UInt8]) -> Bool {
  var position = 0
  while position < bytes.count {
    let (unit, length) = Unit.at(position, in: bytes.span, end: bytes.count)
    if unit >= Unit.oddByte { return false }
    position += length
  }
  return true
}
