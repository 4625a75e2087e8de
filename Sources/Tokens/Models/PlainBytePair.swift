/// Byte pair encoding as its definition says it, without look-ahead, tables or heaps: what `BytePairModel` is
/// checked against.
///
/// Each step looks at all neighbours, merges the leftmost of those that rank lowest, and begins again: O(n²)
/// a piece.
package struct PlainBytePair: Model {
  package let vocabulary: VocabularyTable
  private let rules: BytePairRules
  /// Rank and result of the pairs in a list of merges; nil where joined bytes are looked up.
  private let merges: [Merge: (rank: Int, result: TokenID)]?

  /// A model with a list of merges in rank order.
  package init(vocabulary: VocabularyTable, merges: [Merge], rules: BytePairRules) {
    self.vocabulary = vocabulary
    self.rules = rules
    var list: [Merge: (rank: Int, result: TokenID)] = [:]
    for (rank, merge) in merges.enumerated() {
      guard let left = vocabulary.bytes(of: merge.left), let right = vocabulary.bytes(of: merge.right) else {
        continue
      }
      let joined = left + right.dropFirst(rules.continuingPrefix.count)
      if let result = vocabulary.modelID(of: joined.span) { list[merge] = (rank, result) }
    }
    self.merges = list
  }

  /// A model whose entries are ranked by their ids.
  package init(ranked vocabulary: VocabularyTable) {
    self.vocabulary = vocabulary
    rules = BytePairRules(ignoresMerges: true)
    merges = nil
  }

  package var summary: String { "BPE, step by step" }

  package func derivation(of id: TokenID) -> Derivation? { nil }

  package func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons? { nil }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    let bytes = piece.map { text[$0] }
    if bytes.isEmpty { return }
    if rules.ignoresMerges, let id = vocabulary.modelID(of: bytes.span) {
      tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
      return
    }
    var parts = firstParts(bytes, at: piece.lowerBound)
    while let (index, result) = lowest(parts) {
      parts[index] = Token(
        id: result, start: parts[index].bytes.lowerBound, end: parts[index + 1].bytes.upperBound)
      parts.remove(at: index + 1)
    }
    tokens += parts
  }

  private func lowest(_ parts: [Token]) -> (index: Int, result: TokenID)? {
    var best: (rank: Int, index: Int, result: TokenID)?
    for index in parts.indices.dropLast() {
      guard let (rank, result) = merge(parts[index], parts[index + 1]) else { continue }
      if best == nil || rank < best?.rank ?? 0 { best = (rank, index, result) }
    }
    return best.map { ($0.index, $0.result) }
  }

  private func merge(_ left: Token, _ right: Token) -> (rank: Int, result: TokenID)? {
    if let merges { return merges[Merge(left.id, right.id)] }
    guard left.end == right.start, let a = vocabulary.bytes(of: left.id),
      let b = vocabulary.bytes(of: right.id)
    else { return nil }
    return vocabulary.modelID(of: (a + b).span).map { (Int($0), $0) }
  }

  private func firstParts(_ bytes: [UInt8], at offset: Int) -> [Token] {
    var parts: [Token] = []
    var unknown: Token?
    var position = 0
    while position < bytes.count {
      let start = position
      position += rules.alphabet == .bytes ? 1 : UTF8Scalar.length(bytes.span, position, bytes.count)
      let spelled =
        (start > 0 ? rules.continuingPrefix : []) + bytes[start..<position]
        + (position == bytes.count ? rules.endOfWordSuffix : [])
      if let id = vocabulary.modelID(of: spelled.span) {
        if let waiting = unknown { parts.append(waiting) }
        unknown = nil
        parts.append(Token(id: id, start: offset + start, end: offset + position))
      } else if rules.fallsBackToBytes, let ids = fallback(spelled) {
        for (index, id) in ids.enumerated() {
          let last = offset + position
          parts.append(
            Token(
              id: id, start: min(offset + start + index, last), end: min(offset + start + index + 1, last)))
        }
      } else if let id = rules.unknown {
        if let waiting = unknown, !rules.fusesUnknown { parts.append(waiting) }
        let first = rules.fusesUnknown ? unknown?.bytes.lowerBound : nil
        unknown = Token(id: id, start: first ?? offset + start, end: offset + position)
      }
    }
    return parts + (unknown.map { [$0] } ?? [])
  }

  private func fallback(_ spelled: [UInt8]) -> [TokenID]? {
    let ids = spelled.compactMap { byte in
      let hex = String(byte, radix: 16, uppercase: true)
      return vocabulary.modelID(of: Array("<0x\(hex.count < 2 ? "0" : "")\(hex)>".utf8).span)
    }
    return ids.count == spelled.count ? ids : nil
  }
}
