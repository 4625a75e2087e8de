import Basics
import Tokens

/// SentencePiece models that merge by scores, in the form that converters give them.
extension TokenizerJSON {
  /// The sections that make the pipeline do what the model's normalizer and decoder do. Throws where no section does that.
  static func sections(ofScored pipeline: Pipeline) throws(Trouble) -> [String: Setting] {
    let parts = pipeline.parts
    guard let normalizer = parts.normalizers.first as? SentencePieceNormalizer, parts.normalizers.count == 1
    else {
      throw loss("its normalizer")
    }
    let spaces = normalizer.spaces
    guard normalizer.map == nil, spaces.escapes, !spaces.removesExtra, !spaces.isSuffix else {
      throw loss("its normalizer, of which the library has another reading,")
    }
    let mark = "\u{2581}"
    var normalizers = [replacing(" ", mark)]
    var decoders = [replacing(mark, " "), .part("ByteFallback"), .part("Fuse")]
    if spaces.addsDummy {
      normalizers.insert(.part("Prepend", [("prepend", .string(mark))]), at: 0)
      decoders.append(
        .part("Strip", [("content", .string(" ")), ("start", .integer(1)), ("stop", .integer(0))]))
    }
    var sections: [String: Setting] = [
      "normalizer": .part("Sequence", [("normalizers", .list(normalizers))]),
      "decoder": .part("Sequence", [("decoders", .list(decoders))]),
    ]
    sections["post_processor"] = try frame(pipeline)
    return sections
  }

  private static func replacing(_ old: String, _ new: String) -> Setting {
    .part("Replace", [("pattern", .object([("String", .string(old))])), ("content", .string(new))])
  }

  /// What is put around a text, as a short one shows; nil when that is nothing.
  private static func frame(_ pipeline: Pipeline) throws(Trouble) -> Setting? {
    let sample = Array("a".utf8)
    let framed = try pipeline.encode(sample, EncodeOptions(addSpecial: true), .open).map(\.id)
    let plain = try pipeline.encode(sample, EncodeOptions(), .open).map(\.id)
    let starts = 0...max(0, framed.count - plain.count)
    guard framed.count > plain.count,
      let start = starts.first(where: { framed[$0...].starts(with: plain) })
    else { return nil }
    let (before, after) = (framed[..<start], framed[(start + plain.count)...])
    let parts = pipeline.parts
    let name = { (id: TokenID) in parts.model.vocabulary.bytes(of: id) ?? [] }
    func token(_ id: TokenID) -> Setting {
      .object([("SpecialToken", .object([("id", .text(name(id))), ("type_id", .integer(0))]))])
    }
    let text = Setting.object([("Sequence", .object([("id", .string("A")), ("type_id", .integer(0))]))])
    let frame = before.map(token) + [text] + after.map(token)
    let special = Set(before + after).sorted().map { id in
      Setting.Field(
        name: name(id),
        value: .object([
          ("id", .text(name(id))), ("ids", .list([.integer(Int(id))])), ("tokens", .list([.text(name(id))])),
        ]))
    }
    return .part(
      "TemplateProcessing",
      [
        ("single", .list(frame)), ("pair", .list(frame)),
        ("special_tokens", .fields(special)),
      ])
  }
}

extension ScoredBytePairModel {
  /// The merges that stand for the scores: for each entry, the best first, every way to make it of two others.
  func listedMerges() -> [Merge] {
    let ids = (0..<TokenID(vocabulary.idLimit)).filter {
      vocabulary.kind(of: $0) == .normal || vocabulary.kind(of: $0) == .userDefined
    }
    let scored = ids.map { (id: $0, score: score($0)) }.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
    return scored.flatMap { entry -> [Merge] in
      let bytes = vocabulary.bytes(of: entry.id) ?? []
      return (1..<max(1, bytes.count)).compactMap { cut in
        guard bytes[cut] & 0xC0 != 0x80, let left = vocabulary.id(of: Array(bytes[..<cut])),
          let right = vocabulary.id(of: Array(bytes[cut...]))
        else { return nil }
        return Merge(left, right)
      }
    }
  }

  private func score(_ id: TokenID) -> Double {
    if case .score(let score) = vocabulary.weight(of: id) { score } else { 0 }
  }
}
