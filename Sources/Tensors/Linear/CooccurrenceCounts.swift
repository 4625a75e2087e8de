import Basics

/// How often any two ids stand near each other in documents: each pair at most `window` places apart counts 1 / distance, either way round.
///
///     var counts = CooccurrenceCounts(vocabulary: 3, window: 2)
///     try counts.add([0, 1, 2])   // 0–1 and 1–2 count 1, 0–2 counts ½
///
/// The weights are those of Pennington, Socher and Manning, "GloVe: Global Vectors for Word Representation" (2014), DOI 10.3115/v1/D14-1162.
/// Memory is bounded: of more than `pairLimit` different pairs (16 bytes each) the lightest are forgotten, as in lossy counting, Manku and
/// Motwani, "Approximate Frequency Counts over Data Streams" (2002), DOI 10.1016/B978-155860869-6/50038-X; `forgotten` says how much
/// weight that was. What each id weighs in all stays exact.
package struct CooccurrenceCounts: Sendable {
  /// Ids are below it.
  package let vocabulary: Int
  /// How far apart the ids of a pair are at most, 1…255.
  package let window: Int
  /// By id, the weight of all pairs that it has a part in.
  package private(set) var sums: [Double]
  /// The weight of pairs that are no longer held, each counted once.
  package private(set) var forgotten = 0.0
  /// Pairs of which the first id is not larger than the second, first · 2³² + second, rising.
  private(set) var pairs: [UInt64] = []
  /// By pair, its weight.
  private(set) var weights: [Double] = []
  private let pairLimit: Int
  /// Seen but not yet sorted in: first · 2³⁶ + second · 2⁸ + distance, so that equal pairs are added up in one order.
  private var fresh: [UInt64] = []

  private static let freshLimit = 1 << 21

  /// Nothing seen yet. Ids have at most 28 bits.
  package init(vocabulary: Int, window: Int, pairLimit: Int = 1 << 23) {
    precondition(vocabulary >= 0 && vocabulary <= 1 << 28, "ids have at most 28 bits")
    precondition((1...255).contains(window), "a window is from 1 to 255")
    precondition(pairLimit > 0, "some pairs are held")
    self.vocabulary = vocabulary
    self.window = window
    self.pairLimit = pairLimit
    sums = Array(repeating: 0, count: vocabulary)
  }

  /// Counts the pairs of one document; no pair reaches into another. Throws when the ticket is cancelled.
  package mutating func add(_ document: [UInt32], _ ticket: Ticket = .open) throws(Trouble) {
    precondition(document.allSatisfy { Int($0) < vocabulary }, "ids lie in the vocabulary")
    for (place, id) in document.enumerated() {
      if place & 4095 == 0 { try ticket.step(Double(place) / Double(document.count)) }
      for distance in 1...window where distance <= place {
        let other = document[place - distance]
        let (low, high) = (UInt64(min(id, other)), UInt64(max(id, other)))
        fresh.append((low << 36) | (high << 8) | UInt64(distance))
      }
      if fresh.count >= Self.freshLimit { settle() }
    }
  }

  /// With all that was added sorted in: only then `sums` and `forgotten` are about all documents.
  package func settled() -> CooccurrenceCounts {
    var settled = self
    settled.settle()
    return settled
  }

  /// Sorts in what is fresh, and forgets the lightest pairs when there are too many.
  private mutating func settle() {
    if fresh.isEmpty { return }
    let news = summed()
    fresh.removeAll(keepingCapacity: true)
    for (pair, weight) in zip(news.pairs, news.weights) {
      sums[Int(pair >> 32)] += weight
      sums[Int(pair & 0xFFFF_FFFF)] += weight
    }
    merge(news.pairs, news.weights)
    var least = 1 / Double(window)
    while pairs.count > pairLimit {
      least *= 2
      forget(below: least)
    }
  }

  /// What is fresh, in order, each pair once.
  private mutating func summed() -> (pairs: [UInt64], weights: [Double]) {
    fresh.sort()
    var (pairs, weights): ([UInt64], [Double]) = ([], [])
    for key in fresh {
      let pair = (key >> 36) << 32 | (key >> 8) & 0x0FFF_FFFF
      let weight = 1 / Double(key & 255)
      if pairs.last == pair {
        weights[weights.count - 1] += weight
      } else {
        pairs.append(pair)
        weights.append(weight)
      }
    }
    return (pairs, weights)
  }

  private mutating func merge(_ newPairs: [UInt64], _ newWeights: [Double]) {
    if pairs.isEmpty { return (pairs, weights) = (newPairs, newWeights) }
    let (oldPairs, oldWeights) = (pairs, weights)
    var (old, new) = (0, 0)
    pairs = []
    weights = []
    pairs.reserveCapacity(oldPairs.count + newPairs.count)
    weights.reserveCapacity(oldPairs.count + newPairs.count)
    while old < oldPairs.count || new < newPairs.count {
      let left = old < oldPairs.count ? oldPairs[old] : .max
      let right = new < newPairs.count ? newPairs[new] : .max
      pairs.append(min(left, right))
      weights.append((left <= right ? oldWeights[old] : 0) + (right <= left ? newWeights[new] : 0))
      if left <= right { old += 1 }
      if right <= left { new += 1 }
    }
  }

  private mutating func forget(below least: Double) {
    var kept = 0
    for index in pairs.indices {
      if weights[index] < least {
        forgotten += weights[index]
      } else {
        (pairs[kept], weights[kept]) = (pairs[index], weights[index])
        kept += 1
      }
    }
    pairs.removeLast(pairs.count - kept)
    weights.removeLast(weights.count - kept)
  }
}
