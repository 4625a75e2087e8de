/// Where the libraries say that tokens are, one by one, which is not always where their bytes are.
extension Pipeline {
  /// The range that the library thinks a token has: it adds up the lengths of tokens and forgets symbols that were dropped
  /// for want of an entry, so what follows them is reported too early.
  func countedRange(_ token: Token, from counted: inout Int, _ piece: Range<Int>) -> Range<Int> {
    guard let rules = (model as? BytePairModel)?.rules, rules.unknown == nil,
      let bytes = model.vocabulary.bytes(of: token.id)
    else { return token.bytes }
    var length = bytes.count
    if rules.fallsBackToBytes && token.bytes.count == 1 { length = 1 }
    if counted > piece.lowerBound && bytes.starts(with: rules.continuingPrefix) {
      length -= rules.continuingPrefix.count
    }
    let suffix = rules.endOfWordSuffix
    if token.bytes.upperBound == piece.upperBound, bytes.suffix(suffix.count).elementsEqual(suffix) {
      length -= suffix.count
    }
    let start = counted
    counted = min(counted + max(length, 1), piece.upperBound)
    return start < counted ? start..<counted : token.bytes
  }

  /// The library's Unigram model says of each byte that it fell back to that it stands for the whole run of unknown characters.
  func unknownRuns(_ tokens: [Token]) -> [Range<Int>] {
    guard let unigram = model as? UnigramModel, unigram.precision == .double, unigram.fallsBackToBytes else {
      return []
    }
    var runs = tokens.map(\.bytes)
    let isByte = { (token: Token) in
      token.bytes.count == 1 && unigram.vocabulary.length(of: token.id) == "<0x00>".utf8.count
    }
    var first = 0
    while first < tokens.count {
      var end = first + 1
      if isByte(tokens[first]) {
        while end < tokens.count, isByte(tokens[end]) { end += 1 }
        let run = tokens[first].bytes.lowerBound..<tokens[end - 1].bytes.upperBound
        for index in first..<end { runs[index] = run }
      }
      first = end
    }
    return runs
  }

  /// The range that SentencePiece reports for a byte of a character without entry: the last byte has all of the character, those
  /// before it nothing. Nil for other tokens. In word models a word takes the place of a character. `first` is the token
  /// of the character's first byte, kept from call to call.
  func byteRange(_ tokens: [Token], _ index: Int, _ first: inout Int, _ text: AlignedText) -> Range<Int>? {
    guard parts.library == .sentencePiece else { return nil }
    func isByte(_ index: Int) -> Bool {
      tokens.indices.contains(index) && model.vocabulary.kind(of: tokens[index].id) == .byte
    }
    func begins(_ index: Int) -> Bool {
      let position = tokens[index].bytes.lowerBound
      if model is SpacedWordModel {
        return VisibleSpace.stands(in: text.bytes.span, at: position, end: text.count)
      }
      return text.bytes[position] & 0xC0 != 0x80
    }
    guard isByte(index) else { return nil }
    if begins(index) || !isByte(index - 1) { first = index }
    let start = text.reported(tokens[first].bytes).lowerBound
    if isByte(index + 1), !begins(index + 1) { return start..<start }
    return start..<max(start, text.reported(tokens[index].bytes).upperBound)
  }
}
