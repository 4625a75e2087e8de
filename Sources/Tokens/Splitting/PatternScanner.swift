import Basics

/// Finds the pieces of a known pattern without a regular expression engine.
///
/// One function a family, each a chain of decisions on the class of the next character in the order of the
/// pattern's alternatives. A byte that is not part of well-formed UTF-8 is a character of no class (neither
/// letter, number nor whitespace), so it goes where punctuation goes.
package struct PatternScanner: Splitter {
  package let rules: ScannerRules
  private let name: String
  let letter: UInt8
  let solid: UInt8
  let table = SplitClasses.shared.table
  package let lanes: Lanes

  package init(_ rules: ScannerRules, name: String? = nil, lanes: Lanes = .best) {
    self.rules = rules
    self.lanes = lanes
    self.name = name ?? rules.name
    letter = rules.marksAreLetters ? Bits.letter | Bits.mark : Bits.letter
    solid = letter | Bits.number | Bits.space
  }

  package var summary: String { "\(name) pattern, hand-written" }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    try unsafe ClassReader.with(text, end: range.upperBound, table) { (reader) throws(Trouble) in
      switch rules.family {
      case .gpt2: try unsafe walk(reader, range.lowerBound, gpt2End, body)
      case .cl100k: try unsafe walk(reader, range.lowerBound, cl100kEnd, body)
      case .o200k: try unsafe walk(reader, range.lowerBound, o200kEnd, body)
      }
    }
  }

  @inline(__always)
  private func walk(
    _ reader: ClassReader, _ start: Int, _ end: (ClassReader, Int) -> Int,
    _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var position = start
    while unsafe position < reader.end {
      let next = unsafe end(reader, position)
      if next > position {
        try body(position, next)
        position = next
      } else {
        unsafe position &+= reader.read(position).length
      }
    }
  }

  /// The class bits as plain bytes.
  enum Bits {
    static let letter = SplitClass.letter.rawValue
    static let number = SplitClass.number.rawValue
    static let space = SplitClass.space.rawValue
    static let newline = SplitClass.newline.rawValue
    static let upper = SplitClass.upper.rawValue
    static let lower = SplitClass.lower.rawValue
    static let mark = SplitClass.mark.rawValue
    static let han = SplitClass.han.rawValue
  }
}
