/// A piece with the model's reasons, or of a long piece the part that was explained.
package struct ExplainedPiece: Sendable, Equatable {
  /// What the reasons count the bytes of.
  package var bytes: [UInt8]
  /// Where it begins in the piece.
  package var start: Int
  /// Whether it is the whole piece; otherwise a part of it that gives the same tokens by itself.
  package var isWhole: Bool
  /// Why it is cut as it is.
  package var reasons: Reasons

  package init(bytes: [UInt8], start: Int, isWhole: Bool, reasons: Reasons) {
    self.bytes = bytes
    self.start = start
    self.isWhole = isWhole
    self.reasons = reasons
  }
}

extension Pipeline {
  package func reasons(for piece: [UInt8], at byte: Int) -> ExplainedPiece? {
    var bytes: [UInt8] = []
    var before: [UInt8] = []
    guard parts.isSpelledBeforeModel, ByteAlphabet.undo(piece.span, into: &bytes) else {
      return explained(piece, at: byte)
    }
    _ = ByteAlphabet.undo(piece.span.extracting(0..<max(0, min(byte, piece.count))), into: &before)
    return explained(bytes, at: before.count)
  }

  private func explained(_ piece: [UInt8], at byte: Int) -> ExplainedPiece? {
    if piece.count <= Reasons.pieceLimit {
      return model.reasons(piece.span, 0..<piece.count).map {
        ExplainedPiece(bytes: piece, start: 0, isWhole: true, reasons: $0)
      }
    }
    var tokens: [Token] = []
    model.encode(piece.span, 0..<piece.count, into: &tokens)
    guard let middle = tokens.firstIndex(where: { $0.bytes.contains(byte) }) else { return nil }
    for chosen in [word(around: middle, tokens, piece)]
      + [4, 8, 16, 2, 1, 0].map({ reach in
        tokens[max(0, middle - reach)..<min(tokens.count, middle + reach + 1)]
      })
    {
      guard let part = standing(chosen, in: piece), let reasons = model.reasons(part.span, 0..<part.count)
      else { continue }
      let start = Int(chosen.first?.start ?? 0)
      return ExplainedPiece(bytes: part, start: start, isWhole: false, reasons: reasons)
    }
    return nil
  }

  /// The tokens from one that begins with a space, or its mark, up to the next such.
  private func word(around middle: Int, _ tokens: [Token], _ piece: [UInt8]) -> ArraySlice<Token> {
    let mark = Array("\u{2581}".utf8)
    func begins(_ index: Int) -> Bool {
      let bytes = piece[tokens[index].bytes]
      return bytes.starts(with: mark) || bytes.first == 0x20
    }
    let start = (0...middle).last(where: begins) ?? 0
    let end = (middle + 1..<max(middle + 1, tokens.count)).first(where: begins) ?? tokens.count
    return tokens[start..<end]
  }

  /// The bytes of some tokens when they give the same tokens by themselves.
  private func standing(_ chosen: ArraySlice<Token>, in piece: [UInt8]) -> [UInt8]? {
    guard let first = chosen.first, let last = chosen.last,
      last.end - first.start <= Reasons.pieceLimit
    else { return nil }
    let part = Array(piece[Int(first.start)..<Int(last.end)])
    var tokens: [Token] = []
    model.encode(part.span, 0..<part.count, into: &tokens)
    return tokens.map(\.id) == chosen.map(\.id) ? part : nil
  }
}
