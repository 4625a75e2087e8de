import Basics
import Tokens

/// A tokenizer small enough to know by heart: each byte is a token, except that `ab` is 256 and `<end>` is special 257.
/// Where it may be cut: in front of every space.
struct ToyTokenizer: Tokenizer {
  let card = TokenizerCard(name: "toy", format: "built in", algorithm: "pairs")
  let vocabulary: any Vocabulary = ToyVocabulary()
  private static let special = Array("<end>".utf8)

  func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token] {
    var tokens: [Token] = options.addSpecial ? [Token(id: 258, start: 0, end: 0)] : []
    var i = 0
    while i < text.count {
      if text[i] == 60, text[i...].starts(with: Self.special), options.special != .text {
        if options.special == .refuse {
          throw Trouble(.input, at: .text(i..<i + 5), "special text is refused")
        }
        tokens.append(Token(id: 257, start: i, end: i + 5))
        i += 5
      } else if text[i] == 97, i + 1 < text.count, text[i + 1] == 98 {
        tokens.append(Token(id: 256, start: i, end: i + 2))
        i += 2
      } else {
        tokens.append(Token(id: TokenID(text[i]), start: i, end: i + 1))
        i += 1
      }
    }
    if options.addSpecial { tokens.append(Token(id: 257, start: text.count, end: text.count)) }
    return tokens
  }

  func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] {
    ids.flatMap { id -> [UInt8] in
      if options.skipSpecial && id >= 257 { return [] }
      return vocabulary.bytes(of: id) ?? []
    }
  }

  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    var i = max(1, from)
    while i < bytes.count {
      if bytes[i] == 0x20 { return i }
      i += 1
    }
    return nil
  }

  func derivation(of id: TokenID) -> Derivation? {
    guard id == 256 else { return nil }
    return Derivation(nodes: [
      .init(id: 97, bytes: [97]), .init(id: 98, bytes: [98]),
      .init(id: 256, bytes: [97, 98], rank: 0, left: 0, right: 1),
    ])
  }
}

struct ToyVocabulary: Vocabulary {
  var count: Int { 259 }
  var idLimit: Int { 259 }

  func bytes(of id: TokenID) -> [UInt8]? {
    switch id {
    case 0..<256: [UInt8(id)]
    case 256: [97, 98]
    case 257: Array("<end>".utf8)
    case 258: Array("<start>".utf8)
    default: nil
    }
  }

  func id(of bytes: [UInt8]) -> TokenID? { (0..<259).first { self.bytes(of: $0) == bytes } }

  func kind(of id: TokenID) -> EntryKind {
    id < 256 ? .byte : id == 256 ? .normal : id < 259 ? .special : .hole
  }

  func weight(of id: TokenID) -> EntryWeight? { id == 256 ? .rank(0) : nil }
}
