import Basics
import Lenses
import Patches

/// A word that a token reads as, and how near it is.
package typealias WordMatch = VisualProbe.Match

/// The state of each token of a picture.
package struct MapGroups: Sendable, Equatable {
  /// By token.
  package let states: [MapState]
  /// How many tokens are in more than one group; each has the state of the word that ranks best.
  package let overlap: Int
  /// What the groups are, and what is to be known of them.
  package let notes: [String]

  /// `nearest` are the words of each token, nearest first; of them count as many as the knob says, down to its threshold.
  init(_ nearest: [[WordMatch]], _ targets: MapTargets, _ knobs: Knobs) {
    let least = Float(knobs.number("threshold"))
    let counted = nearest.map { row in Array(row.prefix { $0.score >= least }) }
    let groups = TokenGroups(counted, sets: targets.sets, depth: knobs.integer("nearest"))
    states = groups.colours.map { $0.map { MapTargets.state(targets.sets[$0].name) } ?? .alive }
    overlap = groups.overlap.count
    notes =
      [targets.sentence]
      + (overlap > 0
        ? ["\(overlap) tokens are in more than one group; they have the colour of the nearer word."] : [])
  }

  /// By state, how many tokens.
  package var counts: [Int] {
    var counts = [Int](repeating: 0, count: MapState.allCases.count)
    for state in states { counts[state.rawValue] += 1 }
    return counts
  }

  /// The tokens of a state, rising.
  package func cells(_ state: MapState) -> [Int] { states.indices.filter { states[$0] == state } }
}

/// Words that make a group, and where they are from.
package struct MapTargets: Sendable, Equatable {
  package let sets: [TargetSet]
  /// Where they are from, in a sentence.
  package let sentence: String

  package init(_ sets: [TargetSet], _ sentence: String) { (self.sets, self.sentence) = (sets, sentence) }

  /// Reads what `TargetSet.list` reads. Throws with the word that is none.
  package init(_ words: String) throws(Trouble) {
    let sets = try TargetSet.list(words)
    self.init(
      sets,
      sets == TargetSet.llava15
        ? "Groups are the ids that are known for LLaVA-1.5-7B, and for no other model."
        : "Groups are the ids that were given: \(words).")
  }

  /// The state of a set's tokens, by what its name holds.
  static func state(_ name: String) -> MapState {
    if name.contains("sink") { return .sink }
    return name.contains("dead") ? .dead : .unnamed
  }
}
