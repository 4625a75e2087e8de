import Basics

/// Cuts after every so many characters.
package struct FixedLength: PreTokenizer {
  package static let kind = "FixedLength"
  private let length: Int

  package init(_ declaration: Declaration) throws(Trouble) {
    length = try declaration.integer("length", default: 5)
    if length < 1 {
      throw declaration.trouble("a length of at least 1 expected, \(length) found", in: "length")
    }
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split { text, range, keep throws(Trouble) in
      var start = range.lowerBound
      var position = start
      var characters = 0
      while position < range.upperBound {
        position += Unit.at(position, in: text, end: range.upperBound).length
        characters += 1
        if characters == length {
          keep(start..<position)
          start = position
          characters = 0
        }
      }
      keep(start..<position)
    }
  }
}
