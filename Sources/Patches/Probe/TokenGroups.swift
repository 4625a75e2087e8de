import Basics

/// Some ids, and what a token that leans to one of them is called.
package struct TargetSet: Sendable, Hashable {
  /// `sink`.
  package var name: String
  package var ids: Set<Int>

  package init(_ name: String, _ ids: Set<Int>) { (self.name, self.ids) = (name, ids) }

  /// Those known for LLaVA-1.5-7B and its vocabulary of 32,000 pieces: `igh`, `▁jav` and the virama of Devanagari. They mean nothing in any other
  /// table.
  package static let llava15: [TargetSet] = [
    TargetSet("ViT sink", [1141]), TargetSet("LLM sink", [26673]), TargetSet("dead", [30296]),
  ]

  /// Reads `sink=1141,26673 dead=30296`, ids alone (a set called `given`), or `llava-1.5`. Throws with the word that is neither.
  package static func list(_ words: String) throws(Trouble) -> [TargetSet] {
    if words == "llava-1.5" { return llava15 }
    var sets: [TargetSet] = []
    for word in words.split(whereSeparator: { $0 == " " || $0 == ";" }) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let ids = (parts.last ?? "").split(separator: ",").map { Int($0) ?? -1 }
      guard !ids.isEmpty, ids.allSatisfy({ $0 >= 0 }) else {
        throw Trouble(
          .usage, at: .option("targets"), "“\(word)” names no ids",
          remedy: "Write sink=1141,26673 dead=30296, or llava-1.5")
      }
      sets.append(TargetSet(parts.count > 1 ? parts[0] : "given", Set(ids)))
    }
    return sets
  }
}

/// The visual tokens of one picture, sorted by the words that they lean to.
///
/// K(t) are the 3 ids nearest to token t. It is a member of a set when one of them is in it: no threshold, no order, no cluster. A token may be a member
/// of several; one of none is alive. Source: EmbedLens, arXiv 2603.00510, and its released code, where 3 is fixed.
package struct TokenGroups: Sendable, Equatable {
  /// How many ids of a token count.
  package static let depth = 3

  package let sets: [TargetSet]
  /// How many tokens there are.
  package let count: Int
  /// By set, its tokens, rising.
  package let members: [[Int]]
  /// By token, the set whose id ranks best among its nearest ids, for a picture that has one colour a token; nil for one that is alive. Of sets
  /// with the same id the first.
  package let colours: [Int?]

  /// By token the ids nearest to it, nearest first.
  package init(_ nearest: [[VisualProbe.Match]], sets: [TargetSet], depth: Int = TokenGroups.depth) {
    self.sets = sets
    count = nearest.count
    members = sets.map { Self.members(of: $0.ids, in: nearest, depth: depth) }
    colours = nearest.map { row in
      row.prefix(depth).lazy.compactMap { match in sets.firstIndex { $0.ids.contains(match.id) } }.first
    }
  }

  /// The tokens, rising, that have one of the ids among their `depth` nearest.
  package static func members(
    of ids: Set<Int>, in nearest: [[VisualProbe.Match]], depth: Int = TokenGroups.depth
  ) -> [Int] {
    nearest.indices.filter { token in nearest[token].prefix(depth).contains { ids.contains($0.id) } }
  }

  /// Members of no set, rising.
  package var alive: [Int] { colours.indices.filter { colours[$0] == nil } }

  /// Members of more than one set, rising.
  package var overlap: [Int] {
    let all = members.joined().reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    return all.filter { $0.value > 1 }.keys.sorted()
  }

  /// By set, the share of tokens that are members, 0…1. With overlap they add up to more than what is not alive.
  package var shares: [Double] { members.map { Double($0.count) / Double(max(1, count)) } }
}
