import Basics
import Tokens

/// The `.model` files of SentencePiece: BPE, unigram, character and word models with their normalizer.
///
/// A protocol buffer (`sentencepiece.proto` has the fields). Parts that are missing take the defaults of the format, so a
/// model without its training settings is a unigram model. Unknown kinds of models and entries count as the defaults too,
/// as closed enumerations do in the library. What the library refuses is refused: entries that are empty or stand twice, no
/// unknown entry or two, incomplete byte entries, scores that are not finite, tables that point outside themselves.
/// Source: Kudo and Richardson, "SentencePiece: a simple and language independent subword tokenizer and detokenizer for
/// neural text processing", EMNLP 2018 demonstrations, arXiv 1808.06226.
package enum SentencePiece: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "SentencePiece model", extensions: ["model", "spm"],
    summary: "A BPE, unigram, character or word model with its normalizer, as SentencePiece trains it.")

  /// An entry, inside its length, that begins with its text; or another part of a model that fits its length.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    var wire = Wire(head)
    guard let first = wire.field() else { return false }
    if first.number == 2 || first.number == 3 { return first.isBlock && head.first != 0x22 }
    guard first.number == 1, first.isBlock else { return false }
    var entry = Wire(first.block)
    guard let text = entry.field(), text.number == 1, text.isBlock, !text.isCut else { return false }
    guard let next = entry.peek() else { return true }
    return next == 0x15 || next == 0x18
  }

  /// The tokenizer.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let proto = try message(source.takeBytes(), source, ticket)
    return .tokenizer(try SentencePieceAssembly(proto, source, ticket).pipeline(ticket))
  }

  private static func message(
    _ bytes: [UInt8], _ source: FormatSource, _ ticket: Ticket
  ) throws(Trouble) -> SentencePieceModel {
    var wire = Wire(bytes[...])
    var entries = 0
    while let field = wire.field() { if field.number == 1 { entries += 1 } }
    guard entries < VocabularyTable.idCeiling else {
      throw Trouble(.limit, at: .file(source.path), "\(entries) entries are more than can be numbered")
    }
    try ticket.step(0.1)
    do { return try SentencePieceModel(serializedBytes: bytes) } catch {
      throw Trouble(
        .input, at: .byte(file: source.path, offset: wire.position),
        "the model cannot be read from here on", remedy: "Fetch the file again")
    }
  }
}

/// The fields of a protocol buffer one after another, without their meaning.
///
/// Source: Protocol Buffers, "Encoding", protobuf.dev.
struct Wire {
  /// A field; `block` holds its bytes where it has a length, as far as they are there.
  struct Field {
    var number: UInt64
    var isBlock: Bool
    var block: ArraySlice<UInt8>
    /// Whether its bytes are not all there.
    var isCut: Bool
  }

  private let bytes: ArraySlice<UInt8>
  /// Where the next field begins; where reading failed.
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  func peek() -> UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// The next field, nil at the end and where there is none.
  mutating func field() -> Field? {
    let start = position
    guard let tag = varint(), tag >> 3 > 0 else {
      position = start
      return nil
    }
    var field = Field(number: tag >> 3, isBlock: false, block: [], isCut: false)
    switch tag & 7 {
    case 0: field.isCut = varint() == nil
    case 1: field.isCut = !skip(8)
    case 5: field.isCut = !skip(4)
    case 2:
      guard let length = varint() else {
        position = start
        return nil
      }
      field.isBlock = true
      let left = bytes.endIndex - position
      field.isCut = length > UInt64(left)
      field.block = bytes[position..<position + Int(min(length, UInt64(left)))]
      position = field.block.endIndex
    default:
      position = start
      return nil
    }
    return field
  }

  private mutating func skip(_ count: Int) -> Bool {
    let left = bytes.endIndex - position
    position += min(count, left)
    return left >= count
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { return nil }
      let byte = bytes[position]
      position += 1
      value |= shift < 64 ? UInt64(byte & 0x7F) << shift : 0
      if byte < 0x80 { return value }
    }
    return nil
  }
}
