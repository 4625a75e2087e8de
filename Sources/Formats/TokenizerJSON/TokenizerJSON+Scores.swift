import Basics
import Tokens

/// SentencePiece models that merge by scores, in the form that converters give them.
extension TokenizerJSON {
  /// The sections that make the pipeline do what the model's normalizer and decoder do. Throws where no section does that.
  static func sections(ofScored pipeline: Pipeline) throws(Trouble) -> [String: Setting] {
    let parts = pipeline.parts
    var normalizers: [Setting]
    let losesSpace: Bool
    if let putsSpace = parts.putsSpace {
      normalizers = putsSpace ? [prefix] : []
      losesSpace = putsSpace
    } else {
      let normalizer = try sentencePiece(parts)
      normalizers = self.normalizers(normalizer)
      losesSpace = normalizer.spaces.addsDummy || normalizer.spaces.removesExtra
    }
    normalizers.append(replacing(" ", mark))
    return [
      "normalizer": .part("Sequence", [("normalizers", .list(normalizers))]),
      "decoder": decoder(losesSpace: losesSpace),
    ]
  }

  /// The visible space.
  static let mark = "\u{2581}"

  /// Puts a space before the text.
  static var prefix: Setting { .part("Prepend", [("prepend", .string(mark))]) }

  /// Turns visible spaces and byte entries back, and takes the space off that was put before the text.
  static func decoder(losesSpace: Bool) -> Setting {
    var decoders = [replacing(mark, " "), .part("ByteFallback"), .part("Fuse")]
    if losesSpace {
      decoders.append(
        .part("Strip", [("content", .string(" ")), ("start", .integer(1)), ("stop", .integer(0))]))
    }
    return .part("Sequence", [("decoders", .list(decoders))])
  }

  private static func replacing(_ old: String, _ new: String) -> Setting {
    .part("Replace", [("pattern", .object([("String", .string(old))])), ("content", .string(new))])
  }

  /// What is put around a text, as a short one shows; nil when that is nothing.
  static func frame(_ pipeline: Pipeline) throws(Trouble) -> Setting? {
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

extension PipelineParts {
  /// Whether a space is put before texts whose spaces become `▁`; nil where something else is done to them too.
  var putsSpace: Bool? {
    if normalizers.count == 1, let only = normalizers[0] as? SentencePieceNormalizer {
      let spaces = only.spaces
      guard only.map == nil, spaces.escapes, !spaces.removesExtra, !spaces.isSuffix else { return nil }
      return spaces.addsDummy
    }
    let kinds = normalizers.map { type(of: $0).kind }
    guard library == .llamaCpp, kinds.last == "Replace", kinds.dropLast().allSatisfy({ $0 == "Prepend" })
    else { return nil }
    return kinds.count > 1
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
