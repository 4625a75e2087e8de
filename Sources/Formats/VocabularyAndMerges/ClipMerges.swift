import Basics
import Tokens

/// The merges of CLIP, `bpe_simple_vocab_16e6.txt`, from which the vocabulary follows.
///
/// The entries are the 256 characters of the byte alphabet, the same with `</w>`, what the first 48,894 merges make, and two
/// special tokens: 49,408 in all. Further lines are not used, as in the original program.
/// Source: Radford et al., "Learning transferable visual models from natural language supervision", ICML 2021.
package enum ClipMerges: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "CLIP merges", extensions: ["txt", "gz"], summary: "The merges of CLIP's tokenizer.")

  private static let title = "\"bpe_simple_vocab"
  private static let used = 49152 - 256 - 2
  private static let suffix = Array("</w>".utf8)
  private static let specials = ["<|startoftext|>", "<|endoftext|>"]

  /// The first line names the file.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: title.utf8) }

  /// The tokenizer.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let file = source.file
    let lines = firstLines(source.takeBytes())
    var scanner = JSONScanner(plain: [], file: file)
    var section = ModelSection()
    try MergesText.read(lines.bytes, file: file, into: &section, &scanner)
    section.mergeLines = (file, 2)
    try ticket.step(0.3)
    addEntries(to: &section, &scanner)
    let notes = [
      "Text is split and lower-cased as CLIP does; encodings and HTML entities are not repaired.",
      "The first \(section.merges.count / 2) merges are used.",
    ]
    let bare = BareVocabulary(scanner: scanner, section: section, format: card.name)
    var sections = try bare.sections(
      .clip, try TokenizerConfig(beside: nil), source, notes: notes)
    return .tokenizer(try Assembly(&sections, source, ticket).pipeline())
  }

  /// The lines that are used, without the first.
  private static func firstLines(_ bytes: [UInt8]) -> (bytes: [UInt8], count: Int) {
    var lines = TextLines(bytes[...])
    _ = lines.next()
    var used: [UInt8] = []
    while lines.number <= Self.used, let line = lines.next() {
      // The original program stops at an empty line, which ends the file.
      if line.isEmpty { break }
      used += line + [0x0A]
    }
    return (used, lines.number - 1)
  }

  private static func addEntries(to section: inout ModelSection, _ scanner: inout JSONScanner) {
    section.shape = .named
    func add(_ spelling: [UInt8]) {
      let text = JSONText(start: scanner.unescaped.count, count: spelling.count, isUnescaped: true)
      scanner.keep(spelling)
      section.spellings.append(text)
      section.ids.append(UInt32(section.ids.count))
    }
    let characters = alphabet
    for character in characters { add(character) }
    for character in characters { add(character + suffix) }
    for place in stride(from: 0, to: section.merges.count, by: 2) {
      add(Array(scanner.bytes(section.merges[place])) + scanner.bytes(section.merges[place + 1]))
    }
    for special in specials { add(Array(special.utf8)) }
  }

  /// Bytes that are printed as themselves come first, then the others.
  private static var alphabet: [[UInt8]] {
    let spelled = (UInt8.min...255).map { ByteAlphabet.spell([$0]) }
    let plain = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)
    let others = (0...255).filter { !plain.contains($0) }
    return (plain + others).map { spelled[$0] }
  }
}
