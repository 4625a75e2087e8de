import Tensors

/// Ways to say how much a visual token counts, from how much others look at it.
///
/// Source of the first, second and last: "Rethinking Visual Token Reduction in LVLMs under Cross-modal Misalignment" (VisionDrop), arXiv 2506.22283,
/// as its released code has them.
package enum AttentionScore: String, Sendable, CaseIterable {
  /// What CLS, the row before the first visual token, gives them; heads summed.
  case cls
  /// What visual tokens give them on average over visual tokens and heads. Under a causal mask early tokens are seen by more rows and
  /// score higher for that alone; the method does not correct it.
  case visualMean = "visual"
  /// Ours, for comparison: each row's weights times how many places it sees, averaged over the rows that see the token. Even attention gives 1
  /// to every token, early or late.
  case correctedMean = "corrected"
  /// What the last row, the end of the question, gives them on average over heads.
  case lastText = "text"

  /// A score for each visual token.
  ///
  /// `weights` [heads, all, all] are whole rows after the softmax, rows looking at columns; `visual` is where the visual tokens are among all.
  /// `isCausal` says whether a row sees only itself and those before, which only the corrected mean has to know.
  package func scores(_ weights: Tensor, visual: Range<Int>, isCausal: Bool) -> [Float] {
    precondition(weights.rank == 3 && weights.size(1) == weights.size(2), "attention is [heads, all, all]")
    precondition(
      visual.lowerBound >= (self == .cls ? 1 : 0) && visual.upperBound <= weights.size(1),
      "visual tokens lie inside the attention")
    switch self {
    case .cls: return Self.seen(weights, from: visual.lowerBound - 1, visual).sum(over: [0]).values
    case .lastText: return Self.seen(weights, from: weights.size(1) - 1, visual).mean(over: [0]).values
    case .visualMean: return Self.square(weights, visual).mean(over: [0]).values
    case .correctedMean: return Self.corrected(weights, visual, isCausal)
    }
  }

  /// [heads, visual]: what one row gives to the visual columns.
  private static func seen(_ weights: Tensor, from row: Int, _ visual: Range<Int>) -> Tensor {
    weights.at(row, axis: 1).sliced(1, visual)
  }

  /// [visual, visual]: the mean of heads, visual rows on visual columns.
  private static func square(_ weights: Tensor, _ visual: Range<Int>) -> Tensor {
    weights.sliced(1, visual).sliced(2, visual).mean(over: [0])
  }

  private static func corrected(_ weights: Tensor, _ visual: Range<Int>, _ isCausal: Bool) -> [Float] {
    let rows = square(weights, visual).rowLists
    return rows.indices.map { column in
      let first = isCausal ? column : 0
      let sum = (first..<rows.count).reduce(Float(0)) { sum, row in
        sum + rows[row][column] * Float(isCausal ? visual.lowerBound + row + 1 : weights.size(1))
      }
      return sum / Float(rows.count - first)
    }
  }
}
