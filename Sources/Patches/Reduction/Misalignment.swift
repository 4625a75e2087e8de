import Tensors

/// How far what the text looks at is from what the picture holds, in three numbers.
///
/// VisionDrop (arXiv 2506.22283) argues that text and vision are misaligned causally, semantically and spatially; its exact statistics were not at hand,
/// so these are ours.
package enum Misalignment {
  /// Causal: how well the order of scores follows the order of tokens, −1…1; 1 when every later token scores higher. NaN when scores do not vary.
  ///
  /// Spearman's rank correlation, equals sharing the mean of their ranks.
  package static func drift(_ scores: [Float]) -> Double {
    correlation(ranks(scores), scores.indices.map(Double.init))
  }

  /// Semantic: the mean cosine between rows of text [m, width] and of visual states [n, width].
  package static func closeness(_ text: Tensor, _ visual: Tensor) -> Double {
    Double(Similarity.cosine.matrix(text, visual).mean().scalar)
  }

  /// Spatial: of the kept tokens, which share lies in each quarter of the grid: top left, top right, bottom left, bottom right. A middle row or column
  /// belongs to the later half.
  package static func quarters(_ kept: [Int], of grid: PatchGrid) -> [Double] {
    var counts = [Double](repeating: 0, count: 4)
    for token in kept {
      let (row, column) = token.quotientAndRemainder(dividingBy: grid.columns)
      counts[(row < grid.rows / 2 ? 0 : 2) + (column < grid.columns / 2 ? 0 : 1)] += 1
    }
    return counts.map { $0 / Double(max(1, kept.count)) }
  }

  /// 1 for the smallest; equals get the mean of their ranks.
  static func ranks(_ values: [Float]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(max(1, x.count))
    let (a, b) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (u, v) in zip(x, y) {
      (xy, xx, yy) = (xy + (u - a) * (v - b), xx + (u - a) * (u - a), yy + (v - b) * (v - b))
    }
    return xx * yy == 0 ? .nan : xy / (xx * yy).squareRoot()
  }
}
