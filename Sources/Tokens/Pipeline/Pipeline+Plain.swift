import Basics

/// The plain way of what `Pipeline+Direct` does: piece by piece from splitter to model, nothing remembered. Tests compare the two.
extension Pipeline {
  /// As `encode`, by the plain way.
  package func encodePlainly(
    _ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> [Token] {
    let cut = try options.sampling.flatMap { sampling throws(Trouble) in try pieceCut(sampling) }
    var tokens: [Token] = []
    try cutRaw(text.span, options.special) { part throws(Trouble) in
      if let index = part.token {
        add(parts.added.all[index].id, part.range, to: &tokens)
      } else {
        try encodeStretchPlainly(text.span, part.range, options, ticket, cut, into: &tokens)
      }
    }
    return framed(tokens, end: text.count, addsSpecial: options.addSpecial)
  }

  private func add(_ id: TokenID, _ place: Range<Int>, to tokens: inout [Token]) {
    let start = max(place.lowerBound, Int(tokens.last?.end ?? 0))
    tokens.append(Token(id: id, start: start, end: max(start, place.upperBound)))
  }

  private func encodeStretchPlainly(
    _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions, _ ticket: Ticket, _ cut: PieceCut?,
    into tokens: inout [Token]
  ) throws(Trouble) {
    guard let direct, cut == nil, direct.serves(text, range) else {
      return try encodeAligned(text, range, options.special, ticket, edges: edges(options, range), cut: cut) {
        tokens.append($0.exact(after: tokens.last))
      }
    }
    if isOdd(text, range, options), let splitter = direct.splitter {
      return try TiktokenPieces.encode(text, range, splitter, direct.model, into: &tokens)
    }
    guard parts.added.hasNormalized, resolved(options.special) != .text else {
      return try encodePiecesPlainly(direct, text, range, into: &tokens)
    }
    for cut in parts.added.cutNormalized(text, range) {
      if let index = cut.token {
        try check(parts.added.all[index], at: cut.range, options.special)
        add(parts.added.all[index].id, cut.range, to: &tokens)
      } else {
        try encodePiecesPlainly(direct, text, cut.range, into: &tokens)
      }
    }
  }

  private func encodePiecesPlainly(
    _ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]
  ) throws(Trouble) {
    try route.forEachPiece(text, range) { route.model.encode(text, $0, into: &tokens) }
  }
}
