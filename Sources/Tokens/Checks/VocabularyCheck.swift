import Basics

/// What is wrong with, or worth knowing of, a vocabulary: entries that nothing gives, merges that never fire, and the like.
///
/// Every entry is encoded: alone, between letters, beside spaces and line ends. An entry that none of these texts gives is
/// unreachable, unless it is part of a character and merges make it; one that only its neighbours bring out is counted as
/// encoding differently by itself. For byte pair
/// encoding the test of a merge is exact: it fires in some text exactly when it fires on the two parts alone.
package struct VocabularyCheck: Sendable, Equatable {
  /// A kind of finding.
  package enum Topic: String, Sendable, CaseIterable {
    case duplicates, unreachable, deadMerges, reachableSpecials
    case redundantMerges, otherwise, holes, notText, recognisedSpecials

    /// Whether a finding means that something is wrong; others are only worth knowing.
    package var isFault: Bool {
      switch self {
      case .duplicates, .unreachable, .deadMerges, .reachableSpecials: true
      case .redundantMerges, .otherwise, .holes, .notText, .recognisedSpecials: false
      }
    }
  }

  /// One entry or merge.
  package struct Finding: Sendable, Equatable {
    /// The entry, or what the merge makes.
    package var id: TokenID
    /// Its text.
    package var text: [UInt8]
    /// What was seen, in a phrase.
    package var detail: String

    package init(id: TokenID, text: [UInt8], detail: String) {
      self.id = id
      self.text = text
      self.detail = detail
    }
  }

  /// How many entries there are, holes not counted.
  package var entryCount = 0
  /// By topic; topics without a finding are absent.
  package var findings: [Topic: [Finding]] = [:]

  /// Whether something is wrong.
  package var hasFaults: Bool { Topic.allCases.contains { $0.isFault && findings[$0] != nil } }

  /// Checks all entries and merges. Throws when cancelled; takes seconds for a large vocabulary.
  package init(_ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    entryCount = tokenizer.vocabulary.count
    findDuplicates(tokenizer.vocabulary)
    try findUnreachable(tokenizer, ticket)
    try findSpecials(tokenizer, ticket)
    if let pipeline = tokenizer as? Pipeline { try findDeadMerges(pipeline, ticket) }
  }

  mutating func add(_ topic: Topic, _ id: TokenID, _ text: [UInt8], _ detail: String) {
    findings[topic, default: []].append(Finding(id: id, text: text, detail: detail))
  }

  private mutating func findDuplicates(_ vocabulary: any Vocabulary) {
    var first: [[UInt8]: TokenID] = [:]
    for id in 0..<TokenID(vocabulary.idLimit) {
      guard let bytes = vocabulary.bytes(of: id) else {
        if vocabulary.kind(of: id) == .hole { add(.holes, id, [], "no entry has this id") }
        continue
      }
      if !isText(bytes) { add(.notText, id, bytes, "bytes that are not UTF-8 by themselves") }
      if let other = first[bytes] {
        add(.duplicates, id, bytes, "the same text as \(other)")
      } else {
        first[bytes] = id
      }
    }
  }

  private mutating func findUnreachable(_ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    let contexts = Contexts(tokenizer)
    let vocabulary = tokenizer.vocabulary
    for id in 0..<TokenID(vocabulary.idLimit) {
      if id & 255 == 0 { try ticket.step(0.05 + 0.6 * Double(id) / Double(vocabulary.idLimit)) }
      guard let bytes = contexts.text(of: id) else { continue }
      switch try contexts.reach(id, bytes, ticket) {
      case .alone: break
      case .inside(let context):
        let ids = try tokenizer.encode(bytes, EncodeOptions(special: .text), ticket).map(\.id)
        add(.otherwise, id, bytes, "alone it is \(Self.list(ids)); found \(context)")
      case .never:
        let derivation = tokenizer.derivation(of: id)
        // A part of a character needs the rest of it, which no context has; that merges reach it is enough.
        if !isText(bytes), let derivation, derivation.remark.isEmpty { continue }
        let ids = try tokenizer.encode(bytes, EncodeOptions(special: .text), ticket).map(\.id)
        let why = derivation?.remark ?? ""
        add(
          .unreachable, id, bytes,
          why.isEmpty ? "its text gives \(Self.list(ids)), in every context tried" : why)
      }
    }
  }

  private static func list(_ ids: [TokenID]) -> String {
    ids.isEmpty
      ? "nothing" : ids.prefix(8).map(String.init).joined(separator: " ") + (ids.count > 8 ? " …" : "")
  }

  private mutating func findSpecials(_ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    let vocabulary = tokenizer.vocabulary
    for id in 0..<TokenID(vocabulary.idLimit) {
      let kind = vocabulary.kind(of: id)
      guard kind == .special || kind == .control, let bytes = vocabulary.bytes(of: id), !bytes.isEmpty else {
        continue
      }
      let asText = try tokenizer.encode(bytes, EncodeOptions(special: .text), ticket)
      if asText.contains(where: { $0.id == id }) {
        add(.reachableSpecials, id, bytes, "typed as plain text it still becomes the special token")
      } else if let plain = try? tokenizer.encode(bytes), plain.contains(where: { $0.id == id }) {
        add(.recognisedSpecials, id, bytes, "the library recognises it in any text, unless told not to")
      }
    }
  }

  private mutating func findDeadMerges(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) {
    guard let model = pipeline.model as? BytePairModel, !model.joinsBytes else { return }
    let merges = model.merges
    for (rank, merge) in merges.enumerated() {
      if rank & 1023 == 0 { try ticket.step(0.7 + 0.3 * Double(rank) / Double(merges.count)) }
      guard let why = model.deathOfMerge(rank, merge) else { continue }
      let made = model.result(ofMerge: rank)
      let isRedundant = model.rules.ignoresMerges || model.derivation(of: made)?.remark.isEmpty ?? false
      add(
        isRedundant ? .redundantMerges : .deadMerges, made, pipeline.vocabulary.bytes(of: made) ?? [],
        "merge \(rank): \(why)")
    }
  }
}
