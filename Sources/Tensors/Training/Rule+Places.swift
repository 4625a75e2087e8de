/// Rules that move numbers: each gives the gradient back by its transpose.
extension Rule {
  /// Another shape; the gradient gets the old one.
  package static func reshape(_ sizes: [Int]) -> Rule {
    Rule(.reshape, { $0[0].reshaped(sizes) }, pull: { [$0.gradient.reshaped($0.inputs[0].shape.sizes)] })
  }

  /// Axes in another order; the gradient goes the other way.
  package static func permute(_ order: [Int]) -> Rule {
    Rule(
      .permute, { $0[0].permuted(order) },
      pull: { step in
        let order = order.map(step.inputs[0].shape.axis)
        return [step.gradient.permuted(order.indices.sorted { order[$0] < order[$1] })]
      })
  }

  /// A range along an axis; the gradient gets noughts around it.
  package static func slice(_ axis: Int, _ range: Range<Int>) -> Rule {
    Rule(
      .slice, { $0[0].sliced(axis, range) },
      pull: { step in
        let after = step.inputs[0].size(axis) - range.upperBound
        return [step.gradient.padded(axis, before: range.lowerBound, after: after)]
      })
  }

  /// The tape sums what was stretched.
  package static func broadcast(_ shape: Shape) -> Rule {
    Rule(.broadcast, { $0[0].broadcast(to: shape) }, pull: { [$0.gradient] })
  }

  /// One behind the other; the gradient is cut apart.
  package static func concatenate(axis: Int) -> Rule {
    Rule(
      .concatenate, { Tensor.concatenated($0, axis: axis) },
      pull: { step in
        var start = 0
        return step.inputs.map { input in
          let range = start..<start + input.size(axis)
          start = range.upperBound
          return step.gradient.sliced(axis, range)
        }
      })
  }

  /// Places by number; the gradient is scattered.
  package static func gather(_ indices: [Int], axis: Int) -> Rule {
    Rule(
      .gather, { $0[0].gathered(indices, axis: axis) },
      pull: { [Tensor.scattered($0.gradient, at: indices, axis: axis, size: $0.inputs[0].size(axis))] })
  }

  /// Added at places; the gradient is gathered.
  package static func scatter(_ indices: [Int], axis: Int, size: Int) -> Rule {
    Rule(
      .scatter, { Tensor.scattered($0[0], at: indices, axis: axis, size: size) },
      pull: { [$0.gradient.gathered(indices, axis: axis)] })
  }

  /// One number a row; the gradient is spread.
  package static func pick(_ indices: [Int]) -> Rule {
    Rule(
      .pick, { $0[0].picked(indices) },
      pull: { [$0.gradient.spread(indices, width: $0.inputs[0].size(-1))] })
  }

  /// Running sums; the gradient is summed from the end.
  package static func cumulativeSum(axis: Int) -> Rule {
    Rule(
      .cumulativeSum, { $0[0].cumulativeSum(axis: axis) },
      pull: { [$0.gradient.reversed(axis: axis).cumulativeSum(axis: axis).reversed(axis: axis)] })
  }

  /// The first input where `mask` is not nought, the second where it is.
  package static func choose(_ mask: Tensor) -> Rule {
    Rule(
      .choose, { mask.choosing($0[0], else: $0[1]) },
      pull: { step in
        [
          step.wants(0) { mask.choosing(step.gradient, else: Tensor(0)) },
          step.wants(1) { mask.choosing(Tensor(0), else: step.gradient) },
        ]
      })
  }

  /// What a window sees; the gradient is folded.
  package static func unfold(_ window: Window) -> Rule {
    Rule(
      .unfold, { $0[0].unfolded(window) },
      pull: { [$0.gradient.folded(window, size: ($0.inputs[0].size(2), $0.inputs[0].size(3)))] })
  }

  /// The transpose of unfolding; the gradient is unfolded.
  package static func fold(_ window: Window, size: (Int, Int)) -> Rule {
    Rule(.fold, { $0[0].folded(window, size: size) }, pull: { [$0.gradient.unfolded(window)] })
  }
}
