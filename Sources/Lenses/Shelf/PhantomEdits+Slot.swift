import Basics
import Tokens

/// What says how likely a token is after two others; a model as the sampler sees it.
package protocol TokenChances {
  /// The probability of a token after a context.
  mutating func probability(of token: TokenID, after context: TokenTrigrams.Context) -> Double
  /// The probability that the word ends here: that the next token begins another, or the text ends.
  mutating func wordEnds(after context: TokenTrigrams.Context) -> Double
}

/// How likely a model is to leave a word, to spell it otherwise, or to replace it, as exact sums over all spellings.
///
/// A spelling has the product of its tokens' probabilities, times the probability that the word ends behind it. *Unchanged* is
/// the canonical spelling, *different* (a phantom edit) the sum over all others of the same surface, *replaced* the rest. With
/// p(a) = p(b) = p(c) = p(bc) = 0.1, p(ab) = 0.2, p(abc) = 0.3, p(end) = 0.1 and the word `abc`, spelled `abc`:
/// unchanged 0.03, different 0.0031 (`a b c` 0.0001, `a bc` 0.001, `ab c` 0.002), replaced 0.9669.
/// The mask takes from every step the tokens that would complete a spelling other than the canonical one, and renormalises.
package struct Slot: Sendable, Equatable {
  package private(set) var unchanged = 0.0
  package private(set) var different = 0.0
  /// By number of tokens, the probability of spellings other than the canonical one.
  package private(set) var differentByLength: [Int: Double] = [:]
  /// The likeliest spellings, the canonical one among them, best first.
  package private(set) var spellings: [Spelling] = []

  /// The rest: another word.
  package var replaced: Double { max(0, 1 - unchanged - different) }

  /// One spelling and its probability.
  package struct Spelling: Sendable, Equatable {
    package var ids: [TokenID]
    package var probability: Double
    package var isCanonical: Bool
  }

  /// Where a way through the graph stands: only this decides how it goes on.
  private struct Place: Hashable, Comparable {
    var context: TokenTrigrams.Context
    var isCanonical: Bool
    var length: Int

    /// Sums are made in one order, so that they come out alike to the last bit.
    static func < (a: Place, b: Place) -> Bool {
      (a.length, a.context.second, a.context.first, a.isCanonical ? 0 : 1)
        < (b.length, b.context.second, b.context.first, b.isCanonical ? 0 : 1)
    }
  }

  private struct Way {
    var ids: [TokenID]
    var probability: Double
  }

  /// Sums over all ways, and keeps the best `limit` spellings. `context` are the two tokens before the word.
  package init(
    _ graph: SpellingGraph, canonical: [TokenID], after context: TokenTrigrams.Context, masked: Bool,
    limit: Int,
    _ chances: inout some TokenChances
  ) {
    var places = [[Place: (mass: Double, ways: [Way])]](repeating: [:], count: graph.end + 1)
    places[0][Place(context: context, isCanonical: true, length: 0)] = (1, [Way(ids: [], probability: 1)])
    for node in 0..<graph.end {
      let edges = graph.edges(from: node)
      for (place, found) in places[node].sorted(by: { $0.key < $1.key }) {
        let next = edges.map { edge in
          let isCanonical =
            place.isCanonical && place.length < canonical.count && canonical[place.length] == edge.id
          return (
            edge, isCanonical && (edge.to < graph.end || place.length + 1 == canonical.count),
            chances.probability(of: edge.id, after: place.context)
          )
        }
        let blocked = masked ? next.reduce(0) { $1.0.to == graph.end && !$1.1 ? $0 + $1.2 : $0 } : 0
        for (edge, isCanonical, chance) in next where !(masked && edge.to == graph.end && !isCanonical) {
          let share = blocked < 1 ? chance / (1 - blocked) : 0
          let to = Place(
            context: place.context.adding(edge.id), isCanonical: isCanonical, length: place.length + 1)
          var entry = places[edge.to][to] ?? (0, [])
          entry.mass += found.mass * share
          entry.ways += found.ways.map { Way(ids: $0.ids + [edge.id], probability: $0.probability * share) }
          if entry.ways.count > 4 * limit { entry.ways = Self.best(entry.ways, limit) }
          places[edge.to][to] = entry
        }
      }
      places[node] = [:]
    }
    finish(places[graph.end], limit, &chances)
  }

  private mutating func finish(
    _ ends: [Place: (mass: Double, ways: [Way])], _ limit: Int, _ chances: inout some TokenChances
  ) {
    for (place, found) in ends.sorted(by: { $0.key < $1.key }) {
      let wordEnds = chances.wordEnds(after: place.context)
      if place.isCanonical {
        unchanged += found.mass * wordEnds
      } else {
        different += found.mass * wordEnds
        differentByLength[place.length, default: 0] += found.mass * wordEnds
      }
      spellings += found.ways.map {
        Spelling(ids: $0.ids, probability: $0.probability * wordEnds, isCanonical: place.isCanonical)
      }
    }
    spellings.sort { a, b in
      if a.probability != b.probability { return a.probability > b.probability }
      return a.ids.count != b.ids.count ? a.ids.count < b.ids.count : a.ids.lexicographicallyPrecedes(b.ids)
    }
    spellings = Array(spellings.prefix(limit))
  }

  private static func best(_ ways: [Way], _ limit: Int) -> [Way] {
    Array(ways.sorted { $0.probability > $1.probability }.prefix(limit))
  }
}
