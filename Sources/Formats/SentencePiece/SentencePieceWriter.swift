import Basics
import SwiftProtobuf
import Tokens

/// Writes a tokenizer as a SentencePiece model, where such a model says the same.
///
/// That is so for what works as SentencePiece does: its normalizer, one of its models with 32-bit scores, its decoder, and no
/// added tokens but control entries. Everything else is refused with the part that stands against it. The same tokenizer
/// gives the same bytes; settings of the training that change nothing in texts are not kept.
package enum SentencePieceWriter {
  /// The model's bytes. Throws, at `name`, when something of the tokenizer cannot be said in a model.
  package static func bytes(of pipeline: Pipeline, name: String) throws(Trouble) -> [UInt8] {
    let parts = pipeline.parts
    let place = Trouble.Place.file(name)
    guard parts.library == .sentencePiece, parts.normalizers.count == 1,
      let normalizer = parts.normalizers[0] as? SentencePieceNormalizer,
      let decoder = parts.idDecoder as? SentencePieceDecoder
    else { throw refusal("it does not work as SentencePiece does", place) }
    guard parts.preTokenizers.isEmpty else { throw refusal("texts are cut before the model", place) }
    let table = parts.model.vocabulary
    guard parts.added.all.allSatisfy({ table.kind(of: $0.id) == .control }) else {
      throw refusal("there are added tokens that are no control entries", place)
    }
    var model = SentencePieceModel()
    model.pieces = try entries(table, place)
    let trainer = try trainer(parts, normalizer, decoder, place)
    let denormalizer = decoder.denormalizer.map { spec($0) }
    do {
      model.trainerSpec = [try trainer.serializedData()]
      model.normalizerSpec = [try spec(normalizer).serializedData()]
      if let denormalizer { model.denormalizerSpec = [try denormalizer.serializedData()] }
      return try model.serializedBytes()
    } catch { throw refusal("it could not be written: \(error)", place) }
  }

  private static func refusal(_ what: String, _ place: Trouble.Place) -> Trouble {
    Trouble(
      .input, at: place, "this tokenizer cannot be written as a SentencePiece model: \(what)",
      remedy: "Write it as tokenizer.json")
  }

  private static func entries(
    _ table: VocabularyTable, _ place: Trouble.Place
  ) throws(Trouble) -> [SentencePieceEntry] {
    try (0..<TokenID(table.idLimit)).map { id throws(Trouble) in
      guard let bytes = table.bytes(of: id), let type = type(table.kind(of: id)) else {
        throw refusal("the id \(id) has no entry of a kind that such models know", place)
      }
      guard case .score(let score)? = table.weight(of: id), Double(Float(score)) == score else {
        throw refusal("the score of entry \(id) has more than 32 bits", place)
      }
      var entry = SentencePieceEntry()
      entry.piece.append(contentsOf: bytes)
      entry.score = Float(score)
      if type != 1 { entry.type = type }
      return entry
    }
  }

  private static func type(_ kind: EntryKind) -> Int32? {
    switch kind {
    case .normal: 1
    case .unknown: 2
    case .control: 3
    case .userDefined: 4
    case .unused: 5
    case .byte: 6
    case .special, .added, .hole: nil
    }
  }

  private static func spec(_ normalizer: SentencePieceNormalizer) -> SentencePieceNormalizerSpec {
    var spec = SentencePieceNormalizerSpec()
    if let map = normalizer.map { spec.precompiledCharsmap.append(contentsOf: map.packed) }
    spec.addDummyPrefix = normalizer.spaces.addsDummy
    spec.removeExtraWhitespaces = normalizer.spaces.removesExtra
    spec.escapeWhitespaces = normalizer.spaces.escapes
    return spec
  }

  private static func trainer(
    _ parts: PipelineParts, _ normalizer: SentencePieceNormalizer, _ decoder: SentencePieceDecoder,
    _ place: Trouble.Place
  ) throws(Trouble) -> SentencePieceTrainerSpec {
    var trainer = SentencePieceTrainerSpec()
    let table = parts.model.vocabulary
    (trainer.modelType, trainer.byteFallback) = try kind(parts.model, place)
    trainer.vocabSize = Int32(table.idLimit)
    trainer.treatWhitespaceAsSuffix = normalizer.spaces.isSuffix
    if decoder.unknownSurface != SentencePieceDecoder.usualSurface {
      trainer.unkSurface.append(contentsOf: decoder.unknownSurface)
    }
    if let unknown = (0..<TokenID(table.idLimit)).first(where: { table.kind(of: $0) == .unknown }) {
      trainer.unkID = Int32(unknown)
      trainer.unkPiece.append(contentsOf: table.bytes(of: unknown) ?? [])
    }
    let (begin, end) = try frame(parts, place)
    trainer.bosID = begin.map { Int32($0) } ?? -1
    trainer.eosID = end.map { Int32($0) } ?? -1
    if let begin { trainer.bosPiece.append(contentsOf: table.bytes(of: begin) ?? []) }
    if let end { trainer.eosPiece.append(contentsOf: table.bytes(of: end) ?? []) }
    return trainer
  }

  private static func kind(
    _ model: any Model, _ place: Trouble.Place
  ) throws(Trouble) -> (type: Int32, fallsBackToBytes: Bool) {
    switch model {
    case let model as UnigramModel where model.precision == .single: (1, model.fallsBackToBytes)
    case let model as ScoredBytePairModel where model.library == .sentencePiece: (2, model.fallsBackToBytes)
    case let model as SpacedWordModel: (3, model.fallsBackToBytes)
    case let model as CharacterModel: (4, model.fallsBackToBytes)
    default: throw refusal("its model is \(model.summary)", place)
    }
  }

  /// The tokens before and behind a text; a model has room for one each.
  private static func frame(
    _ parts: PipelineParts, _ place: Trouble.Place
  ) throws(Trouble) -> (begin: TokenID?, end: TokenID?) {
    guard let first = parts.postProcessors.first else { return (nil, nil) }
    guard parts.postProcessors.count == 1, let template = first.single, template.keeps(0) else {
      throw refusal("its special tokens do not stand before and behind the text", place)
    }
    var ids: (begin: TokenID?, end: TokenID?)
    var isBehind = false
    for part in template.parts {
      switch part {
      case .text: isBehind = true
      case .tokens(let tokens, _):
        guard tokens.count == 1, (isBehind ? ids.end : ids.begin) == nil else {
          throw refusal("there are several special tokens on one side of the text", place)
        }
        if isBehind { ids.end = tokens[0] } else { ids.begin = tokens[0] }
      }
    }
    return ids
  }
}
