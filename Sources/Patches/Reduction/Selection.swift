import Basics
import Tensors

/// Ways to choose some of many tokens by their scores.
package enum Selection: Sendable, Equatable {
  /// Those of highest score; of equals the earlier, and those without a score (NaN) last.
  case top
  /// Any, scores left aside: what a choice by score has to beat.
  case random(seed: UInt64)
  /// Evenly spread over the order, scores left aside.
  case uniform
  /// Those of highest score of each group, a group getting places in proportion to its tokens; `groups` names that of each token. What is left
  /// over by rounding down goes to the largest remainders, of equals to the lower group.
  case perGroup(groups: [Int])

  /// `count` of the tokens (all when there are fewer), in their own order.
  package func chosen(_ count: Int, by scores: [Float]) -> [Int] {
    let count = max(0, min(count, scores.count))
    switch self {
    case .top: return Self.best(count, of: Array(scores.indices), scores)
    case .random(let seed): return Self.drawn(count, of: Array(scores.indices), seed: seed)
    case .uniform: return (0..<count).map { (2 * $0 + 1) * scores.count / (2 * count) }
    case .perGroup(let groups): return Self.shared(count, groups, scores)
    }
  }

  /// `count` of some, each as likely as any other, in rising order: the same ones for the same seed.
  package static func drawn(_ count: Int, of tokens: [Int], seed: UInt64) -> [Int] {
    var random = SeededRandom(seed: seed)
    return Array(tokens.shuffled(using: &random).prefix(max(0, count))).sorted()
  }

  private static func best(_ count: Int, of tokens: [Int], _ scores: [Float]) -> [Int] {
    let order = Tensor(tokens.map { scores[$0] }, [1, tokens.count]).argsort(descending: true)
    return order.joined().prefix(count).map { tokens[$0] }.sorted()
  }

  private static func shared(_ count: Int, _ groups: [Int], _ scores: [Float]) -> [Int] {
    precondition(groups.count == scores.count, "every token has a group")
    let members = Dictionary(grouping: groups.indices) { groups[$0] }
    let names = members.keys.sorted()
    let sizes = names.map { members[$0, default: []].count }
    let places = shares(of: count, sizes)
    return zip(names, places).flatMap { best($1, of: members[$0, default: []], scores) }.sorted()
  }

  /// `count` divided in proportion to sizes, whole numbers that add up to it.
  static func shares(of count: Int, _ sizes: [Int]) -> [Int] {
    let whole = max(1, sizes.reduce(0, +))
    var shares = sizes.map { $0 * count / whole }
    let rest = sizes.indices.sorted { a, b in
      let (x, y) = (sizes[a] * count % whole, sizes[b] * count % whole)
      return (y, a) < (x, b)
    }
    for index in rest.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}
