import Basics

/// A segmenter as a tokenizer.
package struct SegmentTokenizer: Tokenizer {
  private let segmenter: any Segmenter

  package init(_ segmenter: any Segmenter) { self.segmenter = segmenter }

  package var card: TokenizerCard {
    TokenizerCard(
      name: segmenter.name, format: "built in", algorithm: segmenter.name, notes: [segmenter.definition])
  }

  package var vocabulary: any Vocabulary { SegmentVocabulary(segmenter: segmenter) }

  package func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token]
  {
    if let sampling = options.sampling {
      throw Sampling.unfit(sampling.method, "the built-in segmenter \(segmenter.name)")
    }
    var tokens: [Token] = []
    let span = text.span
    try segmenter.forEachUnit(in: span) { (start, end) throws(Trouble) in
      if tokens.count & 0xFFFF == 0 { try ticket.step(Double(start) / Double(max(1, text.count))) }
      tokens.append(Token(id: segmenter.id(of: span, start..<end), start: start, end: end))
    }
    return tokens
  }

  package func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids {
      guard let part = segmenter.bytes(of: id) else {
        throw Trouble(
          .input, "the number \(id) of the \(segmenter.name) segmenter has no text",
          remedy: id & UnitHash.flag != 0
            ? "Longer units are numbered by a hash, which cannot be turned back; decode with a tokenizer that has a vocabulary"
            : "Give the number of a unit")
      }
      bytes += part
    }
    return bytes
  }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { segmenter.safeCut(in: bytes, from: from) }
}

/// The numbers that stand for one scalar or byte, looked up by rule. Longer units are not listed.
struct SegmentVocabulary: Vocabulary {
  let segmenter: any Segmenter

  var idLimit: Int { segmenter.idLimit }
  /// Surrogates have numbers but are no scalars.
  var count: Int { idLimit <= 0xD800 ? idLimit : idLimit - 0x800 }

  func bytes(of id: TokenID) -> [UInt8]? { segmenter.bytes(of: id) }

  func id(of bytes: [UInt8]) -> TokenID? {
    guard !bytes.isEmpty else { return nil }
    let id = segmenter.id(of: bytes.span, 0..<bytes.count)
    return segmenter.bytes(of: id) == bytes ? id : nil
  }

  func kind(of id: TokenID) -> EntryKind {
    segmenter.bytes(of: id) == nil ? .hole : idLimit == 256 || id >= 0x11_0000 ? .byte : .normal
  }

  func weight(of id: TokenID) -> EntryWeight? { nil }
}
