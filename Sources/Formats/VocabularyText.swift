import Basics
import Tokens

/// The vocab.txt of BERT: one entry a line, the number of the line is the id.
///
/// An entry that stands twice has the number of its last line; blank lines count. How text is cleaned is taken from
/// `tokenizer_config.json`, else assumed, and the card says why.
package enum VocabularyText: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "vocab.txt", extensions: ["txt"], summary: "A WordPiece vocabulary, as BERT ships it.")

  /// Lines of UTF-8 without white space inside, as far as can be seen.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    var lines = TextLines(head)
    var count = 0
    while let line = lines.next() {
      // The head may end inside a character.
      let isCut = !lines.isWhole && head.count >= 4096
      if !isCut && !isEntry(line) { return false }
      count += 1
    }
    return count > 1
  }

  private static func isEntry(_ line: ArraySlice<UInt8>) -> Bool {
    let trimmed = trimmed(line)
    return isUTF8(trimmed) && !trimmed.contains { $0 <= 0x20 || $0 == 0x7F }
  }

  /// The tokenizer.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let files = SideFiles(of: source.path, roles: ["vocab.txt"])
    let config = try TokenizerConfig(beside: files)
    let scanner = JSONScanner(plain: source.takeBytes(), file: source.file)
    let (section, hasCapitals) = try section(scanner)
    try ticket.step(0.4)
    let bare = BareVocabulary(scanner: scanner, section: section, format: card.name)
    let (recipe, note) = try Recipe.wordPieces(config, name: source.name, hasCapitals: hasCapitals)
    guard case .text(let unknown)? = recipe.model.first?.1, bare.has(String(decoding: unknown, as: UTF8.self))
    else {
      throw Trouble(
        .input, at: .file(source.path), "the vocabulary has no token for unknown words, such as [UNK]",
        remedy: "Open the vocab.txt of a BERT model, or a tokenizer.json")
    }
    var sections = try bare.sections(recipe, config, source, notes: [note])
    return .tokenizer(try Assembly(&sections, source, ticket).pipeline())
  }

  private static func section(
    _ scanner: JSONScanner
  ) throws(Trouble) -> (section: ModelSection, hasCapitals: Bool) {
    var section = ModelSection()
    section.shape = .named
    var lines = TextLines(scanner.bytes[...])
    var places: [ArraySlice<UInt8>: Int] = [:]
    var hasCapitals = false
    while let line = lines.next() {
      let entry = trimmed(line)
      guard isUTF8(entry) else {
        throw Trouble(
          .input, at: .line(file: scanner.file, number: lines.number), "bytes that are not UTF-8",
          remedy: "Save the file as UTF-8")
      }
      let id = UInt32(lines.number - 1)
      let text = JSONText(start: entry.startIndex, count: entry.count, isUnescaped: false)
      if let place = places[entry] {
        section.ids[place] = id
        continue
      }
      places[entry] = section.ids.count
      try section.add(text, id, scanner)
      try section.checkCount(section.ids.count, "entries", scanner.file)
      if entry.first != 0x5B, entry.first != 0x3C, entry.contains(where: { $0 &- 0x41 < 26 }) {
        hasCapitals = true
      }
    }
    return (section, hasCapitals)
  }

  /// The line without white space at its end, as the library reads it.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last {
      if last == 0x20 || last &- 9 < 5 {
        line = line.dropLast()
      } else if let space = spaces.first(where: { line.suffix($0.count).elementsEqual($0) }) {
        line = line.dropLast(space.count)
      } else {
        break
      }
    }
    return line
  }

  /// White space beyond ASCII.
  private static let spaces: [[UInt8]] =
    ([0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200A))
    .map { JSONCharacters.bytes($0) }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = Array(bytes)
    var position = 0
    while position < text.count {
      let length = text[position] < 0x80 ? 1 : JSONCharacters.length(text.span, position)
      if length == 0 { return false }
      position += length
    }
    return true
  }
}
