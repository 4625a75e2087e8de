import Basics

extension TrainedBytePairs {
  /// The first merges of a byte-level model as if they had been learned here, to go on from. Entries get new ids: the bytes, then
  /// what the merges make. For ranked entries a merge is the last one that makes an entry of its own bytes.
  /// Throws when the model does not work on bytes, or when cancelled.
  package init(first count: Int, of model: BytePairModel, _ ticket: Ticket) throws(Trouble) {
    guard model.rules.alphabet == .bytes, model.rules.hasNoAffixes else {
      throw Trouble(
        .usage, at: .option("-t"), "its merges are over characters, not bytes",
        remedy: "Choose a byte-level tokenizer, or learn one")
    }
    self.init(specialTokens: [], alphabet: .bytes, words: WordCounts())
    let limit = model.merges.isEmpty ? model.vocabulary.idLimit : model.merges.count
    let listed = model.merges
    for rank in 0..<limit where merges.count < count {
      if rank & 255 == 0 { try ticket.step(Double(merges.count) / Double(max(1, count))) }
      let parts =
        listed.isEmpty ? Self.lastMerge(of: TokenID(rank), model) : listed[rank].map { Self.parts($0, model) }
      guard let parts, let left = id(of: parts.left), let right = id(of: parts.right) else { continue }
      _ = add(Merge(left, right))
    }
  }

  private static func parts(_ merge: Merge, _ model: BytePairModel) -> (left: [UInt8], right: [UInt8]) {
    (model.vocabulary.bytes(of: merge.left) ?? [], model.vocabulary.bytes(of: merge.right) ?? [])
  }

  private static func lastMerge(of id: TokenID, _ model: BytePairModel) -> (left: [UInt8], right: [UInt8])? {
    guard model.vocabulary.length(of: id) > 1, let derivation = model.derivation(of: id),
      let parts = derivation.nodes.last?.parts
    else { return nil }
    return (derivation.nodes[parts.left].bytes, derivation.nodes[parts.right].bytes)
  }
}

extension TrainedBytePairs {
  /// The first merges of what was learned over bytes without special tokens, and what they make; the ids stay.
  package func first(_ count: Int) -> TrainedBytePairs {
    precondition(
      alphabet == .bytes && !kinds.contains(.special), "the ids stay only where the bytes come first")
    var kept = TrainedBytePairs(specialTokens: [], alphabet: .bytes, words: WordCounts())
    for merge in merges.prefix(count) { _ = kept.add(merge) }
    return kept
  }
}
