import Basics
import Tokens

/// Stands in until the first tokenizer has been read: it cuts nothing, and its card says what is being loaded.
package struct PendingTokenizer: Tokenizer {
  package let card: TokenizerCard
  package let vocabulary: any Vocabulary = EmptyVocabulary()

  package init(loading name: String) {
    let short = name.split(separator: "/").last.map(String.init) ?? name
    card = TokenizerCard(name: "loading \(short) …", format: "", algorithm: "")
  }

  package func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token]
  { [] }
  package func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] { [] }
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { from }
}

/// A vocabulary without entries.
private struct EmptyVocabulary: Vocabulary {
  let count = 0
  let idLimit = 0
  func bytes(of id: TokenID) -> [UInt8]? { nil }
  func id(of bytes: [UInt8]) -> TokenID? { nil }
  func kind(of id: TokenID) -> EntryKind { .hole }
  func weight(of id: TokenID) -> EntryWeight? { nil }
}
