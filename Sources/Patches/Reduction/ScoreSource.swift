import Basics
import Tensors

/// What a reduction is told about the visual tokens at one place of a model.
package struct TokenState: Sendable {
  /// [n, width]: the tokens, in raster order.
  package var tokens: Tensor
  /// [n, any width]: what likeness between them is measured by.
  package var metric: Tensor
  /// [heads, all, all]: attention after the softmax, whole rows; nil when not known.
  package var attention: Tensor?
  /// Where the n tokens are among all places of the attention.
  package var visual: Range<Int>
  /// Whether places see only those before them.
  package var isCausal: Bool

  /// Likeness is measured by `metric`, or by the tokens themselves.
  package init(
    tokens: Tensor, metric: Tensor? = nil, attention: Tensor? = nil, visual: Range<Int>? = nil,
    isCausal: Bool = false
  ) {
    self.tokens = tokens
    self.metric = metric ?? tokens
    self.attention = attention
    self.visual = visual ?? 0..<tokens.size(0)
    self.isCausal = isCausal
    precondition(
      self.metric.size(0) == tokens.size(0) && self.visual.count == tokens.size(0),
      "every token has a metric and a place")
  }

  /// The patches of one layer of a vision model, by the mean over heads of their keys where these are known.
  package init(_ layer: VisualTokens.Layer, of tokens: VisualTokens) {
    let visual = tokens.firstPatch..<tokens.firstPatch + tokens.grid.count
    self.init(
      tokens: layer.hidden, metric: layer.keys.map { $0.mean(over: [0]).sliced(0, visual) },
      attention: layer.attention, visual: visual)
  }
}

/// Where the scores of visual tokens come from.
package enum ScoreSource: Sendable {
  /// How much others look at them.
  case attention(AttentionScore)
  /// Their lengths.
  case norm
  /// How alike they are to some vectors [m, width], the mean of the cosines.
  case similarity(Tensor)
  /// Numbers that were brought.
  case given([Float])

  /// A score for each token. Throws when there is no attention where it is wanted, and when there are not as many numbers as tokens.
  package func scores(of state: TokenState) throws(Trouble) -> [Float] {
    switch self {
    case .norm: return state.tokens.lengths().values
    case .similarity(let vectors):
      return Similarity.cosine.matrix(state.tokens, vectors).mean(over: [1]).values
    case .given(let scores):
      guard scores.count == state.tokens.size(0) else {
        throw Trouble(
          .input, "there are \(scores.count) scores for \(state.tokens.size(0)) tokens",
          remedy: "Give one score for each token, in raster order")
      }
      return scores
    case .attention(let way):
      guard let weights = state.attention else {
        throw Trouble(
          .input, "the attention of this layer is not known, and scores are wanted from it",
          remedy: "Score by norm, or bring attention [heads, all, all]")
      }
      if way == .cls && state.visual.lowerBound == 0 {
        throw Trouble(.input, "there is no CLS before the first patch", remedy: "Score by the visual mean")
      }
      return way.scores(weights, visual: state.visual, isCausal: state.isCausal)
    }
  }
}
