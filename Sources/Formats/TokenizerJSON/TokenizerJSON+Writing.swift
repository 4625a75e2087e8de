import Basics
import Tokens

/// Writes a pipeline whose parts have the form of the Hugging Face library.
extension TokenizerJSON: WritableFormat {
  private static let sectionNames = ["truncation", "padding"]
  private static let partNames = ["normalizer", "pre_tokenizer", "post_processor", "decoder"]

  /// One file; the same tokenizer gives the same bytes.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    var parts = pipeline.parts
    if parts.model is ScoredBytePairModel { parts.sections = try sections(ofScored: pipeline) }
    if let unigram = parts.model as? UnigramModel, unigram.precision == .single {
      parts.sections = try sections(ofUnigram: pipeline)
    }
    if parts.sections.isEmpty, !parts.normalizers.isEmpty || !parts.preTokenizers.isEmpty {
      throw loss("its normalizer and splitter have no form there and")
    }
    if parts.library != .huggingFace, !parts.postProcessors.isEmpty {
      parts.sections["post_processor"] = try frame(pipeline)
    }
    var out = JSONOutput()
    out.raw("{\n  \"version\": \"1.0\"")
    for name in sectionNames { section(name, parts, &out) }
    out.raw(",\n  \"added_tokens\": [")
    out.list(parts.added.all.sorted { $0.id < $1.id }) { out, token in added(token, &out) }
    out.raw("]")
    for name in partNames { section(name, parts, &out) }
    out.raw(",\n  \"model\": {")
    try model(pipeline, &out, ticket)
    out.raw("}\n}\n")
    return [WrittenFile(bytes: out.bytes)]
  }

  private static func section(_ name: String, _ parts: PipelineParts, _ out: inout JSONOutput) {
    out.raw(",\n  \"\(name)\": ")
    out.value(parts.sections[name] ?? .null)
  }

  private static func added(_ token: AddedToken, _ out: inout JSONOutput) {
    out.raw("{\"id\": \(token.id), \"content\": ")
    out.string(token.content)
    out.raw(
      ", \"single_word\": \(token.isSingleWord), \"lstrip\": \(token.stripsLeft), \"rstrip\": \(token.stripsRight), "
        + "\"normalized\": \(token.isNormalized), \"special\": \(token.isSpecial)}")
  }

  private static func model(_ pipeline: Pipeline, _ out: inout JSONOutput, _ ticket: Ticket) throws(Trouble) {
    let entries = WrittenEntries(pipeline)
    switch pipeline.parts.model {
    case let model as BytePairModel: try pairs(model, entries, &out, ticket)
    case let model as WordPieceModel:
      named(
        "WordPiece",
        [
          "unk_token": entries.spelling(model.rules.unknown),
          "continuing_subword_prefix": model.rules.continuingPrefix,
        ], &out)
      out.raw(", \"max_input_chars_per_word\": \(model.rules.characterLimit)")
      entries.write(&out)
    case let model as WordLevelModel:
      named("WordLevel", ["unk_token": entries.spelling(model.unknown)], &out)
      entries.write(&out)
    case let model as ScoredBytePairModel: try scored(model, entries, &out)
    case let model as UnigramModel: try unigram(model, entries, &out)
    default: throw loss("its model, \(pipeline.parts.model.summary),")
    }
  }

  private static func named(
    _ kind: String, _ fields: KeyValuePairs<String, [UInt8]?>, _ out: inout JSONOutput
  ) {
    out.raw("\n    \"type\": \"\(kind)\"")
    for (name, text) in fields {
      out.raw(", \"\(name)\": ")
      if let text { out.string(text) } else { out.raw("null") }
    }
  }

  private static func pairs(
    _ model: BytePairModel, _ entries: WrittenEntries, _ out: inout JSONOutput, _ ticket: Ticket
  ) throws(Trouble) {
    let rules = model.rules
    named(
      "BPE",
      [
        "unk_token": entries.spelling(rules.unknown),
        "continuing_subword_prefix": rules.continuingPrefix.isEmpty ? nil : rules.continuingPrefix,
        "end_of_word_suffix": rules.endOfWordSuffix.isEmpty ? nil : rules.endOfWordSuffix,
      ], &out)
    out.raw(
      ", \"dropout\": \(rules.dropout.map { "\($0)" } ?? "null"), \"fuse_unk\": \(rules.fusesUnknown), \"byte_fallback\": \(rules.fallsBackToBytes), "
        + "\"ignore_merges\": \(rules.ignoresMerges)")
    entries.write(&out)
    out.raw(",\n    \"merges\": [")
    let merges = try model.listedMerges(ticket)
    out.list(merges) { out, merge in
      out.raw("[")
      out.string(entries.spelling(merge.left) ?? [])
      out.raw(", ")
      out.string(entries.spelling(merge.right) ?? [])
      out.raw("]")
    }
    out.raw("]")
  }

  private static func scored(
    _ model: ScoredBytePairModel, _ entries: WrittenEntries, _ out: inout JSONOutput
  ) throws(Trouble) {
    let table = model.vocabulary
    let ids = 0..<TokenID(table.idLimit)
    if ids.contains(where: { table.kind(of: $0) == .unused }) { throw loss("its unused entries") }
    named(
      "BPE",
      ["dropout": nil, "unk_token": ids.first { table.kind(of: $0) == .unknown }.flatMap(table.bytes)], &out)
    let fallsBack = ids.contains { table.kind(of: $0) == .byte }
    out.raw(", \"fuse_unk\": true, \"byte_fallback\": \(fallsBack), \"ignore_merges\": false")
    entries.write(&out)
    out.raw(",\n    \"merges\": [")
    out.list(model.listedMerges()) { out, merge in
      out.raw("[")
      out.string(table.bytes(of: merge.left) ?? [])
      out.raw(", ")
      out.string(table.bytes(of: merge.right) ?? [])
      out.raw("]")
    }
    out.raw("]")
  }

  private static func unigram(
    _ model: UnigramModel, _ entries: WrittenEntries, _ out: inout JSONOutput
  ) throws(Trouble) {
    let table = model.vocabulary
    guard table.count == table.idLimit else { throw loss("the holes in its numbering") }
    named("Unigram", [:], &out)
    out.raw(
      ", \"unk_id\": \(model.unknown.map { "\($0)" } ?? "null"), \"byte_fallback\": \(model.fallsBackToBytes)"
    )
    out.raw(",\n    \"vocab\": [")
    out.list(0..<TokenID(table.idLimit)) { out, id in
      out.raw("[")
      out.string(table.bytes(of: id) ?? [])
      var score = 0.0
      if case .score(let number) = table.weight(of: id) { score = number }
      out.raw(", \(score)]")
    }
    out.raw("]")
  }
}

