import Basics
import Tokens

/// Rank files of tiktoken: one token a line, `base64 rank`.
///
/// The file holds neither the split pattern nor the special tokens. They are taken from what the person gave, else from the
/// sidecar `FILE.meta.json`, else from the well-known vocabulary of that name, else from the one with this content; the card
/// says which. Blank lines, CRLF, a missing last newline and gaps in the ranks are accepted; of a token listed twice
/// the last rank counts; a rank used twice is an error.
package enum Tiktoken: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "tiktoken ranks", extensions: ["tiktoken", "model"],
    summary: "A byte-level BPE vocabulary in rank order, as tiktoken and Llama 3 ship it.")

  /// A first line of base64 and a number.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    var lines = RankLines(head)
    guard let line = lines.next() else { return false }
    guard let space = line.firstIndex(of: 0x20), space > line.startIndex else { return false }
    let isBase64 = line[..<space].allSatisfy { Base64.value($0) != nil || $0 == 0x3D }
    let rank = line[(space + 1)...]
    return isBase64 && !rank.isEmpty && rank.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D }
  }

  /// The tokenizer, with notes on where pattern and special tokens came from.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let ranks = try RankTable(source.takeBytes(), file: source.file, ticket)
    let known = try Companion.find(for: source, ranks)
    let splitter = try Splitters.find(known.pattern, .rust, place: .file(known.origin))
    let model = try BytePairModel(ranked: ranks.table, place: .file(source.path))
    try ticket.step(0.95)
    let added = try AddedTokens(
      known.specials.map { AddedToken(id: $0.id, content: $0.content, isSpecial: true) })
    let card = TokenizerCard(
      name: source.name, format: card.name, algorithm: model.summary, splitter: splitter.summary,
      path: source.path,
      notes: known.notes + ranks.notes)
    var parts = PipelineParts(card: card, library: .tiktoken, model: model, added: added)
    parts.normalizers = known.normalizers
    parts.preTokenizers = [Split(splitter, .removed, isInverted: true)]
    parts.sections = [
      "normalizer": known.normalizers.first.map { .part(type(of: $0).kind) } ?? .null,
      "pre_tokenizer": .split(known.pattern, behavior: "Isolated", inverts: false),
      "decoder": .byteLevel(addsPrefixSpace: false),
    ]
    return .tokenizer(Pipeline(parts))
  }
}

/// The lines of a file that are not blank, without their ends.
struct RankLines: IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// The number of the last line given, from 1.
  private(set) var number = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func next() -> ArraySlice<UInt8>? {
    while position < bytes.endIndex {
      let start = position
      while position < bytes.endIndex, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      let line = bytes[start..<position]
      if position < bytes.endIndex {
        let isPair = bytes[position] == 0x0D && position + 1 < bytes.endIndex && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
      }
      number += 1
      if !line.isEmpty { return line }
    }
    return nil
  }
}
