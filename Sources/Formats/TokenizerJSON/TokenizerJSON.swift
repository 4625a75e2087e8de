import Basics
import Tokens

/// The tokenizer.json of the Hugging Face library.
///
/// Read in one pass: small sections become trees, vocabulary and merges go straight into arrays of places in the file.
/// As the library does, it refuses unknown sections and versions other than 1.0; other than the library it refuses
/// repeated keys and repeated ids, because one of two meanings would be lost.
package enum TokenizerJSON: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "tokenizer.json", extensions: ["json"],
    summary: "A whole tokenizer, as the Hugging Face library saves it.")

  /// A JSON container, or a byte order mark, whose refusal names it. `[PAD]` begins no list.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
    let start = head.drop { $0 <= 0x20 }
    guard start.first == 0x5B else { return start.first == 0x7B }
    let next = start.dropFirst().first { $0 > 0x20 }
    return next.map { $0 &- 0x30 < 10 || "{[]\"-tfn".utf8.contains($0) } ?? true
  }

  /// The tokenizer; the file is given back as soon as the tables are made.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    var sections = try sections(&source, ticket)
    addDetails(to: &sections, source)
    return .tokenizer(try Assembly(&sections, source, ticket).pipeline())
  }

  /// What stands beside the file adds details only; the file itself says how to encode.
  private static func addDetails(to sections: inout Sections, _ source: FormatSource) {
    do {
      sections.details = try TokenizerConfig(beside: SideFiles(of: source.path, roles: ["tokenizer.json"]))
        .details
    } catch {
      sections.notes.append("A file beside it cannot be read: \(error)")
    }
  }

  /// The sections of the file, before they mean anything. Readers of older formats make them too.
  struct Sections {
    var scanner: JSONScanner
    var small: [String: Setting] = [:]
    var model: ModelSection
    /// The name of the format that they come from.
    var format = TokenizerJSON.card.name
    /// For the card.
    var notes: [String] = []
    /// For the card.
    var details: [TokenizerDetail] = []

    /// Gives the file's bytes back.
    mutating func release() {
      model = ModelSection()
      scanner = scanner.emptied()
    }
  }

  private static let names: Set<String> = [
    "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
    "decoder", "model",
  ]

  private static func sections(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Sections {
    var scanner = try JSONScanner(source.takeBytes(), file: source.file)
    var small: [String: Setting] = [:]
    var model: ModelSection?
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      let name = scanner.string(key)
      guard names.contains(name) else {
        throw scanner.trouble(
          "\(name) is not a section of a tokenizer.json", at: key.start,
          remedy: "Remove it, or open the right file")
      }
      if small[name] != nil || (name == "model" && model != nil) {
        throw scanner.trouble("the section \(name) stands twice", at: key.start, remedy: "Remove one of them")
      }
      if name == "model" {
        model = try ModelSection(&scanner, ticket)
      } else {
        small[name] = try scanner.value()
      }
    }
    try scanner.end()
    guard let model else {
      throw Trouble(
        .input, at: .field(file: source.file, name: "model"), "this section is missing",
        remedy: "Open a tokenizer.json")
    }
    return Sections(scanner: scanner, small: small, model: model)
  }
}
