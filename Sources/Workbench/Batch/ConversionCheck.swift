import Basics
import Tokens

/// Whether a tokenizer that was written in another format still does the same.
///
/// What a library does by itself, whatever the file says, is no part of the tokenizer and left out: the spaces that llama.cpp takes
/// away before punctuation, what stands for unknown text, and whether a token is looked for that is only added, or unknown.
/// Models of SentencePiece whose sums have 32 bits are compared line by line, as that library encodes sentences: in a long
/// text its sums lose the bits that matter.
struct ConversionCheck {
  private let tokenizer: any Tokenizer
  private let result: any Tokenizer
  private let text: [UInt8]

  init(_ tokenizer: any Tokenizer, _ result: any Tokenizer, _ text: [UInt8]) {
    self.tokenizer = tokenizer
    self.result = result
    self.text = text
  }

  /// What would be lost, in words that follow "lost would be"; nil when nothing.
  func loss(_ ticket: Ticket) throws(Trouble) -> String? {
    let entries = try Agreement(tokenizer, result, on: [], EncodeOptions(), ticket).entries.filter {
      !isFiller($0)
    }
    if let entry = entries.first { return "the entry \(entry.id) (\(entries.count) differ)" }
    for special in [SpecialPolicy.text, .allow] {
      if let loss = try loss(EncodeOptions(special: special), ticket) { return loss }
    }
    let sample = Array("tessera".utf8)
    let framed = EncodeOptions(addSpecial: true)
    let frames = (try tokenizer.encode(sample, framed, ticket), try result.encode(sample, framed, ticket))
    return frames.0.map(\.id) == frames.1.map(\.id)
      ? nil : "what is put before and after a text (the post-processor)"
  }

  /// What differs because the libraries decode by habits of their own.
  var habits: [String] {
    Self.cleansUp(tokenizer) == Self.cleansUp(result)
      ? []
      : [
        "Decoding as llama.cpp does takes spaces away before punctuation; the other library keeps them. The ids are the same."
      ]
  }

  private func loss(_ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> String? {
    let whole = neutral(options.special)
    let parts =
      isSingle ? whole.split(separator: 0x0A, omittingEmptySubsequences: true).map(Array.init) : [whole]
    let (one, two) = (Self.keepingSpaces(tokenizer), Self.keepingSpaces(result))
    var offset = 0
    for part in parts {
      try ticket.step(0.7 + 0.2 * Double(offset) / Double(max(1, whole.count)))
      let ids = try tokenizer.encode(part, options, ticket).map(\.id)
      if try ids != result.encode(part, options, ticket).map(\.id) {
        let parting = try Agreement(tokenizer, result, on: part, options, ticket).disagreement
        let place =
          parts.count > 1 ? "the line \"\(Legible.string(of: Array(part.prefix(60))))\"" : "the text"
        return "the ids of \(place) from byte \(parting?.offset ?? 0) on: \(parting?.explanation ?? "")"
      }
      let known = ids.filter { !isUnknown($0) }
      // Spaces around unknown text are told from those at the ends of a line by what stands for it.
      let isDecoded = options.special == .text && (parts.count == 1 || known.count == ids.count)
      if isDecoded, try one.decode(known) != two.decode(known) { return "how ids are decoded" }
      offset += part.count
    }
    return nil
  }

  private func isUnknown(_ id: TokenID) -> Bool {
    tokenizer.vocabulary.kind(of: id) == .unknown || result.vocabulary.kind(of: id) == .unknown
  }

  /// Whether one of the two adds scores up in 32 bits.
  private var isSingle: Bool { hasUnigram(.single) }

  private func hasUnigram(_ precision: UnigramModel.Precision) -> Bool {
    [tokenizer, result].contains {
      (($0 as? Pipeline)?.parts.model as? UnigramModel)?.precision == precision
    }
  }

  /// The text with a line feed for each token that only one of the libraries looks for under this policy.
  private func neutral(_ special: SpecialPolicy) -> [UInt8] {
    guard let (one, two) = pipelines, one.parts.library != two.parts.library else { return text }
    var contents: [[UInt8]] = []
    if special == .text {
      // Hugging Face's unigram model finds every entry in a text, special ones too.
      let findsSpecial = hasUnigram(.double)
      let differ = Self.alwaysLooks(one) != Self.alwaysLooks(two)
      for pipeline in [one, two] {
        contents += pipeline.parts.added.all.filter { $0.isSpecial ? findsSpecial : differ }.map(\.content)
        contents += findsSpecial ? Self.unknownSpelling(pipeline) : []
      }
    }
    if special == .allow {
      for (pipeline, other) in [(one, two), (two, one)] {
        contents += pipeline.parts.added.all.filter {
          pipeline.parts.model.vocabulary.kind(of: $0.id) == .unknown
            && other.parts.added.token(of: $0.id) == nil
        }.map(\.content)
      }
    }
    return contents.isEmpty ? text : Self.text(text, without: Set(contents))
  }

  private static func unknownSpelling(_ pipeline: Pipeline) -> [[UInt8]] {
    let table = pipeline.parts.model.vocabulary
    return (0..<TokenID(table.idLimit)).filter { table.kind(of: $0) == .unknown }.compactMap(table.bytes)
  }

  private var pipelines: (Pipeline, Pipeline)? {
    guard let one = tokenizer as? Pipeline, let two = result as? Pipeline else { return nil }
    return (one, two)
  }

  /// Whether added tokens that are not special are looked for where special text is plain text.
  private static func alwaysLooks(_ pipeline: Pipeline) -> Bool {
    ![.huggingFace, .tiktoken].contains(pipeline.parts.library)
  }

  private static func text(_ text: [UInt8], without contents: Set<[UInt8]>) -> [UInt8] {
    let lengths = Set(contents.map(\.count)).sorted(by: >)
    let firsts = Set(contents.compactMap(\.first))
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let length =
        firsts.contains(text[position])
        ? lengths.first {
          position + $0 <= text.count && contents.contains(Array(text[position..<position + $0]))
        } : nil
      result.append(length == nil ? text[position] : 0x0A)
      position += length ?? 1
    }
    return result
  }

  /// Whether the entry has no use and only fills the table up, and is left out.
  private func isFiller(_ entry: Agreement.Entry) -> Bool {
    entry.second == nil && tokenizer.vocabulary.kind(of: entry.id) == .unused
  }

  private static func cleansUp(_ tokenizer: any Tokenizer) -> Bool {
    ((tokenizer as? Pipeline)?.parts.idDecoder as? LlamaCppDecoder)?.cleansUp ?? false
  }

  /// The tokenizer without the clean-up of decoded text.
  private static func keepingSpaces(_ tokenizer: any Tokenizer) -> any Tokenizer {
    guard let pipeline = tokenizer as? Pipeline, let decoder = pipeline.parts.idDecoder as? LlamaCppDecoder
    else { return tokenizer }
    var parts = pipeline.parts
    parts.idDecoder = decoder.keepingSpaces
    return Pipeline(parts)
  }
}
