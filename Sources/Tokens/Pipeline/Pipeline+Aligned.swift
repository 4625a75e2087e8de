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
  /// library only when asked for. With `cut` pieces become what that makes of them.
  func encodeAligned(
    _ text: Span<UInt8>, _ range: Range<Int>, _ special: SpecialPolicy, _ ticket: Ticket,
    edges: StretchEdges = [], isReporting: Bool = false, cut pieceCut: PieceCut? = nil,
    _ emit: (AlignedToken) -> Void
  ) throws(Trouble) {
    let aligned = try normalized(text, range, edges, ticket)
    try encodeNormalized(aligned, text, range.lowerBound, special, ticket, isReporting, pieceCut, emit)
  }

  /// A part of the text behind all normalizers.
  func normalized(
    _ text: Span<UInt8>, _ range: Range<Int>, _ edges: StretchEdges, _ ticket: Ticket = .open
  ) throws(Trouble) -> AlignedText {
    var aligned = AlignedText(text, range)
    for normalizer in parts.normalizers {
      aligned = try normalizer.normalize(aligned, edges)
      try ticket.step(Double(range.lowerBound) / Double(text.count))
    }
    return aligned
  }

  /// Encodes what normalizers have made of a stretch that begins at `origin`.
  func encodeNormalized(
    _ aligned: AlignedText, _ text: Span<UInt8>, _ origin: Int, _ special: SpecialPolicy, _ ticket: Ticket,
    _ isReporting: Bool, _ pieceCut: PieceCut?, _ emit: (AlignedToken) -> Void
  ) throws(Trouble) {
    guard parts.added.hasNormalized, resolved(special) != .text else {
      return try encodePieces(Pieces(aligned), text, ticket, isReporting, pieceCut, emit)
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
        var stretch = AlignedText(origin: origin, capacity: cut.range.count)
        stretch.copy(cut.range, of: aligned)
        try encodePieces(Pieces(stretch), text, ticket, isReporting, pieceCut, emit)
      }
    }
  }

  private func encodePieces(
    _ whole: Pieces, _ text: Span<UInt8>, _ ticket: Ticket, _ isReporting: Bool, _ cut: PieceCut?,
    _ emit: (AlignedToken) -> Void
  ) throws(Trouble) {
    var pieces = whole
    for preTokenizer in parts.preTokenizers { try preTokenizer.cut(&pieces) }
    if parts.isSpelledBeforeModel { pieces.undoSpelling() }
    var tokens: [Token] = []
    for (index, piece) in pieces.ranges.enumerated() {
      tokens.removeAll(keepingCapacity: true)
      if let cut {
        try cut(pieces.text.bytes.span, piece, &tokens)
      } else {
        model.encode(pieces.text.bytes.span, piece, into: &tokens)
      }
      var counted = piece.lowerBound
      var firstByte = 0
      let runs = isReporting ? unknownRuns(tokens) : []
      for (number, token) in tokens.enumerated() where !token.bytes.isEmpty {
        let place = pieces.text.exact(token.bytes, in: text)
        var reported = place
        if isReporting {
          let range = runs.isEmpty ? countedRange(token, from: &counted, piece) : runs[number]
          reported =
            byteRange(tokens, number, &firstByte, pieces.text) ?? pieces.text.reported(range)
        }
        emit(AlignedToken(id: token.id, place: place, reported: reported))
      }
      if index & 1023 == 0 {
        try ticket.step(Double(pieces.text.exact(piece, in: text).lowerBound) / Double(text.count))
      }
    }
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
