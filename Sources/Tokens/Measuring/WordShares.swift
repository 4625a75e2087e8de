/// Into how many tokens the words of a text are cut.
///
/// `the unhappy cat` with the tokens `the`, ` un`, `happy`, ` cat` has 3 words, 2 of one token and 1 continued. A word's tokens
/// are those that hold at least one of its bytes, so the space that a token begins with does not count against it, and a
/// token of two words is a token of both. A word none of whose bytes are in a token is neither single nor continued.
/// Source: Rust, Pfeiffer, Vulić, Ruder and Gurevych, "How good is your tokenizer?", ACL 2021, arXiv 2012.15613.
package struct WordShares: Sendable, Equatable {
  /// What a word is.
  package enum Kind: String, Sendable, CaseIterable {
    /// A longest run of characters that are not White_Space.
    case spaces
    /// A longest run of letters, marks, numbers and underscores; punctuation belongs to no word.
    case letters
  }

  package let kind: Kind
  private var closed = Tally()
  /// Tokens of the word that reaches to the end of what was added.
  private var open: Int?

  private struct Tally: Equatable {
    var words = 0
    var single = 0
    var continued = 0
    /// Of all words together; a token of two words counts twice.
    var tokens = 0

    mutating func close(_ tokens: Int) {
      words += 1
      self.tokens += tokens
      if tokens == 1 { single += 1 }
      if tokens > 1 { continued += 1 }
    }
  }

  package init(_ kind: Kind) { self.kind = kind }

  private var tally: Tally {
    var tally = closed
    if let open { tally.close(open) }
    return tally
  }

  /// How many words there are.
  package var words: Int { tally.words }
  /// Words of exactly one token.
  package var single: Int { tally.single }
  /// Words of two or more tokens.
  package var continued: Int { tally.continued }
  /// Tokens of all words together.
  package var tokens: Int { tally.tokens }

  /// Goes on with the text; the part begins and ends between characters and between tokens. Ranges of the tokens count from
  /// the start of this part.
  package mutating func add(_ text: Span<UInt8>, _ tokens: [Token]) {
    var (position, next) = (0, 0)
    while position < text.count {
      let (isWord, end) = run(text, position)
      if isWord {
        open = (open ?? 0) + Self.count(tokens, from: &next, in: position..<end)
      } else if let word = open {
        closed.close(word)
        open = nil
      }
      position = end
    }
  }

  /// Whether the characters from here on are of a word, and how far that goes.
  private func run(_ text: Span<UInt8>, _ start: Int) -> (isWord: Bool, end: Int) {
    var (scalar, length) = UTF8Scalar.read(text, start, text.count)
    let isWord = isOfWord(scalar)
    var end = start + length
    while end < text.count {
      (scalar, length) = UTF8Scalar.read(text, end, text.count)
      if isOfWord(scalar) != isWord { break }
      end += length
    }
    return (isWord, end)
  }

  /// A byte that is not UTF-8 is no white space, and no letter.
  private func isOfWord(_ scalar: UInt32?) -> Bool {
    guard let scalar else { return kind == .spaces }
    if kind == .spaces { return !CodePoint.isWhitespace(scalar) }
    let bits = SplitClass(rawValue: SplitClasses.shared.table.value(scalar))
    return scalar == 0x5F || !bits.isDisjoint(with: [.letter, .mark, .number])
  }

  /// How many tokens hold a byte of the word. `next` is the first that may reach into this word or a later one.
  private static func count(_ tokens: [Token], from next: inout Int, in word: Range<Int>) -> Int {
    var count = 0
    while next < tokens.count, tokens[next].start < word.upperBound {
      let token = tokens[next]
      if token.end > word.lowerBound && token.end > token.start { count += 1 }
      // A token that reaches further may be one of the next word too.
      if token.end > word.upperBound { break }
      next += 1
    }
    return count
  }
}
