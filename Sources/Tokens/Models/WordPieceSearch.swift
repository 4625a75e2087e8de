/// WordPiece as its definition says it, with a record of every look-up: what `WordPieceModel` is checked against.
///
/// From each place the longest beginning is looked up first, then one character less, until an entry is found.
struct WordPieceSearch {
  private let vocabulary: VocabularyTable
  private let rules: WordPieceRules
  /// No look-up is longer than the longest entry, in bytes.
  private let longest: Int

  init(_ vocabulary: VocabularyTable, _ rules: WordPieceRules) {
    self.vocabulary = vocabulary
    self.rules = rules
    longest = (0..<TokenID(vocabulary.idLimit)).reduce(0) { max($0, vocabulary.length(of: $1)) }
  }

  /// The tokens of one word.
  func tokens(_ text: Span<UInt8>, _ piece: Range<Int>) -> [Token] {
    let found = search(text, piece).attempts.filter(\.isTaken).compactMap { attempt in
      attempt.found.map {
        Token(
          id: $0, start: attempt.range.lowerBound + piece.lowerBound,
          end: attempt.range.upperBound + piece.lowerBound)
      }
    }
    if let last = found.last, last.bytes.upperBound == piece.upperBound { return found }
    return rules.unknown.map { [Token(id: $0, start: piece.lowerBound, end: piece.upperBound)] } ?? []
  }

  /// Every look-up in order.
  func search(_ text: Span<UInt8>, _ piece: Range<Int>) -> EntrySearch {
    if rules.isTooLong(text, piece) {
      return EntrySearch(
        attempts: [],
        remark: "The word has more than \(rules.characterLimit) characters, so it is \(unknown) as a whole.")
    }
    var attempts: [EntrySearch.Attempt] = []
    var start = piece.lowerBound
    while start < piece.upperBound {
      guard let end = longest(text, start, piece, &attempts) else {
        for index in attempts.indices { attempts[index].isTaken = false }
        return EntrySearch(
          attempts: attempts,
          remark: "Nothing matches from byte \(start - piece.lowerBound), so the whole word is \(unknown).")
      }
      start = end
    }
    return EntrySearch(attempts: attempts)
  }

  private var unknown: String {
    rules.unknown.flatMap(vocabulary.bytes).map { String(decoding: $0, as: UTF8.self) } ?? "left out"
  }

  /// The end of the longest match from `start`, nil when there is none; each look-up is noted.
  private func longest(
    _ text: Span<UInt8>, _ start: Int, _ piece: Range<Int>, _ attempts: inout [EntrySearch.Attempt]
  ) -> Int? {
    let prefix = start == piece.lowerBound ? [] : rules.continuingPrefix
    var end = piece.upperBound
    while end > start {
      if prefix.count + end - start <= longest {
        let spelling = prefix + (start..<end).map { text[$0] }
        let found = vocabulary.modelID(of: spelling.span)
        attempts.append(
          EntrySearch.Attempt(
            range: start - piece.lowerBound..<end - piece.lowerBound, spelling: spelling, found: found,
            isTaken: found != nil))
        if found != nil { return end }
      }
      end -= Unit.before(end, in: text, start: start).length
    }
    return nil
  }
}
