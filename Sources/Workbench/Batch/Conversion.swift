import Basics
import Documents
import Formats
import Tokens

/// Writes a tokenizer in another format, where that loses nothing.
///
/// What was written is first read back from a folder aside and compared with the tokenizer: the entries, the ids of a text
/// with special text as text and as tokens, what is put around a text, and decoding. Only then it goes to its place.
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
    let comparison = ConversionCheck(tokenizer, result, text)
    if let loss = try comparison.loss(ticket) { throw lost(loss) }
    for file in files { try SafeFile.write(Rope(file.bytes), to: file.path(for: output)) }
    let names = files.map { $0.path(for: output) }.joined(separator: ", ")
    return [
      "\(names): \(format.card.name), \(result.vocabulary.count) entries; read back, it gives the same ids and the same "
        + "decoding as \(tokenizer.card.name) on \(text.count) bytes of text."
    ] + comparison.habits
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

  private func lost(_ what: String) -> Trouble {
    Trouble(
      .input, at: .file(output),
      "\(format.card.name) does not hold all of \(tokenizer.card.name); lost would be \(what)",
      remedy: format == TokenizerJSON.self
        ? "Nothing was written; keep the file as it is, or compare on a text of your own with --text"
        : "Nothing was written; convert to tokenizer.json, which can hold more")
  }
}
