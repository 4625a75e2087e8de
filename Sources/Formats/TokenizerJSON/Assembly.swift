import Basics
import Tokens

/// Puts a tokenizer together from the sections of a tokenizer.json.
struct Assembly {
  private let source: FormatSource
  private let small: [String: Setting]
  private let normalizers: [any Normalizer]
  private let preTokenizers: [any PreTokenizer]
  private let entries: EntryTable
  private let model: BytePairModel
  private let isByteLevel: Bool

  init(_ sections: inout TokenizerJSON.Sections, _ source: FormatSource, _ ticket: Ticket) throws(Trouble) {
    self.source = source
    small = sections.small
    try Self.checkVersion(small["version"], source.file)
    guard var section = sections.model else {
      throw Trouble(
        .input, at: .field(file: source.file, name: "model"), "this section is missing",
        remedy: "Open a tokenizer.json")
    }
    let file = source.file
    let settings = Declaration(section.settings, file: file, field: "model")
    try ModelKind.check(section, settings)
    normalizers = try PipelineCatalog.normalizers(Self.part(small["normalizer"], file, "normalizer"))
    preTokenizers = try PipelineCatalog.preTokenizers(
      Self.part(small["pre_tokenizer"], file, "pre_tokenizer"))
    let fallsBack = try settings.flag("byte_fallback", default: false)
    isByteLevel = PipelineParts.isByteLevel(normalizers, preTokenizers, fallsBackToBytes: fallsBack)
    entries = try EntryTable(section, sections.scanner, isByteLevel: isByteLevel)
    try ticket.step(0.6)
    let rules = try entries.rules(settings, isByteLevel: isByteLevel)
    let merges = try entries.merges(section, sections.scanner, prefix: rules.continuingPrefix)
    // What was read is not needed any more; the tables of the model take its place in memory.
    section = ModelSection.empty
    sections.release()
    try ticket.step(0.7)
    model = try BytePairModel(
      vocabulary: entries.table, merges: merges.pairs, results: merges.results, rules: rules,
      place: .field(file: file, name: "model.merges"))
    try ticket.step(0.95)
  }

  /// The tokenizer.
  func pipeline() throws(Trouble) -> Pipeline {
    let file = source.file
    let (tokens, renumbered) = try AddedTokenReader.read(
      Self.part(small["added_tokens"], file, "added_tokens"), entries)
    let normalizers = normalizers
    let added = try AddedTokens(tokens) { content throws(Trouble) in
      var text = AlignedText(content.span, 0..<content.count)
      for normalizer in normalizers { text = try normalizer.normalize(text) }
      return text.bytes
    }
    var parts = PipelineParts(card: card(renumbered), library: .huggingFace, model: model, added: added)
    parts.normalizers = normalizers
    parts.preTokenizers = preTokenizers
    parts.postProcessors = try PipelineCatalog.postProcessors(
      Self.part(small["post_processor"], file, "post_processor"))
    parts.decoders = try PipelineCatalog.decoders(Self.part(small["decoder"], file, "decoder"))
    parts.settleSpelling(isByteLevel: isByteLevel)
    return Pipeline(parts)
  }

  private func card(_ renumbered: Int) -> TokenizerCard {
    var notes = source.notes
    if let truncation = small["truncation"], case .integer(let length)? = truncation["max_length"] {
      notes.append("The file cuts texts after \(length) tokens; here they are encoded whole.")
    }
    if let padding = small["padding"], padding != .null {
      notes.append("The file pads texts to a common length; here they are not padded.")
    }
    if renumbered > 0 {
      notes.append(
        "\(renumbered) added tokens stand at other ids than the file says, as the library numbers them.")
    }
    return TokenizerCard(
      name: source.name, format: TokenizerJSON.card.name, algorithm: model.summary,
      splitter: PipelineCatalog.summary(preTokenizers), path: source.path, notes: notes)
  }

  private static func part(_ setting: Setting?, _ file: String, _ name: String) -> Declaration? {
    guard let setting, setting != .null else { return nil }
    return Declaration(setting, file: file, field: name)
  }

  private static func checkVersion(_ version: Setting?, _ file: String) throws(Trouble) {
    guard let version, version != .text(Array("1.0".utf8)) else { return }
    var found = "something else"
    if case .text(let bytes) = version { found = String(decoding: bytes, as: UTF8.self) }
    throw Trouble(
      .input, at: .field(file: file, name: "version"), "version 1.0 expected, \(found) found",
      remedy: "Save the tokenizer again with a current library")
  }
}

extension TokenizerJSON.Sections {
  /// Gives the file's bytes back.
  mutating func release() {
    model = nil
    scanner = scanner.emptied()
  }
}
