import Basics
import Tokens

/// The merges.txt that goes with a vocab.json: one merge a line, two parts with a space between them.
///
/// Lines that begin with `#version` are comments, no others are: `# #` is a merge.
package enum MergesText: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "merges.txt", extensions: ["txt", "bpe"], summary: "The merges of a BPE vocabulary, in rank order.")

  /// The comment of the first line, or lines of two parts each.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    if head.starts(with: "#version".utf8) { return true }
    var lines = TextLines(head)
    var count = 0
    while let line = lines.next(), lines.isWhole || count == 0 {
      let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains { $0 < 0x20 } }) else {
        return false
      }
      count += 1
    }
    return count > 2
  }

  /// The tokenizer; the vocabulary is looked for beside the file.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let files = VocabularyFiles(source.path, isMerges: true)
    let vocabulary = try files.read(files.vocabulary, "vocab.json", for: source)
    return try VocabularyJSON.read(vocabulary, source.takeBytes(), files, &source, ticket)
  }

  /// Puts the merges into a section; their bytes go into the scanner's store.
  static func read(
    _ bytes: [UInt8], file: String, into section: inout ModelSection, _ scanner: inout JSONScanner
  ) throws(Trouble) {
    section.hasMerges = true
    let base = scanner.unescaped.count
    scanner.keep(bytes)
    section.merges.reserveCapacity(bytes.count / 5)
    var lines = TextLines(bytes[...])
    while let line = lines.next() {
      if line.starts(with: "#version".utf8) {
        if section.merges.isEmpty { section.mergeLines = (file, lines.number + 1) }
        continue
      }
      let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Trouble(
          .input, at: .line(file: file, number: lines.number),
          "two parts with one space between them expected, \(parts.count) found",
          remedy: "Export the merges again; some editors change spaces")
      }
      for part in parts {
        section.merges.append(
          JSONText(start: base + part.startIndex, count: part.count, isUnescaped: true))
      }
      try section.checkMerges(file)
    }
    if section.mergeLines == nil { section.mergeLines = (file, 1) }
  }
}

/// The lines of a file, blank ones too, without their ends; what follows the last end counts when it is not empty.
struct TextLines: IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// The number of the last line given, from 1.
  private(set) var number = 0
  /// Whether the last line given ended with a line feed.
  private(set) var isWhole = false

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard position < bytes.endIndex else { return nil }
    let start = position
    while position < bytes.endIndex, bytes[position] != 0x0A { position += 1 }
    var end = position
    isWhole = position < bytes.endIndex
    if isWhole {
      position += 1
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    }
    number += 1
    return bytes[start..<end]
  }
}
