import Tensors

/// The states of words and visual tokens on their way through a causal reader, as a plan has them.
///
///     var sequence = ReadingSequence(before: bos, visual: v, after: question, plan: plan)
///     for layer in layers.indices {
///       sequence.arrive(at: layer)
///       let weights = sequence.cut(attention.softmax(), in: layer)          // [heads, count, count]
///       sequence.hidden = sequence.hidden + sequence.silence(mixed, at: Sublayer(layer, .attention))
///     }
package struct ReadingSequence: Sendable {
  package let plan: ReadingPlan
  /// [count, width]: words before, visual tokens, words after.
  package var hidden: Tensor
  /// By state, its position: what a positional embedding or a rotation is taken for.
  package private(set) var positions: [Int]
  /// Where the visual tokens are; empty while there are none.
  package private(set) var visual: Range<Int>
  /// By visual token, the row that it was handed over as; nil for one that took up others.
  package private(set) var rows: [Int?]
  /// Visual tokens that wait for their layer.
  private var waiting: Tensor?

  /// Words before [a, width], visual tokens [n, width], words after [b, width]; positions run 0..<a + n + b unless `visualPositions` [n],
  /// ascending, says otherwise. Words after go on where visual tokens end.
  package init(
    before: Tensor, visual: Tensor, after: Tensor, visualPositions: [Int]? = nil,
    plan: ReadingPlan = .everything
  ) {
    let (first, count) = (before.size(0), visual.size(0))
    let places = visualPositions ?? Array(first..<first + count)
    precondition(places.count == count, "every visual token has a position")
    let end = (places.last ?? first - 1) + 1
    let kept = (0..<count).filter { !plan.removed.contains($0) }
    let given = Self.averaged(visual, plan.averaged.subtracting(plan.removed)).gathered(kept)
    let after = (after, Array(end..<end + after.size(0)))
    self.plan = plan
    rows = kept
    if plan.entry > 0 {
      waiting = given
      hidden = Tensor.concatenated([before, after.0])
      positions = Array(0..<first) + after.1
      self.visual = first..<first
    } else {
      hidden = Tensor.concatenated([before, given, after.0])
      positions = Array(0..<first) + kept.map { places[$0] } + after.1
      self.visual = first..<first + kept.count
    }
  }

  /// How many states there are.
  package var count: Int { positions.count }

  /// Lets visual tokens in or out where the plan wants it before this layer.
  package mutating func arrive(at layer: Int) {
    if layer == plan.entry, let given = waiting {
      replaceVisual(by: given, rows)
      positions = Array(0..<count)
      waiting = nil
    }
    if layer == plan.exit { replaceVisual(by: .zeros([0, hidden.size(1)]), []) }
  }

  /// Puts other visual tokens [n, width] in place of those that are there, each with its row or nil. All are numbered anew, as VisionDrop does
  /// after a stage.
  package mutating func reduce(to tokens: Tensor, rows: [Int?]) {
    precondition(tokens.size(0) == rows.count, "every visual token has a row or none")
    replaceVisual(by: tokens, rows)
    positions = Array(0..<count)
  }

  private mutating func replaceVisual(by tokens: Tensor, _ rows: [Int?]) {
    let parts = [
      hidden.sliced(0, 0..<visual.lowerBound), tokens, hidden.sliced(0, visual.upperBound..<count),
    ]
    hidden = Tensor.concatenated(parts)
    let places = Array(visual.lowerBound..<visual.lowerBound + tokens.size(0))
    positions = positions[..<visual.lowerBound] + places + positions[visual.upperBound...]
    visual = visual.lowerBound..<visual.lowerBound + tokens.size(0)
    self.rows = rows
  }

  /// What a sublayer adds to the states [count, width], noughts for those that skip it.
  package func silence(_ output: Tensor, at sublayer: Sublayer) -> Tensor {
    let skipped = visual.filter { plan.isSkipped(rows[$0 - visual.lowerBound], at: sublayer) }
    if skipped.isEmpty { return output }
    var keep = [Float](repeating: 1, count: count)
    for state in skipped { keep[state] = 0 }
    return output * Tensor(keep, [count, 1])
  }

  /// Weights of a layer's attention [heads, count, count] after the softmax, less what the plan cuts.
  ///
  /// Whatever is skipped of the attention of layer 0, the release takes another way there: every state from the first visual token on loses its
  /// weights on visual tokens, and what the words behind lose is put on the first of them.
  package func cut(_ weights: Tensor, in layer: Int) -> Tensor {
    let (cuts, isFirst) = plan.cuts(in: layer)
    if visual.isEmpty || (cuts.isEmpty && !isFirst) { return weights }
    var values = weights.values
    let words = visual.upperBound..<count
    for head in 0..<weights.size(0) {
      for state in visual.lowerBound..<count {
        let start = (head * count + state) * count
        let columns = start + visual.lowerBound..<start + visual.upperBound
        let isWord = words.contains(state)
        let lost = values[columns].reduce(0, +)
        if isFirst || cuts.contains(isWord ? .textToVisual : .visualToVisual) {
          for column in columns { values[column] = 0 }
        }
        if isFirst && isWord { values[columns.lowerBound] = lost }
      }
    }
    return Tensor(values, weights.shape)
  }

  /// The rows of a set become their mean.
  private static func averaged(_ visual: Tensor, _ set: Set<Int>) -> Tensor {
    let chosen = set.filter { $0 >= 0 && $0 < visual.size(0) }.sorted()
    if chosen.isEmpty { return visual }
    let mean = visual.gathered(chosen).mean(over: [0]).values
    var values = visual.values
    for row in chosen { values.replaceSubrange(row * mean.count..<(row + 1) * mean.count, with: mean) }
    return Tensor(values, visual.shape)
  }
}
