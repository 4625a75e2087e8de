import Basics
import Tokens

/// For every entry the pairs of entries into which it can be cut: all cuts count, not only the merge that made it.
///
/// With the entries `e x a m p l ex am ple le pl exam ample example` the entry `example` has two: `ex ample` and `exam ple`.
/// A half is looked up as it would be spelled at its place: the right half of a WordPiece entry with `##`.
package struct SplitTable: Sendable {
  /// The two halves.
  package struct Pair: Sendable, Hashable {
    package var left: TokenID
    package var right: TokenID
  }

  /// All pairs, those of one entry together, in the order of the places where it is cut.
  private let pairs: [Pair]
  /// By id, where its pairs begin; one more at the end.
  private let starts: [UInt32]

  /// O(sum of the lengths of the entries). Throws when cancelled.
  package init(_ entries: SurfaceEntries, _ ticket: Ticket) throws(Trouble) {
    var pairs: [Pair] = []
    var starts: [UInt32] = []
    starts.reserveCapacity(entries.idLimit + 1)
    for id in 0..<TokenID(entries.idLimit) {
      if id & 255 == 0 { try ticket.step(Double(id) / Double(max(1, entries.idLimit))) }
      starts.append(UInt32(pairs.count))
      let (bytes, role) = (entries.bytes(of: id), entries.role(of: id))
      guard bytes.count > 1 else { continue }
      for cut in 1..<bytes.count {
        let left = bytes.span.extracting(0..<cut)
        let right = bytes.span.extracting(cut..<bytes.count)
        if let left = entries.id(of: left, role.left), let right = entries.id(of: right, role.right) {
          pairs.append(Pair(left: left, right: right))
        }
      }
    }
    starts.append(UInt32(pairs.count))
    (self.pairs, self.starts) = (pairs, starts)
  }

  /// The pairs of an entry, empty for one that cannot be cut.
  package func pairs(of id: TokenID) -> ArraySlice<Pair> {
    guard Int(id) + 1 < starts.count else { return [] }
    return pairs[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
  }

  /// Every spelling that cutting again and again can reach from an entry, the entry itself included; nil when there are more
  /// than `limit`.
  package func reachable(from id: TokenID, limit: Int) -> Set<[TokenID]>? {
    var known: [TokenID: Set<[TokenID]>] = [:]
    return reachable(from: id, limit: limit, &known)
  }

  private func reachable(
    from id: TokenID, limit: Int, _ known: inout [TokenID: Set<[TokenID]>]
  ) -> Set<[TokenID]>? {
    if let found = known[id] { return found }
    var found: Set<[TokenID]> = [[id]]
    for pair in pairs(of: id) {
      guard let left = reachable(from: pair.left, limit: limit, &known),
        let right = reachable(from: pair.right, limit: limit, &known), left.count * right.count <= 16 * limit
      else { return nil }
      for head in left { for tail in right { found.insert(head + tail) } }
      if found.count > limit { return nil }
    }
    known[id] = found
    return found
  }
}

/// The expansion of a token sequence: some steps, each of which may put two halves in the place of one token.
package struct StochasticExpansion: Sendable, Equatable {
  /// One step that found something to cut.
  package struct Change: Sendable, Equatable {
    /// Where in the sequence as it then was.
    package var position: Int
    package var token: TokenID
    package var pair: SplitTable.Pair
  }

  /// The sequence afterwards.
  package var ids: [TokenID]
  /// By token of `ids`, the index of the token it came from.
  package var sources: [Int]
  /// The steps that changed something, in order.
  package var changes: [Change] = []
  /// All steps, those that met a token which cannot be cut included.
  package var steps: Int

  /// Takes ⌊n·p⌋ steps, n being the length before the first. Each draws a place in the sequence as it now is; a token there that
  /// cannot be cut uses the step up, else one of its pairs is drawn and takes its place. At most `limit` changes.
  package init(
    of ids: [TokenID], p: Double, _ table: SplitTable, limit: Int = .max, _ generator: inout SeededRandom
  ) {
    steps = Int((Double(ids.count) * p).rounded(.down))
    self.ids = ids
    sources = Array(ids.indices)
    self.ids.reserveCapacity(ids.count + steps)
    for _ in 0..<steps where !self.ids.isEmpty && changes.count < limit {
      let place = Int(generator.next() % UInt64(self.ids.count))
      let token = self.ids[place]
      let pairs = table.pairs(of: token)
      guard !pairs.isEmpty else { continue }
      let pair = pairs[pairs.startIndex + Int(generator.next() % UInt64(pairs.count))]
      changes.append(Change(position: place, token: token, pair: pair))
      self.ids[place] = pair.left
      self.ids.insert(pair.right, at: place + 1)
      sources.insert(sources[place], at: place + 1)
    }
  }
}
