import Basics
import Glibc
import Tensors

/// At which depth of a language model groups of visual tokens are at home, in three read-outs a layer.
///
/// (a) the norm match l* = argmin |log(mean |v| / mean |text state of layer l|)| of a group as it enters; (b) the cosine of its states to themselves at
/// layer 0, near 1 for tokens that nothing changes; (c) the id nearest to most of its states. (a) is how notes on EmbedLens (arXiv 2603.00510) word the
/// alignment of its paper, whose exact statistic was not at hand: an assumption.
package struct LayerAlignment: Sendable {
  /// One group in one layer.
  package struct Entry: Sendable, Equatable {
    /// The mean length of its states.
    package var norm: Double
    /// The mean cosine to the same token at layer 0.
    package var selfCosine: Double
    /// The id nearest to most of its states, of as many the lowest, and their share.
    package var word: (id: Int, share: Double)?

    package static func == (a: Entry, b: Entry) -> Bool {
      a.norm == b.norm && a.selfCosine == b.selfCosine && a.word?.id == b.word?.id
        && a.word?.share == b.word?.share
    }
  }

  /// By layer, from what goes in to what comes out, the mean length of the states of words.
  package let textNorms: [Double]
  /// By group, by layer.
  package let entries: [[Entry]]

  /// States [count, width] by layer, which of them are visual tokens, and groups of these (rows among the visual tokens, none empty). Words are all
  /// states that are not visual.
  ///
  /// With a probe each state's nearest id is sought too. Throws what that throws.
  package init(
    states: [Tensor], visual: Range<Int>, groups: [[Int]], probe: VisualProbe? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) {
    let words = (0..<(states.first?.size(0) ?? 0)).filter { !visual.contains($0) }
    textNorms = states.map { Self.mean($0.gathered(words).lengths().values) }
    let layers = states.map { $0.sliced(0, visual) }
    var ids: [[Int]] = []
    if let probe {
      for (index, layer) in layers.enumerated() {
        try ticket.step(Double(index) / Double(layers.count))
        ids.append(try probe.nearest(layer, count: 1).map { $0.first?.id ?? -1 })
      }
    }
    entries = groups.map { rows in
      layers.indices.map { layer in
        let own = layers[layer].gathered(rows)
        let first = layers[0].gathered(rows)
        return Entry(
          norm: Self.mean(own.lengths().values), selfCosine: Self.mean(Self.cosines(own, first)),
          word: ids.isEmpty ? nil : Self.most(rows.map { ids[layer][$0] }))
      }
    }
  }

  /// (a): by group, the layer whose words are nearest in length to it as it enters.
  package var bestLayers: [Int] {
    entries.map { entries in
      let norm = entries.first?.norm ?? 0
      let gaps = textNorms.map { abs(log(norm / $0)) }
      return gaps.indices.min { (gaps[$0], $0) < (gaps[$1], $1) } ?? 0
    }
  }

  private static func cosines(_ a: Tensor, _ b: Tensor) -> [Float] {
    (a.unit() * b.unit()).sum(over: [1]).values
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? .nan : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  private static func most(_ ids: [Int]) -> (id: Int, share: Double)? {
    let counts = Dictionary(grouping: ids) { $0 }.mapValues(\.count)
    return counts.min { (-$0.value, $0.key) < (-$1.value, $1.key) }
      .map { ($0.key, Double($0.value) / Double(ids.count)) }
  }
}
