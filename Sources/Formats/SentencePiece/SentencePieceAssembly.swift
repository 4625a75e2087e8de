import Basics
import Tokens

/// Puts a tokenizer together from the parts of a SentencePiece model.
struct SentencePieceAssembly {
  private let source: FormatSource
  private let trainer: SentencePieceTrainerSpec
  private let normalizer: SentencePieceNormalizerSpec
  private let denormalizer: SentencePieceNormalizerSpec
  private let entries: SentencePieceEntries
  private let hasTrainer: Bool

  init(_ proto: SentencePieceModel, _ source: FormatSource, _ ticket: Ticket) throws(Trouble) {
    self.source = source
    hasTrainer = !proto.trainerSpec.isEmpty
    trainer = try Self.part(proto.trainerSpec.map { [UInt8]($0) }, "trainer_spec", source) {
      try SentencePieceTrainerSpec(serializedBytes: $0)
    }
    normalizer = try Self.part(proto.normalizerSpec.map { [UInt8]($0) }, "normalizer_spec", source) {
      try SentencePieceNormalizerSpec(serializedBytes: $0)
    }
    denormalizer = try Self.part(proto.denormalizerSpec.map { [UInt8]($0) }, "denormalizer_spec", source) {
      try SentencePieceNormalizerSpec(serializedBytes: $0)
    }
    try ticket.step(0.3)
    entries = try SentencePieceEntries(
      proto.pieces, fallsBackToBytes: trainer.byteFallback, .field(file: source.file, name: "pieces"))
    try ticket.step(0.5)
  }

  private static func part<Part>(
    _ blocks: [[UInt8]], _ name: String, _ source: FormatSource, _ parse: ([UInt8]) throws -> Part
  ) throws(Trouble) -> Part {
    do { return try parse(Array(blocks.joined())) } catch {
      throw Trouble(
        .input, at: .field(file: source.file, name: name), "this part cannot be read",
        remedy: "Fetch the file again")
    }
  }

  /// The tokenizer.
  func pipeline(_ ticket: Ticket) throws(Trouble) -> Pipeline {
    let model = try model()
    try ticket.step(0.9)
    let ids = (0..<TokenID(entries.table.idLimit)).filter { entries.table.kind(of: $0) == .control }
    let added = try AddedTokens(
      ids.map { AddedToken(id: $0, content: entries.table.bytes(of: $0) ?? [], isSpecial: true) })
    var parts = PipelineParts(
      card: card(model.summary), library: .sentencePiece, model: model, added: added)
    parts.normalizers = [
      SentencePieceNormalizer(
        map: try charsmap(normalizer, "normalizer_spec"), symbols: UserSymbols(entries.table), spaces: spaces)
    ]
    parts.postProcessors = frame
    parts.idDecoder = SentencePieceDecoder(
      entries.table,
      unknownSurface: trainer.hasUnkSurface
        ? Array(trainer.unkSurface.prefix { $0 != 0 }) : SentencePieceDecoder.usualSurface,
      spaces: spaces, denormalizer: try denormalizing())
    return Pipeline(parts)
  }

  private func model() throws(Trouble) -> any Model {
    let (table, scores, unknown) = (entries.table, entries.scores, entries.unknown)
    let fallsBack = trainer.byteFallback
    let place = Trouble.Place.field(file: source.file, name: "pieces")
    switch trainer.modelType {
    case 2:
      return try ScoredBytePairModel(
        vocabulary: table, scores: scores, unknown: unknown, fallsBackToBytes: fallsBack, place: place)
    case 3:
      return SpacedWordModel(
        vocabulary: table, scores: scores, unknown: unknown, fallsBackToBytes: fallsBack)
    case 4:
      return CharacterModel(
        vocabulary: table, scores: scores, unknown: unknown, fallsBackToBytes: fallsBack)
    default:
      return try UnigramModel(
        vocabulary: table, scores: scores, unknown: unknown, fallsBackToBytes: fallsBack,
        precision: .single, place: place)
    }
  }

  private var spaces: SentencePieceNormalizer.Spaces {
    SentencePieceNormalizer.Spaces(
      addsDummy: normalizer.addDummyPrefix, removesExtra: normalizer.removeExtraWhitespaces,
      escapes: normalizer.escapeWhitespaces, isSuffix: trainer.treatWhitespaceAsSuffix)
  }

  private func charsmap(_ spec: SentencePieceNormalizerSpec, _ name: String) throws(Trouble) -> Charsmap? {
    if spec.precompiledCharsmap.isEmpty { return nil }
    return try Charsmap(
      [UInt8](spec.precompiledCharsmap),
      place: .field(file: source.file, name: "\(name).precompiled_charsmap"))
  }

  /// What decoded text goes through, where the model has a table for it.
  private func denormalizing() throws(Trouble) -> SentencePieceNormalizer? {
    guard let map = try charsmap(denormalizer, "denormalizer_spec") else { return nil }
    return SentencePieceNormalizer(
      map: map, symbols: nil,
      spaces: SentencePieceNormalizer.Spaces(
        addsDummy: denormalizer.addDummyPrefix, removesExtra: denormalizer.removeExtraWhitespaces,
        escapes: denormalizer.escapeWhitespaces))
  }

  /// The beginning and the end of a text, where the model has tokens for them.
  private var frame: [any PostProcessor] {
    let begin = control(trainer.hasBosPiece ? [UInt8](trainer.bosPiece) : [], "<s>")
    let end = control(trainer.hasEosPiece ? [UInt8](trainer.eosPiece) : [], "</s>")
    if begin == nil && end == nil { return [] }
    let before = begin.map { [Template.Part.tokens([$0], type: 0)] } ?? []
    let after = end.map { [Template.Part.tokens([$0], type: 0)] } ?? []
    return [TemplateProcessing(single: Template(before + [.text(0, type: 0)] + after))]
  }

  private func control(_ spelling: [UInt8], _ usual: String) -> TokenID? {
    let wanted = spelling.isEmpty ? Array(usual.utf8) : spelling
    return (0..<TokenID(entries.table.idLimit)).first {
      entries.table.kind(of: $0) == .control && entries.table.bytes(of: $0) == wanted
    }
  }

  private func card(_ algorithm: String) -> TokenizerCard {
    var notes = source.notes
    if !hasTrainer {
      notes.append("The model says nothing of its training, so it is taken for a unigram model.")
    }
    let name = String(decoding: normalizer.name, as: UTF8.self)
    notes.append(
      "Normalizer: \(name.isEmpty ? (normalizer.precompiledCharsmap.isEmpty ? "none" : "a table without name") : name)."
    )
    return TokenizerCard(
      name: source.name, format: SentencePiece.card.name, algorithm: algorithm, path: source.path,
      notes: notes)
  }
}
