import Basics

/// Whether decoding the tokens of a text gives the text back, and what was lost where.
///
/// With a lower-casing tokenizer `Ab` comes back as `ab`: the first difference is at byte 0, lost by `Lowercase`.
package struct RoundTrip: Sendable, Equatable {
  /// The first byte at which text and decoding differ.
  package struct Difference: Sendable, Equatable {
    /// In the text, and in what came back.
    package var offset: Int
    /// The stage that changed or dropped what stood there: a stage's name, `decoder`, or `model`.
    package var stage: String
    /// The bytes of the text that the stage had before it, and what it made of them.
    package var before: [UInt8]
    package var after: [UInt8]
  }

  /// What came back.
  package var decoded: [UInt8]
  /// How many tokens the text has.
  package var tokenCount: Int
  /// Nil when the text came back unchanged.
  package var difference: Difference?

  /// Encodes, decodes and compares. The stage is looked for in a window of at most 4 KiB around the difference.
  /// Throws what encode and decode throw.
  package init(_ text: [UInt8], _ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    let tokens = try tokenizer.encode(text, EncodeOptions(special: .allow), ticket)
    decoded = try tokenizer.decode(tokens.map(\.id))
    tokenCount = tokens.count
    let limit = min(text.count, decoded.count)
    var offset = 0
    while offset < limit, text[offset] == decoded[offset] { offset += 1 }
    if offset == text.count && offset == decoded.count { return }
    difference = try Self.difference(text, at: offset, tokenizer, ticket)
  }

  private static let windowSize = 2048

  private static func difference(
    _ text: [UInt8], at offset: Int, _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> Difference {
    var start = offset > windowSize ? offset - windowSize : 0
    while start > 0, start < offset, text[start] & 0xC0 == 0x80 { start += 1 }
    let window = Array(text[start..<min(text.count, offset + windowSize)])
    let trace = try tokenizer.trace(window, EncodeOptions(special: .allow, isWindow: start > 0), ticket)
    let place = offset - start
    for stage in trace.stages.dropFirst() {
      guard let found = Self.loss(in: stage, at: place, window) else { continue }
      return Difference(offset: offset, stage: stage.name, before: found.before, after: found.after)
    }
    if let lost = try unknown(at: place, window, tokenizer, ticket) {
      return Difference(offset: offset, stage: "model", before: lost.before, after: lost.after)
    }
    let rest = window[min(place, window.count)...].prefix(8)
    return Difference(offset: offset, stage: "decoder", before: Array(rest), after: [])
  }

  /// The token at `place` when it does not stand for its bytes, as one for unknown text does.
  private static func unknown(
    at place: Int, _ window: [UInt8], _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> (before: [UInt8], after: [UInt8])? {
    let tokens = try tokenizer.encode(window, EncodeOptions(special: .allow), ticket)
    guard let token = tokens.first(where: { $0.bytes.contains(place) }) else { return nil }
    let before = Array(window[token.bytes])
    guard isText(before) else { return nil }
    let after = try tokenizer.decode([token.id])
    let isKept = after.filter { $0 != 0x20 } == before.filter { $0 != 0x20 }
    return isKept ? nil : (before, after)
  }

  /// U+2581, which stands for a space in many vocabularies.
  private static let wordMark = Array("\u{2581}".utf8)

  /// What a stage made of the byte at `place` when it did not keep it: the character it stood in, and its successor.
  private static func loss(
    in stage: Trace.Stage, at place: Int, _ text: [UInt8]
  ) -> (before: [UInt8], after: [UInt8])? {
    if stage.kind == .model || stage.kind == .postProcessor { return nil }
    var made: [UInt8] = []
    var origin: Range<Int>?
    for part in stage.parts where part.source.upperBound >= place && part.source.lowerBound <= place {
      for (index, source) in part.sources.enumerated() {
        let covers = source.contains(place) || (source.isEmpty && source.lowerBound == place)
        if !covers { continue }
        made.append(part.bytes[index])
        if !source.isEmpty { origin = source }
      }
    }
    let before = origin.map { Array(text[$0]) } ?? Array(text[place..<min(text.count, place + 1)])
    let isKept =
      made == before || made == ByteAlphabet.spell(before) || (before == [0x20] && made == wordMark)
    return isKept ? nil : (before, made)
  }
}
