import Basics
import Tokens

/// The vocab.json of GPT-2 and its kin, with the merges.txt beside it.
///
/// The two say nothing of how text is split: that is taken from `tokenizer_config.json` (the class), from `meta.json`, or
/// from the entries; the card says which.
package enum VocabularyJSON: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "vocab.json and merges.txt", extensions: ["json", "txt"],
    summary: "A BPE vocabulary and its merges, as GPT-2, RoBERTa and the first Qwen ship them.")

  /// An object whose first value is a number.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    guard var scanner = try? JSONScanner(Array(head), file: ""), (try? scanner.beginObject()) != nil,
      (try? scanner.nextKey()) != nil
    else { return false }
    return scanner.peek().map { $0 &- 0x30 < 10 || $0 == 0x2D } ?? false
  }

  /// The tokenizer; the merges are looked for beside the file.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let files = VocabularyFiles(source.path, isMerges: false)
    let merges = try files.read(files.merges, "merges.txt", for: source)
    return try read(source.takeBytes(), merges, files, &source, ticket)
  }

  /// The tokenizer of the bytes of both files.
  static func read(
    _ vocabulary: [UInt8], _ merges: [UInt8], _ files: VocabularyFiles, _ source: inout FormatSource,
    _ ticket: Ticket
  ) throws(Trouble) -> Content {
    var scanner = try JSONScanner(vocabulary, file: files.vocabularyName)
    var section = try ModelSection(vocabulary: &scanner, ticket)
    try MergesText.read(merges, file: files.mergesName, into: &section, &scanner)
    let config = try TokenizerConfig(beside: files.side)
    let bare = BareVocabulary(scanner: scanner, section: section, format: card.name)
    let (recipe, note) = try Recipe.bytePairs(config, pattern: source.pattern, has: bare.has)
    var sections = try bare.sections(recipe, config, source, notes: [note])
    section = ModelSection()
    scanner = scanner.emptied()
    return .tokenizer(try Assembly(&sections, source, ticket).pipeline())
  }
}
