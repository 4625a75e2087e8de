import Basics
import Tokens

/// Writes a byte-level BPE, or SentencePiece's byte pairs by scores (`GGUF+Scores`), as a GGUF file that has a vocabulary and no
/// tensors.
///
/// Of the first that is possible where llama.cpp has a name for the split pattern and nothing is done to the text before.
extension GGUF: WritableFormat {
  /// The file.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    let parts = pipeline.parts
    if let model = parts.model as? ScoredBytePairModel {
      return [WrittenFile(bytes: try scored(pipeline, model).bytes)]
    }
    guard let model = parts.model as? BytePairModel, parts.isByteLevel else {
      throw loss("its model, \(parts.model.summary),")
    }
    guard parts.normalizers.allSatisfy({ $0 is RepairedText }) else {
      throw loss("what it does to a text before it is split")
    }
    let pre = try pre(of: parts, ignoresMerges: model.rules.ignoresMerges, ticket)
    var header = GGUFHeader()
    header.add("general.architecture", "llama")
    header.add("general.name", parts.card.name)
    header.add("tokenizer.ggml.model", "gpt2")
    header.add("tokenizer.ggml.pre", pre)
    try addEntries(of: pipeline, model, to: &header)
    let spellings = (0..<TokenID(model.vocabulary.idLimit)).map { pipeline.spelling(of: $0) ?? [] }
    header.add(
      "tokenizer.ggml.merges",
      try model.listedMerges(ticket).map { spellings[Int($0.left)] + [0x20] + spellings[Int($0.right)] })
    addEdges(of: parts, to: &header)
    return [WrittenFile(bytes: header.bytes)]
  }

  /// The name whose pattern cuts as the tokenizer does, and that has its habits.
  private static func pre(of parts: PipelineParts, ignoresMerges: Bool, _ ticket: Ticket) throws(Trouble)
    -> String
  {
    let splitters = parts.preTokenizers.compactMap { part -> (any Splitter)? in
      if let split = part as? Split { return split.pattern.splitter }
      return (part as? ByteLevel)?.splitter
    }
    guard splitters.count == 1 else { throw loss("its way to split a text in several steps") }
    for pre in GGUFPreTokenizer.all
    where pre.isByteLevel && pre.ignoresMerges == ignoresMerges && pre.patterns.count == 1 {
      let own = try Splitters.find(pre.patterns[0], .rust)
      if alike(own, splitters[0]), let name = pre.names.first(where: { !pre.oftenComposes($0) }) {
        return name
      }
    }
    throw loss("its split pattern, for which llama.cpp has no name,")
  }

  /// The same scanner but for `'ſ`, or the same pattern.
  private static func alike(_ own: any Splitter, _ other: any Splitter) -> Bool {
    let other = (other as? EditionSplitter)?.splitter ?? other
    if let one = own as? PatternScanner, let two = other as? PatternScanner {
      func rules(_ scanner: PatternScanner) -> ScannerRules {
        var rules = scanner.rules
        if rules.contractions == .folded { rules.contractions = .anyCase }
        return rules
      }
      return rules(one) == rules(two)
    }
    guard let one = own as? any PatternedSplitter, let two = other as? any PatternedSplitter else {
      return false
    }
    return one.pattern == two.pattern
  }

  private static func addEntries(
    of pipeline: Pipeline, _ model: BytePairModel, to header: inout GGUFHeader
  ) throws(Trouble) {
    var entries: [[UInt8]] = []
    var kinds: [Int] = []
    for id in 0..<TokenID(pipeline.vocabulary.idLimit) {
      let added = pipeline.parts.added.token(of: id)
      if let added, added.isNormalized && !pipeline.parts.normalizers.isEmpty || added.isSingleWord {
        throw loss("how \(String(decoding: added.content, as: UTF8.self)) is found")
      }
      // An unused number still needs a text of its own.
      entries.append(added?.content ?? pipeline.spelling(of: id) ?? Array("[UNUSED_\(id)]".utf8))
      let isHole = added == nil && model.vocabulary.kind(of: id) == .hole
      kinds.append(isHole ? 5 : added == nil ? 1 : added?.isSpecial == true ? 3 : 4)
    }
    guard Set(entries).count == entries.count else { throw loss("an entry that is spelled like another one") }
    header.add("tokenizer.ggml.tokens", entries)
    header.add("tokenizer.ggml.token_type", numbers: kinds)
  }

  /// One token before a text, one behind it; what else a template does shows when the file is compared.
  static func addEdges(of parts: PipelineParts, to header: inout GGUFHeader) {
    let template = parts.postProcessors.compactMap(\.single).first
    var edges: (before: [TokenID], after: [TokenID]) = ([], [])
    var isBehind = false
    for part in template?.parts ?? [] {
      switch part {
      case .text: isBehind = true
      case .tokens(let ids, _): if isBehind { edges.after += ids } else { edges.before += ids }
      }
    }
    for (name, ids) in [("bos", edges.before), ("eos", edges.after)] {
      header.add("tokenizer.ggml.add_\(name)_token", !ids.isEmpty)
      if let id = ids.first { header.add("tokenizer.ggml.\(name)_token_id", id) }
    }
  }
}

/// The header of a GGUF file in the making: version 3, little-endian, no tensors.
struct GGUFHeader {
  private var pairs: [UInt8] = []
  private var count: UInt64 = 0

  /// The file.
  var bytes: [UInt8] {
    Array("GGUF".utf8) + Self.number(UInt32(3)) + Self.number(UInt64(0)) + Self.number(count) + pairs
  }

  mutating func add(_ key: String, _ text: String) {
    begin(key, .text)
    append(Array(text.utf8))
  }

  mutating func add(_ key: String, _ flag: Bool) {
    begin(key, .flag)
    pairs.append(flag ? 1 : 0)
  }

  mutating func add(_ key: String, _ number: UInt32) {
    begin(key, .uint32)
    pairs += Self.number(number)
  }

  mutating func add(_ key: String, _ texts: [[UInt8]]) {
    begin(key, .list)
    pairs += Self.number(GGUFKind.text.rawValue) + Self.number(UInt64(texts.count))
    for text in texts { append(text) }
  }

  mutating func add(_ key: String, numbers: [Int]) {
    begin(key, .list)
    pairs += Self.number(GGUFKind.int32.rawValue) + Self.number(UInt64(numbers.count))
    for number in numbers { pairs += Self.number(Int32(truncatingIfNeeded: number)) }
  }

  mutating func add(_ key: String, scores: [Float]) {
    begin(key, .list)
    pairs += Self.number(GGUFKind.float32.rawValue) + Self.number(UInt64(scores.count))
    for score in scores { pairs += Self.number(score.bitPattern) }
  }

  private mutating func begin(_ key: String, _ kind: GGUFKind) {
    count += 1
    append(Array(key.utf8))
    pairs += Self.number(kind.rawValue)
  }

  private mutating func append(_ text: [UInt8]) { pairs += Self.number(UInt64(text.count)) + text }

  private static func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Number($0 * 8)) }
  }
}
