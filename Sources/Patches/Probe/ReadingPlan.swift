import Tensors

/// What a causal reader does with the visual tokens between its words, other than reading all of them in every layer.
///
///     var plan = ReadingPlan(removed: groups.members(of: [1141]))
///     plan.skips = [.init(rows: dead, sublayers: [Sublayer(1, .network)])]
///
/// Rows are those of the visual tokens as they are handed to the reader, from 0. A reader makes a `ReadingSequence` and calls, in each layer, `arrive`,
/// `cut` and `silence`; the arithmetic of attention and networks is its own.
/// Source of removal, skipping and entry: "What Do Visual Tokens Really Encode?" (EmbedLens, CVPR 2026), arXiv 2603.00510, as its released
/// code does them; of stages: VisionDrop, arXiv 2506.22283.
package struct ReadingPlan: Sendable, Equatable {
  /// Some tokens that take no part in some sublayers.
  ///
  /// What a sublayer makes of such a token is set to nought before it is added, so the token stays as it was. Its keys and values are
  /// worked out all the same, and everything that looks at it finds them.
  package struct Skip: Sendable, Equatable {
    /// Which rows; nil for all.
    package var rows: Set<Int>?
    package var sublayers: Set<Sublayer>
    /// What is taken from the weights of the attentions among these sublayers, of all visual tokens whatever `rows` says.
    package var cuts: Set<Cut>

    package init(rows: Set<Int>? = nil, sublayers: Set<Sublayer>, cuts: Set<Cut> = []) {
      (self.rows, self.sublayers, self.cuts) = (rows, sublayers, cuts)
    }
  }

  /// Weights of an attention that become nought after the softmax; what is left is not made to sum to one again.
  package enum Cut: String, Sendable, CaseIterable {
    /// Of visual tokens on visual tokens, themselves included.
    case visualToVisual = "vv"
    /// Of the words behind on visual tokens.
    case textToVisual = "vt"
  }

  /// A reduction of the visual tokens just before a layer.
  package struct Stage: Sendable, Equatable {
    /// Before this layer, counted from 0; `Stage(before: 8, …)` works on what layer 7 gives.
    package var layer: Int
    /// How many tokens of highest score stay as they are.
    package var dominant: Int
    /// How many others stay and take up the rest.
    package var contextual: Int
    package var score: AttentionScore
    /// How those that stay are chosen; `.top` by score, anything else for comparison.
    package var selection: Selection

    package init(
      before layer: Int, dominant: Int, contextual: Int, score: AttentionScore = .visualMean,
      by selection: Selection = .top
    ) {
      (self.layer, self.dominant, self.contextual) = (layer, dominant, contextual)
      (self.score, self.selection) = (score, selection)
    }
  }

  /// Rows that never enter. The others keep their positions, with gaps.
  package var removed: Set<Int>
  /// Rows that become the mean of them all (of those that are not removed) before they enter.
  package var averaged: Set<Int>
  package var skips: [Skip]
  /// The layer before which visual tokens enter. Layers below see words alone, at their own positions; from here on all are numbered anew.
  package var entry: Int
  /// The layer before which all visual tokens are dropped; nil for never.
  package var exit: Int?
  /// In the order of their layers.
  package var stages: [Stage]

  package init(
    removed: Set<Int> = [], averaged: Set<Int> = [], skips: [Skip] = [], entry: Int = 0, exit: Int? = nil,
    stages: [Stage] = []
  ) {
    self.removed = removed
    self.averaged = averaged
    self.skips = skips
    self.entry = entry
    self.exit = exit
    self.stages = stages
  }

  /// All tokens, all layers.
  package static let everything = ReadingPlan()

  /// The reduction just before a layer, if there is one.
  package func stage(before layer: Int) -> Stage? { stages.first { $0.layer == layer } }

  /// By row, whether it takes no part in a sublayer; nil for a row that is no single token any more.
  func isSkipped(_ row: Int?, at sublayer: Sublayer) -> Bool {
    skips.contains { skip in
      skip.sublayers.contains(sublayer) && (skip.rows.map { rows in row.map(rows.contains) ?? false } ?? true)
    }
  }

  /// What is cut from the weights of a layer's attention.
  func cuts(in layer: Int) -> (cuts: Set<Cut>, first: Bool) {
    let here = skips.filter { $0.sublayers.contains(Sublayer(layer, .attention)) }
    let cuts = here.reduce(into: Set<Cut>()) { $0.formUnion($1.cuts) }
    return (cuts, layer == 0 && here.contains { $0.cuts.isEmpty || $0.cuts.contains(.textToVisual) })
  }
}
