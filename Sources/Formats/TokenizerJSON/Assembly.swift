import Basics
import Tokens

/// Puts a tokenizer together from the sections of a tokenizer.json.
struct Assembly {
  private let source: FormatSource
  private let small: [String: Setting]
  private let format: String
  private let normalizers: [any Normalizer]
  private let preTokenizers: [any PreTokenizer]
  private let built: BuiltModel
  private let notes: [String]
  private let details: [TokenizerDetail]

  init(_ sections: inout TokenizerJSON.Sections, _ source: FormatSource, _ ticket: Ticket) throws(Trouble) {
    self.source = source
    small = sections.small
    format = sections.format
    try Self.checkVersion(small["version"], source.file)
    let file = source.file
    let settings = Declaration(sections.model.settings, file: file, field: "model")
    let kind = try ModelCatalog.find(sections.model, settings)
    normalizers = try PipelineCatalog.normalizers(Self.part(small["normalizer"], file, "normalizer"))
    preTokenizers = try PipelineCatalog.preTokenizers(
      Self.part(small["pre_tokenizer"], file, "pre_tokenizer"))
    let spellsBytes = PipelineParts.spellsBytes(normalizers, preTokenizers)
    notes = source.notes + sections.notes
    details = sections.details
    built = try kind.build(&sections, settings, spellsBytes: spellsBytes, ticket)
    try ticket.step(0.95)
  }

  /// The tokenizer.
  func pipeline() throws(Trouble) -> Pipeline {
    let (tokens, renumbered) = try AddedTokenReader.read(part("added_tokens"), built.entries)
    let normalizers = normalizers
    let added = try AddedTokens(tokens) { content throws(Trouble) in
      var text = AlignedText(content.span, 0..<content.count)
      for normalizer in normalizers { text = try normalizer.normalize(text) }
      return text.bytes
    }
    let truncation = try part("truncation").map { part throws(Trouble) in try Truncation(part) }
    let padding = try part("padding").map { part throws(Trouble) in try Padding(part) }
    var parts = PipelineParts(
      card: card(renumbered, truncation, padding), library: .huggingFace, model: built.model, added: added)
    (parts.truncation, parts.padding) = (truncation, padding)
    parts.normalizers = normalizers
    parts.preTokenizers = preTokenizers
    parts.postProcessors = try PipelineCatalog.postProcessors(part("post_processor"))
    parts.decoders = try PipelineCatalog.decoders(part("decoder"))
    parts.sections = small.filter { $0.key != "added_tokens" }
    parts.settleSpelling(isByteLevel: built.isByteLevel)
    return Pipeline(parts)
  }

  private func card(_ renumbered: Int, _ truncation: Truncation?, _ padding: Padding?) -> TokenizerCard {
    var notes = notes + built.notes
    if let truncation {
      notes.append("The file cuts texts after \(truncation.length) tokens; here they are encoded whole.")
    }
    if padding != nil {
      notes.append("The file pads texts to a common length; here they are not padded.")
    }
    if renumbered > 0 {
      notes.append(
        "\(renumbered) added tokens stand at other ids than the file says, as the library numbers them.")
    }
    var card = TokenizerCard(
      name: source.name, format: format, algorithm: built.model.summary,
      splitter: PipelineCatalog.summary(preTokenizers), path: source.path, notes: notes)
    card.details = details
    return card
  }

  private func part(_ name: String) -> Declaration? { Self.part(small[name], source.file, name) }

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
