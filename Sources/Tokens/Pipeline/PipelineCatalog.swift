import Basics

/// Every part that a tokenizer.json can name, by kind.
package enum PipelineCatalog {
  static let normalizers: [any Normalizer.Type] = [
    NFC.self,
    NFD.self,
    NFKC.self,
    NFKD.self,
    Lowercase.self,
    StripAccents.self,
    Strip.self,
    Replace.self,
    Prepend.self,
    Nmt.self,
    BertNormalizer.self,
    ByteLevelNormalizer.self,
    Precompiled.self,
  ]

  static let preTokenizers: [any PreTokenizer.Type] = [
    ByteLevel.self,
    Whitespace.self,
    WhitespaceSplit.self,
    Punctuation.self,
    Metaspace.self,
    Digits.self,
    Split.self,
    CharDelimiterSplit.self,
    BertPreTokenizer.self,
    UnicodeScripts.self,
    FixedLength.self,
  ]

  static let postProcessors: [any PostProcessor.Type] = [
    ByteLevelProcessor.self,
    BertProcessing.self,
    RobertaProcessing.self,
    TemplateProcessing.self,
  ]

  static let decoders: [any Decoder.Type] = [
    ByteLevelDecoder.self,
    BPEDecoder.self,
    WordPieceDecoder.self,
    MetaspaceDecoder.self,
    ReplaceDecoder.self,
    ByteFallback.self,
    Fuse.self,
    StripDecoder.self,
    CTC.self,
  ]
}

extension PipelineCatalog {
  /// The normalizers that a section declares, in order.
  package static func normalizers(_ section: Declaration?) throws(Trouble) -> [any Normalizer] {
    try flatten(section, members: "normalizers").map { part throws(Trouble) in
      try find(part, normalizers.map { ($0.kind, $0) }, "normalizer").init(part)
    }
  }

  /// The pre-tokenizers that a section declares, in order.
  package static func preTokenizers(_ section: Declaration?) throws(Trouble) -> [any PreTokenizer] {
    try flatten(section, members: "pretokenizers").map { part throws(Trouble) in
      try find(part, preTokenizers.map { ($0.kind, $0) }, "pre-tokenizer").init(part)
    }
  }

  /// The post-processors that a section declares, in order.
  package static func postProcessors(_ section: Declaration?) throws(Trouble) -> [any PostProcessor] {
    try flatten(section, members: "processors").map { part throws(Trouble) in
      try find(part, postProcessors.map { ($0.kind, $0) }, "post-processor").init(part)
    }
  }

  /// The decoders that a section declares, in order.
  package static func decoders(_ section: Declaration?) throws(Trouble) -> [any Decoder] {
    try flatten(section, members: "decoders").map { part throws(Trouble) in
      try find(part, decoders.map { ($0.kind, $0) }, "decoder").init(part)
    }
  }

  /// The pre-tokenizers in words: `cl100k pattern, hand-written`, or their kinds.
  package static func summary(_ parts: [any PreTokenizer]) -> String {
    let names = parts.compactMap { part -> String? in
      if let split = part as? Split { return split.pattern.splitter?.summary ?? "Split" }
      if let byteLevel = part as? ByteLevel {
        return byteLevel.splitter?.summary ?? (parts.count > 1 ? nil : "none")
      }
      return type(of: part).kind
    }
    return names.isEmpty ? "none" : names.joined(separator: ", then ")
  }

  /// The parts of a section with every `Sequence` replaced by its members.
  private static func flatten(_ section: Declaration?, members: String) throws(Trouble) -> [Declaration] {
    guard let section else { return [] }
    var pending = [section]
    var result: [Declaration] = []
    while let part = pending.popLast() {
      if try part.kind() == "Sequence" {
        guard part.has(members) else { throw part.trouble("this setting is missing", in: members) }
        pending += try part.list(members).reversed()
      } else {
        result.append(part)
      }
    }
    return result
  }

  private static func find<Kind>(
    _ part: Declaration, _ known: [(name: String, kind: Kind)], _ what: String
  ) throws(Trouble) -> Kind {
    guard let name = try part.kind() else { throw part.trouble("this \(what) has no type", in: "type") }
    if let found = known.first(where: { $0.name == name }) { return found.kind }
    throw part.trouble(
      "\(name) is not a known \(what)", in: "type",
      remedy: "Known are \(known.map(\.name).joined(separator: ", "))")
  }
}
