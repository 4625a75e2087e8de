import Basics
import Glibc

extension GramCounts {
  /// The entropy of a token when the k − 1 before it are known, in bits, by the frequencies themselves (plug-in):
  /// −Σ c(g)/N · log₂(c(g)/c(g without its last token)), over the N windows of k tokens; the second count sums the same
  /// windows. `entropy(1)` is Shannon's entropy of the ids. It is not the entropy of whole k-grams, nor that divided by k.
  ///
  /// Nil when there is no window or the order was given up. On a short stream the higher orders tend to 0 whatever the
  /// text is; compare `shuffled` and `distinctGrams`.
  package func entropy(_ k: Int) -> Double? {
    let windows = tokenCount - k + 1
    guard k >= 1, k <= order, windows > 0 else { return nil }
    let level = levels[k - 1]
    var contexts = [Int](repeating: 0, count: k == 1 ? 1 : levels[k - 2].count)
    for pair in 0..<level.count { contexts[level.parent(of: pair)] += level.counts[pair] }
    var sum = 0.0
    for pair in 0..<level.count {
      let (own, context) = (level.counts[pair], contexts[level.parent(of: pair)])
      if own < context { sum += Double(own) * log2(Double(context) / Double(own)) }
    }
    return sum / Double(windows)
  }

  /// Rényi's entropy of the ids of order α, in bits: log₂(Σ p^α)/(1 − α); Shannon's for α = 1. Nil when there is no token.
  package func renyiEntropy(_ alpha: Double) -> Double? {
    guard tokenCount > 0 else { return nil }
    if alpha == 1 { return entropy(1) }
    let total = Double(tokenCount)
    let sum = levels[0].counts.reduce(0) { $0 + pow(Double($1) / total, alpha) }
    return max(0, log2(sum) / (1 - alpha))
  }

  /// The counts of the same tokens in an order drawn at random: what the entropies of higher order are when there is
  /// nothing to learn from neighbours. Needs no more memory than the counts. Throws when cancelled.
  package func shuffled(seed: UInt64, _ ticket: Ticket) throws(Trouble) -> GramCounts {
    var result = GramCounts(orders: order, limit: limit)
    var urn = Urn(levels[0].counts)
    var random = SeededRandom(seed: seed)
    for drawn in 0..<tokenCount {
      if drawn & 0x3FFF == 0 { try ticket.step(Double(drawn) / Double(max(1, tokenCount))) }
      result.add(levels[0].id(of: urn.draw(&random)))
    }
    return result
  }
}

/// Balls of numbered colours, drawn one by one without putting them back: a tree of sums, so a draw takes log₂ of the number
/// of colours.
/// Source: Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24, 1994.
private struct Urn {
  /// `sums[i]` holds the colours i − (lowest set bit of i) ..< i.
  private var sums: [Int]
  private var left: Int
  private let highestBit: Int

  init(_ counts: [Int]) {
    sums = [0] + counts
    left = counts.reduce(0, +)
    for index in sums.indices.dropFirst() {
      let above = index + (index & -index)
      if above < sums.count { sums[above] += sums[index] }
    }
    var bit = 1
    while bit * 2 < sums.count { bit *= 2 }
    highestBit = bit
  }

  /// The colour of the next ball.
  mutating func draw(_ random: inout SeededRandom) -> Int {
    var rest = Int.random(in: 0..<left, using: &random)
    var (index, bit) = (0, highestBit)
    while bit > 0 {
      if index + bit < sums.count, sums[index + bit] <= rest {
        index += bit
        rest -= sums[index]
      }
      bit /= 2
    }
    left -= 1
    var node = index + 1
    while node < sums.count {
      sums[node] -= 1
      node += node & -node
    }
    return index
  }
}
