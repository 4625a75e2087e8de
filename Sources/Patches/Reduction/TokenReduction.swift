import Tensors

/// Many visual tokens made few: some kept, the rest taken up by a few others, or dropped.
///
///     let less = TokenReduction.reduce(x, scores: s, metric: keys, dominant: 41, contextual: 6)
///     less.tokens        // [47, width]: those kept, in raster order, then those that took up others
///     less.report.gone   // []: every token is in one of them
///
/// A score source says how much each token counts, a selection keeps some, `Merge` gives the rest to targets, and the report tells each token's
/// fate. Source: VisionDrop, arXiv 2506.22283; with another score or selection it is what such methods are compared with.
package struct TokenReduction: Sendable {
  /// [dominant + contextual, width].
  package let tokens: Tensor
  package let report: ReductionReport

  /// `x` [n, width] in raster order, a score for each, and a `metric` row for each by which likeness is measured.
  ///
  /// With `contextual` 0 what is not kept is gone. Where fewer than `contextual` tokens are left over, each becomes a target.
  package static func reduce(
    _ x: Tensor, scores: [Float], metric: Tensor, dominant: Int, contextual: Int,
    by selection: Selection = .top
  ) -> TokenReduction {
    precondition(
      x.rank == 2 && scores.count == x.size(0) && metric.size(0) == x.size(0),
      "every token has a score and a metric")
    let kept = selection.chosen(dominant, by: scores)
    return TokenReduction(x, kept: kept, metric: metric, contextual: contextual, members: Merge.members)
  }

  /// As `reduce` with `.top`, by sorting scores and comparing pair by pair.
  package static func plain(
    _ x: Tensor, scores: [Float], metric: Tensor, dominant: Int, contextual: Int
  ) -> TokenReduction {
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let kept = order.prefix(max(0, dominant)).sorted()
    return TokenReduction(x, kept: kept, metric: metric, contextual: contextual, members: Merge.plain)
  }

  private init(
    _ x: Tensor, kept: [Int], metric: Tensor, contextual: Int, members: (Tensor, [Int]) -> [[Int]]
  ) {
    let isKept = Set(kept)
    let rest = (0..<x.size(0)).filter { !isKept.contains($0) }
    let targets = Merge.targets(contextual, of: rest.count)
    let found = members(metric.gathered(rest), targets)
    let merged = Merge.merged(x.gathered(rest), targets: targets, members: found)
    tokens = .concatenated([x.gathered(kept), merged])
    report = ReductionReport(
      count: x.size(0), kept: kept, targets: targets.map { rest[$0] },
      members: found.map { $0.map { rest[$0] } })
  }
}

extension ReadingSequence {
  /// Carries out a stage of the plan: `weights` [heads, count, count] are what the next layer's attention would have after its softmax, `keys`
  /// [heads, count, width of a head] its keys as they meet the queries (rotated where positions rotate). Gives the report and the scores by which
  /// tokens were kept.
  package mutating func reduce(
    _ stage: ReadingPlan.Stage, weights: Tensor, keys: Tensor, isCausal: Bool = true
  ) -> (report: ReductionReport, scores: [Float]) {
    let scores = stage.score.scores(weights, visual: visual, isCausal: isCausal)
    let less = TokenReduction.reduce(
      hidden.sliced(0, visual), scores: scores, metric: keys.mean(over: [0]).sliced(0, visual),
      dominant: stage.dominant, contextual: stage.contextual, by: stage.selection)
    let before = rows
    reduce(to: less.tokens, rows: less.report.origins.map { $0.flatMap { before[$0] } })
    return (less.report, scores)
  }
}
