import Basics

/// Keeps runs of word characters and runs of other visible characters; white space vanishes.
package struct Whitespace: PreTokenizer {
  package static let kind = "Whitespace"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package var cuts: CutPromise { .anywhere }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split { text, range, keep throws(Trouble) in
      var start = range.lowerBound
      var current = Sort.space
      var position = start
      while position < range.upperBound {
        let (unit, length) = Unit.at(position, in: text, end: range.upperBound)
        let sort = Sort(unit)
        if sort != current {
          if current != .space { keep(start..<position) }
          start = position
          current = sort
        }
        position += length
      }
      if current != .space { keep(start..<position) }
    }
  }

  private enum Sort {
    case space, word, other

    init(_ unit: UInt32) {
      self = ScalarSet.word.contains(unit) ? .word : ScalarSet.whitespace.contains(unit) ? .space : .other
    }
  }
}
