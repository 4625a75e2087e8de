import Basics

/// A tokenizer made of parts: added tokens, normalizers, pre-tokenizers, a model, post-processors and decoders.
///
/// The order is that of the Hugging Face library. Added tokens that are not normalized are cut out of the raw text;
/// every stretch between them is normalized on its own; then the other added tokens are cut out; then pre-tokenizers
/// cut pieces, which the model encodes one by one; post-processors put special tokens around the whole. A tiktoken
/// vocabulary is the same with fewer parts. Where nothing changes the text it is encoded straight from its bytes
/// (`Pipeline+Direct`); otherwise a copy is made in which every byte knows where it came from (`Pipeline+Aligned`).
package final class Pipeline: Tokenizer {
  /// As the reader of the file made it.
  package let card: TokenizerCard
  /// The entries of the model and the added tokens.
  package let vocabulary: any Vocabulary
  /// What it is made of.
  package let parts: PipelineParts
  let model: any Model
  let direct: DirectRoute?
  /// With and without normalized added tokens, which are part of what is remembered.
  let units = UnitRoute()
  let unitsOfText = UnitRoute()
  /// What threads remember from call to call.
  let pool: Pool<Scratch>
  private let specialIDs: Set<TokenID>

  package convenience init(_ parts: PipelineParts) {
    self.init(parts, remembering: PieceCache.Bounds())
  }

  /// As above, with other bounds for what each thread remembers of pieces.
  init(_ parts: PipelineParts, remembering bounds: PieceCache.Bounds) {
    self.parts = parts
    pool = Pool { Scratch(bounds) }
    card = parts.card
    model = parts.model
    vocabulary = PipelineVocabulary(parts.model.vocabulary, parts.added)
    direct = DirectRoute(parts)
    let contents = Set(parts.added.all.filter(\.isSpecial).map(\.content))
    specialIDs = Set(
      parts.added.all.map(\.id).filter { parts.added.spelling(of: $0).map(contents.contains) ?? false })
  }

  package func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token]
  {
    let cut = try options.sampling.flatMap { sampling throws(Trouble) in try pieceCut(sampling) }
    return framed(
      try modelTokens(text, options, ticket, cut), end: text.count, addsSpecial: options.addSpecial)
  }

  package func ids(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [TokenID] {
    if options.sampling != nil { return try encode(text, options, ticket).map(\.id) }
    var sink = IDSink(expecting: text.count / 4 + 8)
    try putModelTokens(text, options, ticket, into: &sink)
    let ids = sink.finish()
    guard isFraming(options.addSpecial) else { return ids }
    return framed([Self.whole], end: 0, addsSpecial: options.addSpecial).flatMap {
      $0 == Self.whole ? ids : [$0.id]
    }
  }

  package func count(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> Int {
    if options.sampling != nil { return try encode(text, options, ticket).count }
    var sink = CountSink()
    try putModelTokens(text, options, ticket, into: &sink)
    let count = sink.count
    guard isFraming(options.addSpecial) else { return count }
    return framed([Self.whole], end: 0, addsSpecial: options.addSpecial).reduce(0) {
      $0 + ($1 == Self.whole ? count : 1)
    }
  }

  /// The tokens before post-processors; with `cut` pieces become what that makes of them.
  func modelTokens(
    _ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket, _ cut: PieceCut? = nil
  ) throws(Trouble) -> [Token] {
    var sink = TokenSink(expecting: text.count / 4 + 8)
    try putModelTokens(text, options, ticket, cut, into: &sink)
    return sink.finish()
  }

  private func putModelTokens<Sink: PieceSink & ~Copyable>(
    _ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket, _ cut: PieceCut? = nil, into sink: inout Sink
  ) throws(Trouble) {
    try cutRaw(text.span, options.special) { part throws(Trouble) in
      if let index = part.token {
        sink.put(parts.added.all[index].id, part.range)
      } else {
        try encodeStretch(text.span, part.range, options, ticket, cut, into: &sink)
      }
    }
    try ticket.step(1)
  }

  private func encodeStretch<Sink: PieceSink & ~Copyable>(
    _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions, _ ticket: Ticket, _ cut: PieceCut?,
    into sink: inout Sink
  ) throws(Trouble) {
    if cut == nil, let direct { return try encodeDirectly(direct, text, range, options, ticket, into: &sink) }
    try encodeChanged(text, range, options, ticket, cut, into: &sink)
  }

  /// Text that normalizers may change falls apart into units where that is known, and is copied as a whole where not.
  func encodeChanged<Sink: PieceSink & ~Copyable>(
    _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions, _ ticket: Ticket,
    _ cut: PieceCut? = nil, into sink: inout Sink
  ) throws(Trouble) {
    if cut == nil, !refusesNormalized(options.special), hasUnits(text, range), let plan = units.plan(parts) {
      return try encodeUnits(plan, text, range, options, ticket, into: &sink)
    }
    try encodeAligned(text, range, options.special, ticket, edges: edges(options, range), cut: cut) {
      sink.put($0.id, $0.place)
    }
  }

  /// Whether tiktoken's own way with text that is not UTF-8 counts.
  func isOdd(_ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions) -> Bool {
    parts.library == .tiktoken && !options.isWindow && UTF8Text.validEnd(text, range) < range.upperBound
  }

  /// Forgets what threads remember of earlier texts, which changes nothing but time and memory.
  package func forget() {
    pool.removeAll()
    units.forget()
    unitsOfText.forget()
  }

  /// The raw text cut by added tokens as the policy wants them. Throws when special text is refused.
  func cutRaw(
    _ text: Span<UInt8>, _ special: SpecialPolicy, _ body: (AddedTokens.Cut) throws(Trouble) -> Void
  ) throws(Trouble) {
    let isPlain = resolved(special) == .text
    if parts.added.isEmpty || (isPlain && !parts.library.alwaysReadsAdded) {
      if text.count > 0 { try body(AddedTokens.Cut(token: nil, range: 0..<text.count)) }
      return
    }
    for cut in parts.added.cutRaw(text, 0..<text.count, withSpecial: !isPlain) {
      if let index = cut.token { try check(parts.added.all[index], at: cut.range, special) }
      try body(cut)
    }
  }

  /// The policy, with the library's own habit for `.library`.
  func resolved(_ special: SpecialPolicy) -> SpecialPolicy {
    special == .library ? parts.library.plainPolicy : special
  }

  /// Throws when the policy, or the library by itself, refuses this token in a text.
  func check(_ token: AddedToken, at range: Range<Int>, _ special: SpecialPolicy) throws(Trouble) {
    guard token.isSpecial, resolved(special) == .refuse else { return }
    throw Trouble(
      .input, at: .text(range),
      "this spells the special token \(String(decoding: token.content, as: UTF8.self))",
      remedy: "Use --special allow to encode it as that token, or --special text to take it as plain text")
  }

  /// The tokens with what post-processors put around them; a template may also leave the text out.
  func framed(_ tokens: [Token], end: Int, addsSpecial: Bool) -> [Token] {
    guard isFraming(addsSpecial) else { return tokens }
    return ModelInput([tokens], ends: [end], parts.postProcessors, addsSpecial: addsSpecial).tokens
  }

  /// Stands for all tokens of a text while the ones around them are found out; no id is as high.
  private static let whole = Token(id: .max, start: 0, end: 1)

  /// Whether post-processors change the tokens.
  private func isFraming(_ addsSpecial: Bool) -> Bool {
    let templates = parts.postProcessors.compactMap(\.single)
    return !templates.allSatisfy { (!addsSpecial || $0.addedCount == 0) && $0.keeps(0) }
  }

  /// How the model makes the entry; nil for tokens that are only added.
  package func derivation(of id: TokenID) -> Derivation? {
    parts.added.token(of: id) == nil || model.vocabulary.kind(of: id) != .hole
      ? model.derivation(of: id) : nil
  }
}

extension Pipeline {
  package func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] {
    if let decoder = parts.idDecoder {
      return try decoder.decode(ids, hiding: options.skipSpecial ? specialIDs : [])
    }
    let kept = options.skipSpecial ? ids.filter { !specialIDs.contains($0) } : ids
    if parts.library == .tiktoken { return try joined(kept) }
    if parts.isByteLevel, parts.decoders.count == 1, parts.decoders[0] is ByteLevelDecoder {
      return bytes(kept)
    }
    var spellings = kept.compactMap(spelling)
    if parts.decoders.isEmpty { return Array(spellings.joined(separator: [0x20])) }
    for decoder in parts.decoders { spellings = try decoder.decode(spellings) }
    return Array(spellings.joined())
  }

  /// As tiktoken decodes: the bytes of all ids; an unknown one is an error.
  private func joined(_ ids: [TokenID]) throws(Trouble) -> [UInt8] {
    var result: [UInt8] = []
    for id in ids where !model.vocabulary.append(id, to: &result) {
      guard let content = parts.added.token(of: id)?.content else {
        throw Trouble(
          .input, "\(id) is not an id of \(card.name)",
          remedy: "Ids run from 0 to \(vocabulary.idLimit - 1), some are unused")
      }
      result += content
    }
    return result
  }

  /// The short way through one byte-level decoder.
  private func bytes(_ ids: [TokenID]) -> [UInt8] {
    var result: [UInt8] = []
    for id in ids {
      if let content = parts.added.spelling(of: id) {
        if !ByteAlphabet.undo(content.span, into: &result) { result += content }
      } else {
        _ = model.vocabulary.append(id, to: &result)
      }
    }
    return result
  }

  /// How the file spells an entry, nil for a hole.
  package func spelling(of id: TokenID) -> [UInt8]? {
    if let content = parts.added.spelling(of: id) { return content }
    guard let bytes = model.vocabulary.bytes(of: id) else { return nil }
    return parts.isByteLevel && !model.vocabulary.isOutside(id) ? ByteAlphabet.spell(bytes) : bytes
  }
}
