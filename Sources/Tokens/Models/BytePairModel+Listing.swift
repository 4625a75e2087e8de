import Basics

extension Model {
  /// Whether the vocabulary holds the entry as it is spelled in the file, outside the byte alphabet.
  package func isLiteral(_ id: TokenID) -> Bool { vocabulary.isOutside(id) }
}

extension BytePairModel {
  /// The merges as a list in rank order. For ranked entries that is, for every entry in the order of the ranks, each way to
  /// make it of two others, as converters list them: the pair of lower ranks first.
  package func listedMerges(_ ticket: Ticket) throws(Trouble) -> [Merge] {
    guard joinsBytes else { return merges.compactMap { $0 } }
    var listed: [Merge] = []
    for id in 0..<TokenID(vocabulary.idLimit) {
      if id & 1023 == 0 { try ticket.step(Double(id) / Double(vocabulary.idLimit)) }
      guard let bytes = vocabulary.bytes(of: id), bytes.count > 1, !vocabulary.isOutside(id) else { continue }
      var ways: [Merge] = []
      for cut in 1..<bytes.count {
        let (left, right) = (bytes.span.extracting(0..<cut), bytes.span.extracting(cut..<bytes.count))
        if let left = vocabulary.modelID(of: left), let right = vocabulary.modelID(of: right) {
          ways.append(Merge(left, right))
        }
      }
      listed += ways.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }
    return listed
  }

  /// The first entry that merges never reach, which only look-up of whole pieces gives; nil when there is none.
  package func firstUnmerged(_ ticket: Ticket) throws(Trouble) -> TokenID? {
    for id in 0..<TokenID(vocabulary.idLimit) where !vocabulary.isOutside(id) {
      if id & 1023 == 0 { try ticket.step(Double(id) / Double(vocabulary.idLimit)) }
      if let derivation = derivation(of: id), !derivation.remark.isEmpty { return id }
    }
    return nil
  }
}
