import Basics

/// A way of cutting a text into numbered tokens and of putting it together again.
///
/// Implementations are immutable values or final classes: one instance serves all threads.
package protocol Tokenizer: Sendable {
  /// Name, format, algorithm, and where it came from.
  var card: TokenizerCard { get }

  /// The entries.
  var vocabulary: any Vocabulary { get }

  /// The tokens of `text` in order. `text` may hold any bytes; it need not be UTF-8.
  /// Throws when special text is met and `options.special` refuses it, or when cancelled.
  func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token]

  /// The ids of `encode` alone: cheaper, since nobody asks where the tokens stand.
  func ids(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [TokenID]

  /// How many tokens `encode` gives: cheaper still, since none is kept.
  func count(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> Int

  /// The bytes that the ids stand for, as the tokenizer's own library decodes them.
  func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8]

  /// The first position p in `from...bytes.count` at which a text may be cut in two so that encoding the parts
  /// gives the tokens of the whole, whatever stands before `from` and after the end of `bytes`; nil when
  /// there is none in sight. `bytes` is a window of the text; the answer depends on bytes near p only.
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int?

  /// How the model comes to this entry (merge tree, trie path …), or nil when there is nothing to tell.
  func derivation(of id: TokenID) -> Derivation?

  /// What becomes of `text` stage by stage; the last stage has the tokens of `encode` with the same options.
  func trace(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> Trace

  /// Why the model cuts this piece (a part of the trace's stage before the model) as it does around one of its bytes, nil
  /// when there is nothing to tell. Of a piece longer than `Reasons.pieceLimit` a part is explained.
  func reasons(for piece: [UInt8], at byte: Int) -> ExplainedPiece?

  /// The byte ranges that the tokenizer's own library reports for these tokens of `text`: whole characters
  /// for tokens that hold a part of one, trimmed spaces where its post-processor trims. Ours are `Token.bytes`.
  func referenceSpans(_ tokens: [Token], in text: [UInt8]) -> [Range<Int>]
}

extension Tokenizer {
  /// The tokens of `text` with the library's own treatment of special text.
  package func encode(_ text: [UInt8]) throws(Trouble) -> [Token] {
    try encode(text, EncodeOptions(), Ticket())
  }

  package func ids(
    _ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> [TokenID] {
    try encode(text, options, ticket).map(\.id)
  }

  package func count(
    _ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> Int {
    try encode(text, options, ticket).count
  }

  /// The bytes of `ids` with special tokens kept.
  package func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8] { try decode(ids, DecodeOptions()) }

  package func derivation(of id: TokenID) -> Derivation? { nil }

  package func trace(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> Trace {
    var record = TraceRecord(text)
    let tokens = try encode(text, options, ticket)
    record.add(.model, card.algorithm, tokens.map { record.token($0, Array(text[$0.bytes])) })
    return Trace(stages: record.stages)
  }

  package func reasons(for piece: [UInt8], at byte: Int) -> ExplainedPiece? { nil }

  package func referenceSpans(_ tokens: [Token], in text: [UInt8]) -> [Range<Int>] { tokens.map(\.bytes) }
}

/// What a person sees of a tokenizer before using it.
package struct TokenizerCard: Sendable, Equatable {
  /// A short name: `cl100k_base`, `gpt2`, the file's stem or the folder's.
  package var name: String
  /// The file format in words: `tokenizer.json`, `tiktoken`, `built in`.
  package var format: String
  /// The algorithm in words: `byte-level BPE`, `bytes`.
  package var algorithm: String
  /// The splitter in words: `GPT-2 pattern`, `PCRE2 pattern`, `none`.
  package var splitter: String
  /// The file it was read from; empty for built-in ones.
  package var path: String
  /// What a person must know: assumptions made, what a sample tokenizer is; one sentence each.
  package var notes: [String]
  /// What the files say beside how to encode.
  package var details: [TokenizerDetail] = []

  package init(
    name: String, format: String, algorithm: String, splitter: String = "none", path: String = "",
    notes: [String] = []
  ) {
    self.name = name
    self.format = format
    self.algorithm = algorithm
    self.splitter = splitter
    self.path = path
    self.notes = notes
  }
}

/// Something that files say about a tokenizer beside how it encodes: the template of its chats, the length of its context.
package struct TokenizerDetail: Sendable, Equatable {
  /// As the file calls it.
  package var name: String
  /// As the file gives it, of any length.
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What to do with text that spells a special token.
package enum SpecialPolicy: String, Sendable, CaseIterable {
  /// As the tokenizer's own library does in a plain encode.
  case library
  /// Special tokens are not looked for: their text is encoded like any other.
  case text
  /// Special text becomes the special token.
  case allow
  /// Special text is an error.
  case refuse
}

/// Settings of one encode.
package struct EncodeOptions: Sendable, Equatable {
  package var special: SpecialPolicy = .library
  /// Run the post-processor: BOS, EOS, templates. Tokens that it adds have an empty byte range.
  package var addSpecial = false
  /// The text is a window of a longer one, cut where `safeCut` said. Only matters for bytes that are not UTF-8: tiktoken
  /// encodes everything from the piece before the first such byte to the end as one piece, which no window can know.
  package var isWindow = false
  /// Text stands before this window, which was cut where `safeCut` said: it gets nothing of what a tokenizer puts before or
  /// takes from the beginning of a text (SentencePiece's space, for one).
  package var startsInside = false
  /// Tokens drawn at random; nil for the tokenizer's own. Throws where the model has no such choice.
  package var sampling: Sampling?

  package init(
    special: SpecialPolicy = .library, addSpecial: Bool = false, isWindow: Bool = false,
    startsInside: Bool = false, sampling: Sampling? = nil
  ) {
    self.special = special
    self.addSpecial = addSpecial
    self.isWindow = isWindow
    self.startsInside = startsInside
    self.sampling = sampling
  }
}

/// Settings of one decode.
package struct DecodeOptions: Sendable, Equatable {
  /// Leave special tokens out of the text.
  package var skipSpecial = false

  package init(skipSpecial: Bool = false) { self.skipSpecial = skipSpecial }
}
