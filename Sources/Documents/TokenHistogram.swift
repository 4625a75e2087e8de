import Tokens

/// How often each id occurs.
///
/// Ids below 2²⁴ are counted in an array by id, others (hashes) in a dictionary. Sums wrap, so that a tokenizer that breaks its
/// promises gives wrong counts and stops nobody's work.
package struct TokenHistogram: Sendable {
  private var counts: [UInt32] = []
  private var rest: [TokenID: UInt32] = [:]

  private static let denseLimit: TokenID = 1 << 24

  package init() {}

  /// How often an id occurs.
  package subscript(id: TokenID) -> Int {
    Int(id) < counts.count ? Int(counts[Int(id)]) : Int(rest[id] ?? 0)
  }

  /// Counts more tokens.
  package mutating func add(_ ids: [TokenID]) {
    makeRoom(ids)
    let limit = counts.count
    for id in ids {
      if Int(id) < limit { counts[Int(id)] &+= 1 } else { rest[id, default: 0] &+= 1 }
    }
  }

  /// Takes counted tokens away.
  package mutating func remove(_ ids: [TokenID]) {
    let limit = counts.count
    for id in ids {
      if Int(id) < limit { counts[Int(id)] &-= 1 } else if let count = rest[id] { rest[id] = count &- 1 }
    }
  }

  /// How many different ids occur, and the `limit` most frequent ones (ties: lower id first).
  package func leaders(_ limit: Int) -> (distinct: Int, top: [(id: TokenID, count: Int)]) {
    var distinct = 0
    var top: [(id: TokenID, count: Int)] = []
    var least = 0
    func consider(_ id: TokenID, _ count: Int) {
      let place = top.firstIndex { $0.count < count } ?? top.count
      top.insert((id, count), at: place)
      if top.count > limit { top.removeLast() }
      least = top.count == limit ? top.last?.count ?? .max : 0
    }
    for id in counts.indices where counts[id] > 0 {
      distinct += 1
      if counts[id] > least { consider(TokenID(id), Int(counts[id])) }
    }
    for id in rest.keys.sorted() where rest[id] ?? 0 > 0 {
      distinct += 1
      if Int(rest[id] ?? 0) > least { consider(id, Int(rest[id] ?? 0)) }
    }
    return (distinct, top)
  }

  private mutating func makeRoom(_ ids: [TokenID]) {
    var largest: TokenID = 0
    for id in ids where id < Self.denseLimit { largest = max(largest, id) }
    let missing = Int(largest) + 1 - counts.count
    if missing > 0, !ids.isEmpty { counts.append(contentsOf: repeatElement(0, count: missing)) }
  }
}

extension TokenHistogram: Equatable {
  /// Same counts; room for ids that do not occur makes no difference.
  package static func == (a: TokenHistogram, b: TokenHistogram) -> Bool {
    let common = min(a.counts.count, b.counts.count)
    return a.counts[..<common] == b.counts[..<common]
      && (a.counts[common...] + b.counts[common...]).allSatisfy { $0 == 0 }
      && a.rest.filter { $0.value > 0 } == b.rest.filter { $0.value > 0 }
  }
}
