import Patches

/// Ways to choose which tokens of a picture are kept.
package enum MapRule: String, Sendable, CaseIterable {
  case alive, norm, attention, distinct, likeness, uniform, random

  /// What a person reads.
  package var title: String {
    switch self {
    case .alive: "alive first"
    case .norm: "longest vectors"
    case .attention: "most attention"
    case .distinct: "least like the others"
    case .likeness: "most like the chosen token"
    case .uniform: "evenly spread"
    case .random: "at random"
    }
  }

  /// How it chooses, in a sentence.
  package var definition: String {
    switch self {
    case .alive:
      "Alive tokens before unnamed, dead and sink ones; in each group the highest cosine with a word first."
    case .norm: "The longest vectors (L2) first."
    case .attention: "Those first that receive the most attention, the mean over heads and rows."
    case .distinct: "Those first whose mean cosine with all tokens is least."
    case .likeness: "Those first whose cosine with the chosen token is highest."
    case .uniform: "Every so many tokens in reading order."
    case .random: "Drawn without replacement, from the seed."
    }
  }

  /// The next one in the order of the list.
  var next: MapRule {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// Tokens of a picture that a rule kept, in rising order.
package struct MapSelection: Sendable, Equatable {
  package let rule: MapRule
  package let kept: [Int]

  package init(_ rule: MapRule, kept: [Int]) { (self.rule, self.kept) = (rule, kept) }

  /// The tokens that both kept, and their share of the tokens that either kept (Jaccard); 1 when neither kept any.
  package func shared(with other: MapSelection) -> (cells: Set<Int>, jaccard: Double) {
    let (a, b) = (Set(kept), Set(other.kept))
    let all = a.union(b).count
    let both = a.intersection(b)
    return (both, all == 0 ? 1 : Double(both.count) / Double(all))
  }
}
