import Basics
import Patches
import Tensors

/// What is done to which visual tokens of a scene before or while a reader reads them.
package struct ReaderTreatment: Sendable, Equatable {
  /// Which tokens.
  package enum Choice: String, Sendable, CaseIterable {
    /// Those that lean to a word that comes back in every scene; all others.
    case recurring, alive
    /// As many of each as there are of the smaller group, by chance.
    case someRecurring = "as many recurring"
    case someAlive = "as many alive"
    /// As many of all, by chance; as many of all, evenly spaced.
    case random = "as many at random"
    case even = "as many evenly spaced"
    /// All of them; none.
    case all, none
  }

  /// What is done.
  package enum Way: Sendable, Equatable {
    /// They never enter; others keep their positions.
    case removed
    /// Each becomes the mean of them.
    case averaged
    /// They stay as they are in these sublayers.
    case skipping([Sublayer])
    /// The same, and weights are cut in the attentions among them.
    case cutting([Sublayer], [ReadingPlan.Cut])
    /// They enter before this layer only.
    case entering(Int)
    /// They are gone before this layer.
    case leaving(Int)
  }

  package var choice: Choice
  package var way: Way

  package init(_ choice: Choice, _ way: Way) { (self.choice, self.way) = (choice, way) }

  /// All tokens as they are.
  package static let everything = ReaderTreatment(.none, .removed)

  /// What `tessera lab measure` shows, in this order.
  package static let catalogue: [ReaderTreatment] = {
    let every = Sublayer.all(layers: MicroReader.layers)
    let early = [Sublayer(0, .network), Sublayer(1, .attention), Sublayer(1, .network)]
    let groups: [Choice] = [.recurring, .alive]
    let equals: [Choice] = [.someRecurring, .someAlive, .random, .even]
    var all = [everything]
    all += (groups + equals).map { ReaderTreatment($0, .removed) }
    all += (groups + equals).map { ReaderTreatment($0, .averaged) }
    for sublayers in [[early[2]], Array(early[..<2]), early, every] {
      all += groups.map { ReaderTreatment($0, .skipping(sublayers)) }
    }
    all += (1..<MicroReader.layers).map { ReaderTreatment(.all, .entering($0)) }
    all += (1..<MicroReader.layers).reversed().map { ReaderTreatment(.all, .leaving($0)) }
    return all + [ReaderTreatment(.all, .removed)]
  }()

  /// The tokens that it treats in a scene, rising.
  package func rows(of sorted: ReaderMeasure.Case) -> [Int] {
    let count = sorted.scene.tokens.size(0)
    let size = min(sorted.recurring.count, sorted.alive.count)
    switch choice {
    case .none: return []
    case .all: return Array(0..<count)
    case .recurring: return sorted.recurring
    case .alive: return sorted.alive
    case .someRecurring: return Selection.drawn(size, of: sorted.recurring, seed: sorted.seed)
    case .someAlive: return Selection.drawn(size, of: sorted.alive, seed: sorted.seed)
    case .random: return Selection.drawn(size, of: Array(0..<count), seed: sorted.seed)
    case .even: return Selection.uniform.chosen(size, by: Array(repeating: 0, count: count))
    }
  }

  /// The reader's orders for a scene.
  package func plan(for sorted: ReaderMeasure.Case) -> ReadingPlan {
    let rows = Set(rows(of: sorted))
    switch way {
    case .removed: return ReadingPlan(removed: rows)
    case .averaged: return ReadingPlan(averaged: rows)
    case .skipping(let sublayers):
      return ReadingPlan(skips: [ReadingPlan.Skip(rows: rows, sublayers: Set(sublayers))])
    case .cutting(let sublayers, let cuts):
      return ReadingPlan(
        skips: [ReadingPlan.Skip(rows: rows, sublayers: Set(sublayers), cuts: Set(cuts))])
    case .entering(let layer): return ReadingPlan(entry: layer)
    case .leaving(let layer): return ReadingPlan(exit: layer)
    }
  }

  /// In words: `recurring tokens removed`, `alive tokens skip 0.5 1 1.5`.
  package var words: String {
    switch (choice, way) {
    case (.none, _): "all tokens as they are"
    case (.all, .removed): "no tokens at all"
    case (_, .entering(let layer)): "all tokens enter before layer \(layer)"
    case (_, .leaving(let layer)): "all tokens leave before layer \(layer)"
    case (_, .removed): "\(choice.rawValue) removed"
    case (_, .averaged): "\(choice.rawValue) made their mean"
    case (_, .skipping(let sublayers)):
      "\(choice.rawValue) skip " + sublayers.map(\.description).joined(separator: " ")
    case (_, .cutting(let sublayers, let cuts)):
      "\(choice.rawValue) skip " + sublayers.map(\.description).joined(separator: " ") + ", cut "
        + cuts.map(\.rawValue).joined(separator: " and ")
    }
  }
}
