import Basics

/// Why a text is cut where it is, around one of its bytes: the stages, the piece there and the model's reasons for it.
package struct Explanation: Sendable, Equatable {
  /// The stages of the whole text given.
  package var trace: Trace
  /// The index, among the parts of the model's stage, of the token at the byte.
  package var token: Int?
  /// The piece that the token came from, nil for added tokens and where there is nothing to tell.
  package var piece: ExplainedPiece?
  /// Whether decoding gives the text back.
  package var roundTrip: RoundTrip

  /// Throws what encode and decode throw, or when cancelled. Meant for texts of a few KiB.
  package init(
    of text: [UInt8], at byte: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    trace = try tokenizer.trace(text, options, ticket)
    roundTrip = try RoundTrip(text, tokenizer, ticket)
    guard let model = trace.stages.lastIndex(where: { $0.kind == .model }) else { return }
    let parts = trace.stages[model].parts
    token = parts.firstIndex { $0.source.contains(byte) } ?? parts.indices.last
    guard let token, let number = parts[token].piece, model > 0,
      trace.stages[model - 1].parts.indices.contains(number)
    else { return }
    let piece = trace.stages[model - 1].parts[number]
    let place = piece.sources.firstIndex { $0.contains(byte) } ?? 0
    self.piece = tokenizer.reasons(for: piece.bytes, at: place)
  }

  /// The text from `window` of a longer one that should be explained for `byte`: all of a short one, else what lies between
  /// safe cuts or line ends about 1 KiB around.
  package static func window(
    of count: Int, around byte: Int, reading: (Range<Int>) -> [UInt8], _ tokenizer: any Tokenizer
  ) -> Range<Int> {
    let limit = 2048
    if count <= limit { return 0..<count }
    let rough = max(0, byte - limit / 2)..<min(count, byte + limit / 2)
    let bytes = reading(rough)
    let place = byte - rough.lowerBound
    let cuts = [256, limit / 2].compactMap { back in
      tokenizer.safeCut(in: bytes.span, from: max(0, place - back)).flatMap { $0 <= place ? $0 : nil }
    }
    let line = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let start = cuts.first ?? line
    let end = tokenizer.safeCut(in: bytes.span, from: min(bytes.count, place + 256)) ?? bytes.count
    return rough.lowerBound + start..<rough.lowerBound + max(end, place)
  }
}
