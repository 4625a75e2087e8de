/// Rules that join numbers: sums, products of matrices, softmax, norms.
extension Rule {
  /// Summed axes stay as ones.
  package static func sum(over axes: [Int]) -> Rule {
    Rule(
      .sum, { $0[0].sum(over: axes, keeping: true) },
      pull: { [$0.gradient.broadcast(to: $0.inputs[0].shape)] })
  }

  /// The largest along an axis, which stays as one; equals share the gradient evenly, as in PyTorch's amax.
  package static func largest(axis: Int) -> Rule {
    Rule(
      .largest, { $0[0].maximum(over: [axis], keeping: true) },
      pull: { step in
        let isLargest = step.inputs[0].with(step.output, .equal)
        return [step.gradient * isLargest / isLargest.sum(over: [axis], keeping: true)]
      })
  }

  /// [… m, k] times [… k, n]: the gradient times bᵀ, and aᵀ times the gradient.
  package static let matmul = Rule(
    .matmul, { $0[0].matmul($0[1]) },
    pull: { step in
      let (a, b, g) = (step.inputs[0], step.inputs[1], step.gradient)
      let left = step.wants(0) { g.matmul(b.transposed()) }
      guard step.isWanted[1] else { return [left, nil] }
      guard b.rank == 2 && a.rank > 2 else {
        // What stands column by column gets its gradient so too: the rule that turned it then hands on rows.
        if b.strides[b.rank - 1] != 1 { return [left, g.transposed().matmul(a).transposed()] }
        return [left, a.transposed().matmul(g)]
      }
      // A stack times one matrix is one product, and so is its gradient.
      let (rows, gradients) = (a.reshaped([-1, a.size(-1)]), g.reshaped([-1, g.size(-1)]))
      return [left, rows.transposed().matmul(gradients)]
    })

  /// A row kernel along an axis whose gradient is a loop of `CLanes`.
  private static func rows(_ name: Name, _ kernel: RowKernel, axis: Int) -> Rule {
    Rule(
      name, { $0[0].along(axis, kernel) },
      pull: { step in
        let last = step.output.shape.axis(axis) == step.output.rank - 1
        let parts = [step.inputs[0], step.output, step.gradient].map { last ? $0 : $0.transposed(axis, -1) }
        let values = parts.map(\.values)
        let pulled = WideLoops.pull(
          kernel, values[0], values[1], values[2], width: max(1, step.output.size(axis)))
        let result = Tensor(pulled, parts[0].shape)
        return [last ? result : result.transposed(axis, -1)]
      })
  }

  /// y (g - Σ g y).
  package static func softmax(axis: Int) -> Rule { rows(.softmax, .softmax, axis: axis) }

  /// g - softmax · Σ g.
  package static func logSoftmax(axis: Int) -> Rule { rows(.logSoftmax, .logSoftmax, axis: axis) }

  /// (g - mean g - y · mean(g y)) / √(variance + epsilon), along the last axis.
  package static func layerNorm(epsilon: Float) -> Rule {
    rows(.layerNorm, .layerNorm(epsilon: epsilon), axis: -1)
  }

  /// (g - y · mean(g y)) / √(mean of squares + epsilon), along the last axis.
  package static func rmsNorm(epsilon: Float) -> Rule {
    Rule(
      .rmsNorm, { $0[0].rmsNorm(epsilon: epsilon) },
      pull: { step in
        let (g, y) = (step.gradient, step.output)
        let size = (step.inputs[0].map(.square).mean(over: [-1], keeping: true) + epsilon).map(.squareRoot)
        return [(g - y * (g * y).mean(over: [-1], keeping: true)) / size]
      })
  }

  /// (g - y · Σ g y) / length, along an axis; g / epsilon for vectors shorter than that.
  package static func unit(axis: Int, epsilon: Float) -> Rule {
    Rule(
      .unit, { $0[0].unit(axis: axis, epsilon: epsilon) },
      pull: { step in
        let (g, y) = (step.gradient, step.output)
        let length = step.inputs[0].norm(over: [axis], keeping: true)
        let isLong = length.with(Tensor(epsilon), .greater)
        let along = y * (g * y).sum(over: [axis], keeping: true) * isLong
        return [(g - along) / length.with(Tensor(epsilon), .maximum)]
      })
  }
}
