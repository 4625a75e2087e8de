import Basics
import Tokens

/// Writes ranks, and beside them what they leave out.
extension Tiktoken: WritableFormat {
  /// The ranks, and a sidecar with the pattern, the special tokens and the normalizer.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    let parts = pipeline.parts
    guard let model = parts.model as? BytePairModel, parts.isByteLevel, model.rules.endOfWordSuffix.isEmpty,
      model.rules.continuingPrefix.isEmpty
    else { throw loss("its model, \(parts.model.summary),") }
    try checkRanks(model, ticket)
    let meta = try sidecar(parts)
    var ranks: [UInt8] = []
    let special = Set(parts.added.all.map(\.id))
    for id in 0..<TokenID(model.vocabulary.idLimit) where !special.contains(id) && !model.isLiteral(id) {
      guard let bytes = model.vocabulary.bytes(of: id) else { continue }
      if bytes.isEmpty { throw loss("entry \(id), which is empty,") }
      ranks.append(base64: bytes)
      ranks += " \(id)\n".utf8
    }
    return [WrittenFile(bytes: ranks), WrittenFile(with: ".meta.json", bytes: meta)]
  }

  private static func sidecar(_ parts: PipelineParts) throws(Trouble) -> [UInt8] {
    guard let pattern = parts.sections["pre_tokenizer"].flatMap(Recipe.pattern) else {
      throw loss("its splitter, which is not one pattern,")
    }
    var fields: [(String, Setting)] = [("pat_str", .text(pattern))]
    switch parts.normalizers.count {
    case 0: break
    case 1 where ["NFC", "NFD", "NFKC", "NFKD"].contains(type(of: parts.normalizers[0]).kind):
      fields.append(("normalize", .string(type(of: parts.normalizers[0]).kind)))
    default: throw loss("its normalizer")
    }
    for token in parts.added.all where token.stripsLeft || token.stripsRight || token.isSingleWord {
      throw loss("how \(String(decoding: token.content, as: UTF8.self)) treats the spaces or words around it")
    }
    let tokens = parts.added.all.map { Setting.Field(name: $0.content, value: .integer(Int($0.id))) }
    fields.append(("special_tokens", .fields(tokens)))
    var out = JSONOutput()
    out.value(.object(fields))
    out.raw("\n")
    return out.bytes
  }
}

extension WritableFormat {
  /// Throws where the ids of entries do not say it all: when merges come in another order, or an entry is found by its bytes that
  /// merging never makes.
  static func checkRanks(_ model: BytePairModel, _ ticket: Ticket) throws(Trouble) {
    var last = -1
    for id in 0..<TokenID(model.vocabulary.idLimit) {
      guard case .rank(let rank) = model.vocabulary.weight(of: id) else { continue }
      if rank < last { throw loss("the order of its merges, which is not that of its ids,") }
      last = rank
    }
    if !model.rules.ignoresMerges, let id = try model.firstUnmerged(ticket) {
      throw loss("that entry \(id) is never produced, since look-up of whole pieces finds it,")
    }
  }
}

extension Recipe {
  /// The pattern of a `pre_tokenizer` section that cuts by one pattern and spells bytes, nil for any other.
  static func pattern(_ section: Setting) -> [UInt8]? {
    if section == .byteLevel(addsPrefixSpace: false) || isPlainByteLevel(section, usesPattern: true) {
      return Array(ByteLevel.pattern.utf8)
    }
    guard case .list(let parts)? = section["pretokenizers"], parts.count == 2,
      case .text(let kind)? = parts[0]["type"], kind.elementsEqual("Split".utf8),
      case .text(let pattern)? = parts[0]["pattern"]?["Regex"], isPlainByteLevel(parts[1], usesPattern: false)
    else { return nil }
    return pattern
  }

  /// Whether two patterns cut alike: they are spelled alike, or known and known to be the same.
  static func isSame(_ one: [UInt8]?, _ other: [UInt8]?) -> Bool {
    guard let one, let other else { return false }
    if one == other { return true }
    let known = [one, other].map { KnownPattern.recognise(String(decoding: $0, as: UTF8.self), .oniguruma) }
    return known[0] != nil && known[0] == known[1]
  }

  private static func isPlainByteLevel(_ section: Setting, usesPattern: Bool) -> Bool {
    guard case .text(let kind)? = section["type"], kind.elementsEqual("ByteLevel".utf8) else { return false }
    return section["add_prefix_space"] == .flag(false)
      && (section["use_regex"] ?? .flag(true)) == .flag(usesPattern)
  }
}
