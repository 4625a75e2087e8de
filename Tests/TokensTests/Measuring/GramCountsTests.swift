import Basics
import Foundation
import Testing
import Tokens

/// Entropies of token streams: an example worked by hand, and what must hold for any stream.
@Suite struct GramCountsTests {
  private static let example: [TokenID] = [0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1, 2, 3, 3, 0, 1]

  private func counts(_ ids: [TokenID], orders: Int = 5, limit: Int = 1 << 20) -> GramCounts {
    var counts = GramCounts(orders: orders, limit: limit)
    counts.add(ids)
    return counts
  }

  private func isNear(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == b }
    return abs(a - b) < 1e-9
  }

  /// Few symbols, many repeats, so that the grams of higher order recur.
  private func stream(_ seed: UInt64, most: Int = 400) -> [TokenID] {
    var random = SeededRandom(seed: seed)
    let symbols = UInt64(2 + seed % 9)
    return (0..<Int(random.next() % UInt64(most))).map { _ in
      TokenID(random.next() % symbols * (random.next() % 3 == 0 ? 1 : 70_000) / 2)
    }
  }

  @Test func `the example has the entropies that were worked out for it`() throws {
    let counts = counts(Self.example)
    for (k, expected) in zip(1...4, [1.954434, 0.583659, 0.428571, 0.365761]) {
      #expect(abs(try #require(counts.entropy(k)) - expected) < 1e-6)
    }
    let (h1, r2, r25) = (counts.entropy(1), counts.renyiEntropy(2), counts.renyiEntropy(2.5))
    #expect(abs(try #require(h1) / 3 - 0.651478) < 1e-6)
    #expect(abs(try #require(r2) - 1.912537) < 1e-6)
    #expect(abs(try #require(r2) / 3 - 0.637512) < 1e-6)
    #expect(abs(try #require(r25) / 3 - 0.631184) < 1e-6)
    #expect(counts.renyiEntropy(1) == h1)
    #expect(counts.distinctIDs == 4 && counts.distinctGrams(2) == 7)
  }

  @Test("entropies are those of a dictionary of windows", arguments: UInt64(0)..<12)
  func plain(seed: UInt64) {
    let ids = stream(seed)
    let counts = counts(ids)
    for k in 1...5 {
      let windows = ids.count >= k ? (0...ids.count - k).map { Array(ids[$0..<$0 + k]) } : []
      let grams = Dictionary(windows.map { ($0, 1) }, uniquingKeysWith: +)
      let contexts = Dictionary(windows.map { (Array($0.dropLast()), 1) }, uniquingKeysWith: +)
      let sum = grams.reduce(0.0) { sum, gram in
        sum - Double(gram.value)
          * log2(Double(gram.value) / Double(contexts[Array(gram.key.dropLast())] ?? 0))
      }
      #expect(isNear(counts.entropy(k), windows.isEmpty ? nil : sum / Double(windows.count)))
      #expect(counts.distinctGrams(k) == grams.count)
    }
  }

  @Test("merged counts of parts are the counts of the whole", arguments: UInt64(0)..<40)
  func merging(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 1000)
    let ids = stream(seed, most: seed % 3 == 0 ? 12 : 300)
    var merged = GramCounts(limit: 1 << 20)
    var rest = ids[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 + Int(random.next() % 9))
      rest = rest.dropFirst(part.count)
      if random.next() % 3 == 0 { merged.add(part) } else { merged.merge(counts(Array(part))) }
    }
    let whole = counts(ids)
    #expect(merged.tokenCount == ids.count)
    for k in 1...5 {
      #expect(isNear(merged.entropy(k), whole.entropy(k)), "order \(k)")
      #expect(merged.distinctGrams(k) == whole.distinctGrams(k))
    }
  }

  @Test("what is known before a token does not make it more doubtful", arguments: UInt64(0)..<30)
  func order(seed: UInt64) throws {
    let ids = stream(seed, most: 2000)
    let counts = counts(ids)
    guard let h1 = counts.entropy(1), let r2 = counts.renyiEntropy(2) else { return #expect(ids.isEmpty) }
    #expect(r2 <= h1 + 1e-12)
    #expect(h1 <= log2(Double(counts.distinctIDs)) + 1e-12)
    for k in 2...5 {
      guard let lower = counts.entropy(k - 1), let higher = counts.entropy(k) else { continue }
      // The windows of order k leave out the first one of order k − 1: one token in n moves an entropy by so much at most.
      let edge = (2 + log2(Double(ids.count))) * 2 / Double(ids.count - k + 1)
      #expect(higher <= lower + edge)
    }
  }

  @Test func `Rényi's entropy is Shannon's exactly when all ids are equally frequent`() throws {
    let even = counts([0, 1, 2, 3, 3, 2, 1, 0])
    #expect(try #require(even.renyiEntropy(2)) == 2 && even.entropy(1) == 2)
    let odd = counts([0, 1, 2, 3, 3])
    #expect(try #require(odd.renyiEntropy(2)) < #require(odd.entropy(1)) - 0.01)
  }

  @Test("shuffled tokens are the same tokens", arguments: UInt64(0)..<10)
  func shuffling(seed: UInt64) throws {
    let counts = counts(stream(seed))
    let shuffled = try counts.shuffled(seed: seed, .open)
    #expect(isNear(shuffled.entropy(1), counts.entropy(1)))
    let own = Dictionary(uniqueKeysWithValues: counts.histogram.map { ($0.id, $0.count) })
    #expect(Dictionary(uniqueKeysWithValues: shuffled.histogram.map { ($0.id, $0.count) }) == own)
    #expect(try isNear(counts.shuffled(seed: seed, .open).entropy(2), shuffled.entropy(2)))
  }

  @Test func `shuffling takes the order out and leaves little to learn`() throws {
    let ids = (0..<4000).map { TokenID($0 % 8) }
    let counts = counts(ids)
    #expect(counts.entropy(2) == 0)
    #expect(try #require(counts.shuffled(seed: 1, .open).entropy(2)) > 2.95)
  }

  @Test("orders are given up from the highest, however the stream is divided", arguments: UInt64(0)..<20)
  func limit(seed: UInt64) {
    let ids = stream(seed)
    let whole = counts(ids)
    let sums = (1...5).map { k in (1...k).reduce(0) { $0 + (whole.distinctGrams($1) ?? 0) } }
    for limit in [1, sums[1], max(1, sums[2] - 1), max(1, sums[4] - 1), max(1, sums[4])] {
      let kept = max(1, sums.lastIndex { $0 <= limit }.map { $0 + 1 } ?? 1)
      var merged = GramCounts(limit: limit)
      for start in stride(from: 0, to: ids.count, by: 60) {
        merged.merge(counts(Array(ids[start..<min(ids.count, start + 60)]), limit: limit))
      }
      for counts in [counts(ids, limit: limit), merged] {
        #expect(counts.order == kept)
        #expect(isNear(counts.entropy(kept), whole.entropy(kept)))
        #expect(kept == 5 || counts.entropy(kept + 1) == nil)
      }
    }
  }

  @Test func `shuffling stops when it is cancelled`() {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try counts(Self.example).shuffled(seed: 1, ticket) }
  }

  @Test func `an empty stream has no entropy`() throws {
    let counts = GramCounts()
    #expect(counts.entropy(1) == nil && counts.renyiEntropy(2) == nil)
    #expect(try counts.shuffled(seed: 1, .open).tokenCount == 0)
  }
}
