/// The merges that made a piece's tokens, in the order in which they happened, each with those that lost.
///
/// With the merges `a b` (rank 0) and `b c` (rank 1) the piece `abc` has the symbols `a b c` and one step: at place 0 `ab`
/// was made; the candidate `bc` at place 1 lost by its rank. `symbols(after:)` replays the steps.
package struct MergeSteps: Sendable, Equatable {
  /// What merging begins with or has come to: an entry, or bytes without one.
  package struct Symbol: Sendable, Equatable {
    /// Nil when no entry is spelled so.
    package var id: TokenID?
    /// As the vocabulary spells it, prefix and suffix included.
    package var spelling: [UInt8]
    /// The bytes of the piece.
    package var range: Range<Int>

    package init(id: TokenID?, spelling: [UInt8], range: Range<Int>) {
      self.id = id
      self.spelling = spelling
      self.range = range
    }
  }

  /// Two neighbours that could merge.
  package struct Candidate: Sendable, Equatable {
    /// The index of the left one among the symbols before the step.
    package var place: Int
    /// The entry that merging them makes.
    package var made: TokenID
    /// Its rank (lower is better) or score (higher is better).
    package var weight: EntryWeight

    package init(place: Int, made: TokenID, weight: EntryWeight) {
      self.place = place
      self.made = made
      self.weight = weight
    }
  }

  /// One merge.
  package struct Step: Sendable, Equatable {
    /// What merged.
    package var chosen: Candidate
    /// What could have merged instead, from left to right; the chosen one is not among them.
    package var lost: [Candidate]

    package init(chosen: Candidate, lost: [Candidate]) {
      self.chosen = chosen
      self.lost = lost
    }
  }

  /// The symbols before the first step.
  package var symbols: [Symbol]
  /// In order.
  package var steps: [Step]
  /// What a person must know; empty when nothing.
  package var remark: String

  package init(symbols: [Symbol], steps: [Step], remark: String = "") {
    self.symbols = symbols
    self.steps = steps
    self.remark = remark
  }

  /// The symbols after the first `count` steps; `spelling` gives that of an entry.
  package func symbols(after count: Int, spelling: (TokenID) -> [UInt8]?) -> [Symbol] {
    var symbols = symbols
    for step in steps.prefix(count) {
      let (left, right) = (symbols[step.chosen.place], symbols[step.chosen.place + 1])
      symbols[step.chosen.place] = Symbol(
        id: step.chosen.made, spelling: spelling(step.chosen.made) ?? left.spelling + right.spelling,
        range: left.range.lowerBound..<right.range.upperBound)
      symbols.remove(at: step.chosen.place + 1)
    }
    return symbols
  }
}
