import Tensors

/// Which sinks come from the vision model and which from the language model: two tests with more numbers than the tokens themselves.
///
/// ViT sinks stand out by their lengths in the vision model's output. LLM sinks turn onto the state of the first token (BOS) in the second layer's
/// network. Both lines are ours; that there are such sinks is what notes on EmbedLens (arXiv 2603.00510) say of its paper.
package struct SinkTest: Sendable, Equatable {
  /// Where the lines are: times the median length, and a cosine.
  package static let length = 3.0
  package static let cosine = 0.9

  /// The mean length of the group's tokens in the vision model's output over the median length of all; nil when not known.
  package let lengthRatio: Double?
  /// The mean cosine of the group's states to that of BOS behind the network of layer 1; nil when not known.
  package let beginLikeness: Double?

  /// Whether each test says so; nil where it could not be made.
  package var isVision: Bool? { lengthRatio.map { $0 > Self.length } }
  package var isLanguage: Bool? { beginLikeness.map { $0 > Self.cosine } }

  /// `ViT sink`, `LLM sink`, both, or plain `sink` when neither test could be made or said so.
  package var name: String {
    switch (isVision ?? false, isLanguage ?? false) {
    case (true, true): "ViT and LLM sink"
    case (true, false): "ViT sink"
    case (false, true): "LLM sink"
    case (false, false): "sink"
    }
  }

  /// By picture, the rows of the group; lengths of all tokens in the vision model's output, where known; and where known the states [n, width]
  /// of the visual tokens behind the network of layer 1 with that of BOS [width].
  package init(
    members: [[Int]], lengths: [[Float]]? = nil, states: [(visual: Tensor, begin: Tensor)]? = nil
  ) {
    lengthRatio = lengths.flatMap { Self.ratio(members, $0) }
    beginLikeness = states.flatMap { Self.likeness(members, $0) }
  }

  private static func ratio(_ members: [[Int]], _ lengths: [[Float]]) -> Double? {
    let own = zip(members, lengths).flatMap { rows, lengths in rows.map { Double(lengths[$0]) } }
    let all = Tensor(Array(lengths.joined()))
    guard !own.isEmpty, let median = all.quantiles([0.5]).first, median > 0 else { return nil }
    return own.reduce(0, +) / Double(own.count) / Double(median)
  }

  private static func likeness(_ members: [[Int]], _ states: [(visual: Tensor, begin: Tensor)]) -> Double? {
    let cosines = zip(members, states).flatMap { rows, states -> [Float] in
      let begin = states.begin.reshaped([1, -1])
      return Similarity.cosine.matrix(states.visual.gathered(rows), begin).values
    }
    return cosines.isEmpty ? nil : Double(cosines.reduce(0, +)) / Double(cosines.count)
  }
}
