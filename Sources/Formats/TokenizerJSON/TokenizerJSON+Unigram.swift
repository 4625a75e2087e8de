import Basics
import Tokens

/// SentencePiece's unigram models, in the form that converters give them.
extension TokenizerJSON {
  /// The sections for a model with the normalizer of SentencePiece. Throws where no section does the same.
  ///
  /// The space before the text is put by a normalizer, not by `Metaspace`, which leaves a text alone that begins with `▁`. Source:
  /// the converters of the transformers library (`SpmConverter`).
  static func sections(ofUnigram pipeline: Pipeline) throws(Trouble) -> [String: Setting] {
    let parts = pipeline.parts
    let normalizer = try sentencePiece(parts)
    try checkKinds(parts.model.vocabulary)
    return [
      "normalizer": .part("Sequence", [("normalizers", .list(normalizers(normalizer)))]),
      "pre_tokenizer": .part(
        "Metaspace",
        [
          ("replacement", .string(mark)), ("prepend_scheme", .string("never")),
          ("split", .flag(!crossesWords(parts.model.vocabulary))),
        ]),
      "decoder": decoder(losesSpace: normalizer.spaces.addsDummy || normalizer.spaces.removesExtra),
    ]
  }

  /// The normalizer of SentencePiece, which must be the only one and write spaces as `▁`.
  static func sentencePiece(_ parts: PipelineParts) throws(Trouble) -> SentencePieceNormalizer {
    guard parts.normalizers.count == 1, let normalizer = parts.normalizers[0] as? SentencePieceNormalizer,
      normalizer.spaces.escapes, !normalizer.spaces.isSuffix
    else { throw loss("its normalizer, of which the library has another reading,") }
    if (parts.idDecoder as? SentencePieceDecoder)?.denormalizer != nil {
      throw loss("its table for decoded text")
    }
    return normalizer
  }

  /// What the normalizer does, up to the space before the text; spaces stay spaces.
  static func normalizers(_ normalizer: SentencePieceNormalizer) -> [Setting] {
    var result: [Setting] = []
    if let map = normalizer.map {
      var packed: [UInt8] = []
      packed.append(base64: map.packed)
      result.append(.part("Precompiled", [("precompiled_charsmap", .text(packed))]))
    }
    if normalizer.spaces.removesExtra {
      result += [replacing(pattern: #"\A +|[ ▁]+\z"#, ""), replacing(pattern: " {2,}", " ")]
    }
    return normalizer.spaces.addsDummy ? result + [prefix] : result
  }

  private static func replacing(pattern: String, _ new: String) -> Setting {
    .part("Replace", [("pattern", .object([("Regex", .string(pattern))])), ("content", .string(new))])
  }

  /// Entries that the library has no kind for.
  private static func checkKinds(_ table: VocabularyTable) throws(Trouble) {
    for id in 0..<TokenID(table.idLimit) {
      switch table.kind(of: id) {
      case .userDefined: throw loss("how its user-defined entry \(id) is found")
      case .unused: throw loss("its unused entries")
      default: break
      }
    }
  }

  /// Whether a `▁` stands behind another character of an entry, so that words must not be cut apart.
  private static func crossesWords(_ table: VocabularyTable) -> Bool {
    let mark = Array(mark.utf8)
    return (0..<TokenID(table.idLimit)).contains { id in
      guard table.kind(of: id) == .normal, let bytes = table.bytes(of: id), bytes.count > mark.count else {
        return false
      }
      return (1...bytes.count - mark.count).contains { bytes[$0...].starts(with: mark) }
    }
  }
}
