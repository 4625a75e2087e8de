import Basics

/// A token on the long way: its exact place, and the place that the Hugging Face library reports.
struct AlignedToken {
  var id: TokenID
  var place: Range<Int>
  var reported: Range<Int>
  /// The token's spelling as the library trims it; nil for a model's token.
  var addedSpelling: [UInt8]?

  /// As a token that does not reach back behind the one before.
  func exact(after last: Token?) -> Token {
    let start = max(place.lowerBound, Int(last?.end ?? 0))
    return Token(id: id, start: start, end: max(start, place.upperBound))
  }
}

extension Pipeline {
  /// Encodes a stretch through a copy in which every byte knows its place in the original. Reported places are those of the
  /// library only when asked for.
  func encodeAligned(
    _ text: Span<UInt8>, _ range: Range<Int>, _ special: SpecialPolicy, _ ticket: Ticket,
    isReporting: Bool = false,
    _ emit: (AlignedToken) -> Void
  ) throws(Trouble) {
    var aligned = AlignedText(text, range)
    for normalizer in parts.normalizers {
      aligned = try normalizer.normalize(aligned)
      try ticket.step(Double(range.lowerBound) / Double(text.count))
    }
    guard parts.added.hasNormalized, resolved(special) != .text else {
      return try encodePieces(Pieces(aligned), text, ticket, isReporting, emit)
    }
    for cut in parts.added.cutNormalized(aligned.bytes.span, 0..<aligned.count) {
      if let index = cut.token {
        let token = parts.added.all[index]
        let place = aligned.exact(cut.range, in: text)
        try check(token, at: place, special)
        emit(
          AlignedToken(
            id: token.id, place: place, reported: aligned.reported(cut.range),
            addedSpelling: Array(aligned.bytes[cut.range])))
      } else {
        var stretch = AlignedText(origin: range.lowerBound, capacity: cut.range.count)
        stretch.copy(cut.range, of: aligned)
        try encodePieces(Pieces(stretch), text, ticket, isReporting, emit)
      }
    }
  }

  private func encodePieces(
    _ whole: Pieces, _ text: Span<UInt8>, _ ticket: Ticket, _ isReporting: Bool,
    _ emit: (AlignedToken) -> Void
  ) throws(Trouble) {
    var pieces = whole
    for preTokenizer in parts.preTokenizers { try preTokenizer.cut(&pieces) }
    if parts.isSpelledBeforeModel { pieces.undoSpelling() }
    var tokens: [Token] = []
    for (index, piece) in pieces.ranges.enumerated() {
      tokens.removeAll(keepingCapacity: true)
      model.encode(pieces.text.bytes.span, piece, into: &tokens)
      var counted = piece.lowerBound
      let runs = isReporting ? unknownRuns(tokens) : []
      for (number, token) in tokens.enumerated() where !token.bytes.isEmpty {
        let place = pieces.text.exact(token.bytes, in: text)
        var reported = place
        if isReporting {
          reported =
            byteRange(tokens, number, pieces.text)
            ?? pieces.text.reported(runs.isEmpty ? countedRange(token, from: &counted, piece) : runs[number])
        }
        emit(AlignedToken(id: token.id, place: place, reported: reported))
      }
      if index & 1023 == 0 {
        try ticket.step(Double(pieces.text.exact(piece, in: text).lowerBound) / Double(text.count))
      }
    }
  }
}

extension Pipeline {
  /// The range that the library thinks a token has: it adds up the lengths of tokens and forgets symbols that were dropped
  /// for want of an entry, so what follows them is reported too early.
  private func countedRange(_ token: Token, from counted: inout Int, _ piece: Range<Int>) -> Range<Int> {
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
}

extension Pipeline {
  /// The library's Unigram model says of each byte that it fell back to that it stands for the whole run of unknown characters.
  private func unknownRuns(_ tokens: [Token]) -> [Range<Int>] {
    guard parts.library == .huggingFace, let unigram = model as? UnigramModel, unigram.fallsBackToBytes
    else { return [] }
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
  /// before it nothing. Nil for other tokens. In word models a word takes the place of a character.
  private func byteRange(_ tokens: [Token], _ index: Int, _ text: AlignedText) -> Range<Int>? {
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
    var first = index
    while !begins(first), isByte(first - 1) { first -= 1 }
    let start = text.reported(tokens[first].bytes).lowerBound
    if isByte(index + 1), !begins(index + 1) { return start..<start }
    return start..<max(start, text.reported(tokens[index].bytes).upperBound)
  }
}

extension Pieces {
  /// Turns characters of the byte alphabet back into bytes.
  mutating func undoSpelling() {
    rewrite { text, range, result in
      var position = range.lowerBound
      while position < range.upperBound {
        let (unit, length) = Unit.at(position, in: text.bytes.span, end: range.upperBound)
        if let byte = ByteAlphabet.byte(of: unit) {
          result.append(Unit.oddByte + UInt32(byte), as: position, of: text)
        } else {
          result.copy(position..<position + length, of: text)
        }
        position += length
      }
    }
  }
}
