/// A step that can be gone back over: how its result is made, and what a change of the result owes to each input.
///
/// The rules are one table, by topic in `Rule+….swift`; the tests check each name in it by finite differences.
package struct Rule: Sendable {
  /// Names of the table.
  package enum Name: String, Sendable, CaseIterable {
    case add, subtract, multiply, divide, maximum, minimum, power
    case negative, absolute, square, squareRoot, reciprocal, exp, log, sin, cos, tanh, erf, sigmoid
    case relu, silu, gelu, geluTanh, softplus
    case sum, largest, matmul, softmax, logSoftmax, layerNorm, rmsNorm, unit
    case reshape, permute, slice, broadcast, concatenate, gather, scatter, pick, cumulativeSum, choose
    case unfold, fold
  }

  /// What is known when a step is gone back over.
  package struct Step: Sendable {
    /// What the step was given.
    package var inputs: [Tensor]
    /// What it gave.
    package var output: Tensor
    /// How the loss changes with each number of the output, in its shape.
    package var gradient: Tensor
    /// By input, whether its share is asked for.
    package var isWanted: [Bool]

    /// The share of an input, worked out only if it is asked for.
    func wants(_ input: Int, _ share: () -> Tensor) -> Tensor? { isWanted[input] ? share() : nil }
  }

  /// Its name in the table.
  package let name: Name
  /// The result of the inputs.
  package let apply: @Sendable ([Tensor]) -> Tensor
  /// By input, its share of the gradient: of its shape, or of one it was stretched to; nil when it gets none.
  package let pull: @Sendable (Step) -> [Tensor?]

  init(
    _ name: Name, _ apply: @escaping @Sendable ([Tensor]) -> Tensor,
    pull: @escaping @Sendable (Step) -> [Tensor?]
  ) {
    (self.name, self.apply, self.pull) = (name, apply, pull)
  }
}
