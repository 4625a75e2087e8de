import Basics
import Tokens

/// From the name on the command line to a tokenizer, as the picker finds them.
nonisolated enum TokenizerChoice {
  static let standardName = "bytes"

  static func open(_ name: String) throws(Trouble) -> any Tokenizer {
    guard name == "bytes" else {
      throw Trouble(.usage, at: .option("-t"), "no tokenizer is called \(name)")
    }
    return InterimBytes()
  }
}

private nonisolated struct InterimBytes: Tokenizer {
  let card = TokenizerCard(name: "bytes", format: "built in", algorithm: "bytes")
  let vocabulary: any Vocabulary = InterimVocabulary()
  func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token] {
    text.indices.map { Token(id: TokenID(text[$0]), start: $0, end: $0 + 1) }
  }
  func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] { ids.map { UInt8($0) } }
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { from }
}

private nonisolated struct InterimVocabulary: Vocabulary {
  var count: Int { 256 }
  var idLimit: Int { 256 }
  func bytes(of id: TokenID) -> [UInt8]? { id < 256 ? [UInt8(id)] : nil }
  func id(of bytes: [UInt8]) -> TokenID? { bytes.count == 1 ? TokenID(bytes[0]) : nil }
  func kind(of id: TokenID) -> EntryKind { id < 256 ? .byte : .hole }
  func weight(of id: TokenID) -> EntryWeight? { nil }
}
