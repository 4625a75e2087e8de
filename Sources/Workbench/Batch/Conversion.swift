import Basics
import Documents
import Formats
import Tokens

/// Writes a tokenizer in another format, where that loses nothing.
///
/// What was written is first read back from a folder aside and compared with the tokenizer: the entries, the ids of a text
/// with special text as text and as tokens, what is put around a text, and decoding. Only then it goes to its place.
///
/// What a library does to decoded text by itself, whatever the file says, is no part of the tokenizer: the spaces that llama.cpp
/// takes away before punctuation, and what stands for unknown text. It is left out of the comparison and told.
package struct Conversion: Sendable {
  /// Formats by the ends of file names that mean them, the longest first.
  private static let endings: [(ending: String, format: any WritableFormat.Type)] = [
    ("vocab.json", VocabularyJSON.self), (".model", SentencePiece.self), ("vocab.txt", VocabularyText.self),
    ("tekken.json", Tekken.self),
    (".tiktoken", Tiktoken.self), (".gguf", GGUF.self),
    (".json", TokenizerJSON.self),
  ]

  private let tokenizer: any Tokenizer
  private let pipeline: Pipeline
  private let format: any WritableFormat.Type
  private let output: String

  /// Throws when the name of the output means no format that is written, or the tokenizer has no file.
  package init(_ tokenizer: any Tokenizer, to output: String) throws(Trouble) {
    guard let pipeline = tokenizer as? Pipeline else {
      throw Trouble(
        .usage, "\(tokenizer.card.name) is built in and has no vocabulary to convert",
        remedy: "Name a tokenizer that is read from a file")
    }
    let name = output.lowercased()
    guard let found = Self.endings.first(where: { name.hasSuffix($0.ending) }) else {
      throw Trouble(
        .usage, at: .file(output), "the name does not say which format is wanted",
        remedy: "End it in \(Self.endings.map(\.ending).joined(separator: ", "))")
    }
    self.tokenizer = tokenizer
    self.pipeline = pipeline
    self.format = found.format
    self.output = output
  }

  /// Writes, compares on `text` and moves into place; sentences on what was done. Throws what would be lost.
  package func run(comparingOn text: [UInt8], _ ticket: Ticket) throws(Trouble) -> [String] {
    let files = try format.write(pipeline, ticket)
    try ticket.step(0.3)
    let aside = output + ".tessera-check"
    try SafeFile.makeFolder(absolute(aside))
    defer { SafeFile.removeFolder(aside) }
    let main = aside + "/" + (output.split(separator: "/").last.map(String.init) ?? output)
    for file in files { try SafeFile.write(Rope(file.bytes), to: file.path(for: main)) }
    let result = try readBack(main, ticket)
    try ticket.step(0.6)
    try compare(with: result, on: text, ticket)
    for file in files { try SafeFile.write(Rope(file.bytes), to: file.path(for: output)) }
    let names = files.map { $0.path(for: output) }.joined(separator: ", ")
    return [
      "\(names): \(format.card.name), \(result.vocabulary.count) entries; read back, it gives the same ids and the same "
        + "decoding as \(tokenizer.card.name) on \(text.count) bytes of text."
    ] + habits(result)
  }

  /// What differs because the libraries decode by habits of their own.
  private func habits(_ result: any Tokenizer) -> [String] {
    let cleanUps = [tokenizer, result].map(Self.cleansUp)
    if cleanUps[0] == cleanUps[1] { return [] }
    return [
      "Decoding as llama.cpp does takes spaces away before punctuation; the other library keeps them. The ids are the same."
    ]
  }

  private static func cleansUp(_ tokenizer: any Tokenizer) -> Bool {
    ((tokenizer as? Pipeline)?.parts.idDecoder as? LlamaCppDecoder)?.cleansUp ?? false
  }

  /// The tokenizer without the clean-up of decoded text.
  private static func keepingSpaces(_ tokenizer: any Tokenizer) -> any Tokenizer {
    guard let pipeline = tokenizer as? Pipeline, let decoder = pipeline.parts.idDecoder as? LlamaCppDecoder else {
      return tokenizer
    }
    var parts = pipeline.parts
    parts.idDecoder = decoder.keepingSpaces
    return Pipeline(parts)
  }

  private func readBack(_ path: String, _ ticket: Ticket) throws(Trouble) -> any Tokenizer {
    do {
      return try TokenizerReader.read(path: path, name: tokenizer.card.name, ticket: ticket)
    } catch {
      throw error.kind == .cancelled ? error : lost("something that its readers insist on: \(error.what)")
    }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : SafeFile.workingFolder + "/" + path
  }

  private func compare(with result: any Tokenizer, on text: [UInt8], _ ticket: Ticket) throws(Trouble) {
    for special in [SpecialPolicy.text, .allow] {
      let agreement = try Agreement(tokenizer, result, on: text, EncodeOptions(special: special), ticket)
      let entries = agreement.entries.filter { !isFiller($0) }
      if let entry = entries.first { throw lost("the entry \(entry.id) (\(entries.count) differ)") }
      if let parting = agreement.disagreement {
        throw lost("the ids of the text from byte \(parting.offset) on: \(parting.explanation)")
      }
    }
    let sample = Array("tessera".utf8)
    let framed = EncodeOptions(addSpecial: true)
    if try tokenizer.encode(sample, framed, ticket).map(\.id)
      != result.encode(sample, framed, ticket).map(\.id)
    {
      throw lost("what is put before and after a text (the post-processor)")
    }
    let ids = try tokenizer.encode(text, EncodeOptions(special: .text), ticket).map(\.id).filter { id in
      tokenizer.vocabulary.kind(of: id) != .unknown && result.vocabulary.kind(of: id) != .unknown
    }
    if try Self.keepingSpaces(tokenizer).decode(ids) != Self.keepingSpaces(result).decode(ids) {
      throw lost("how ids are decoded")
    }
  }

  /// Whether the entry has no use and only fills the table up, and is left out.
  private func isFiller(_ entry: Agreement.Entry) -> Bool {
    entry.second == nil && tokenizer.vocabulary.kind(of: entry.id) == .unused
  }

  private func lost(_ what: String) -> Trouble {
    Trouble(
      .input, at: .file(output),
      "\(format.card.name) does not hold all of \(tokenizer.card.name); lost would be \(what)",
      remedy: format == TokenizerJSON.self
        ? "Nothing was written; keep the file as it is, or compare on a text of your own with --text"
        : "Nothing was written; convert to tokenizer.json, which can hold more")
  }
}