/// The entries of a model as a file spells them, with those added tokens that would otherwise get another id.
private struct WrittenEntries {
  private let pipeline: Pipeline
  private let byID: [(id: TokenID, spelling: [UInt8])]

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    let table = pipeline.parts.model.vocabulary
    var listed: [(id: TokenID, spelling: [UInt8])] = []
    let beyond = pipeline.parts.added.all.filter { Self.isOnlyAdded($0, pipeline) }.sorted { $0.id < $1.id }
    let onlyAdded = Set(beyond.map(\.id))
    for id in 0..<Self.end(of: table) where table.kind(of: id) != .hole && !onlyAdded.contains(id) {
      listed.append((id, Self.spelled(id, pipeline) ?? []))
    }
    // The library numbers added tokens without an entry from the number of entries on, in the order of the file.
    let isNumbered = beyond.enumerated().allSatisfy { Int($0.element.id) == listed.count + $0.offset }
    if !isNumbered { listed += beyond.map { ($0.id, $0.content) } }
    byID = listed.sorted { $0.id < $1.id }
  }

  /// Whether the model never makes the entry, so that it need not be among the model's.
  private static func isOnlyAdded(_ token: AddedToken, _ pipeline: Pipeline) -> Bool {
    let table = pipeline.parts.model.vocabulary
    return table.kind(of: token.id) == .hole
      || pipeline.parts.library != .huggingFace && pipeline.parts.isByteLevel
        && pipeline.parts.model.isLiteral(token.id)
  }

  /// The first of the unused entries at the end, which fill a table up to a round size.
  private static func end(of table: VocabularyTable) -> TokenID {
    var end = TokenID(table.idLimit)
    while end > 0, table.kind(of: end - 1) == .unused { end -= 1 }
    return end
  }

  private static func spelled(_ id: TokenID, _ pipeline: Pipeline) -> [UInt8]? {
    guard let bytes = pipeline.parts.model.vocabulary.bytes(of: id) else { return nil }
    return pipeline.parts.isByteLevel && !pipeline.parts.model.isLiteral(id)
      ? ByteAlphabet.spell(bytes) : bytes
  }

  func spelling(_ id: TokenID?) -> [UInt8]? { id.flatMap { Self.spelled($0, pipeline) } }

  func write(_ out: inout JSONOutput) {
    out.raw(",\n    \"vocab\": {")
    out.list(byID) { out, entry in
      out.string(entry.spelling)
      out.raw(": \(entry.id)")
    }
    out.raw("}")
  }
}
