/// Derivatives by going back over a tape against derivatives by trying.
package enum GradientCheck {
  /// The largest difference between the two, relative to the largest derivative or one, over every number of every input.
  ///
  /// The result of `f` is made one number by fixed weights. Trying is by the five-point rule, -f(x+2h) + 8f(x+h) - 8f(x-h) + f(x-2h) over 12h, summed in double
  /// precision; in single precision it is good to about 10⁻³ with h = 0.02, so `f` must be smooth over 4h. O(numbers · f).
  package static func largestError(
    of inputs: [Tensor], step h: Float = 0.02, _ f: (Tape, [Variable]) -> Variable
  ) -> Float {
    let tape = Tape()
    let variables = inputs.map(tape.variable)
    let result = f(tape, variables)
    let weights = weights(result.value.shape)
    let gradients = tape.pullBack(result, from: weights, for: variables)
    var (largest, scale): (Float, Float) = (0, 1)
    for (which, input) in inputs.enumerated() {
      for place in 0..<input.count {
        let tried = [(-2, 1), (-1, -8), (1, 8), (2, -1)].reduce(0.0) { sum, point in
          let moved = moved(inputs, which, place, by: h * Float(point.0))
          return sum + Double(point.1) * weighted(moved, weights, f)
        }
        let derivative = Float(tried / (12 * Double(h)))
        scale = max(scale, abs(derivative))
        largest = max(largest, abs(derivative - gradients[which].values[place]))
      }
    }
    return largest / scale
  }

  private static func weights(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.count).map { Float(($0 * 7 + 3) % 11) / 5 - 1.1 }, shape)
  }

  private static func moved(_ inputs: [Tensor], _ which: Int, _ place: Int, by step: Float) -> [Tensor] {
    var (inputs, values) = (inputs, inputs[which].values)
    values[place] += step
    inputs[which] = Tensor(values, inputs[which].shape)
    return inputs
  }

  private static func weighted(_ inputs: [Tensor], _ weights: Tensor, _ f: (Tape, [Variable]) -> Variable)
    -> Double
  {
    let tape = Tape()
    let result = f(tape, inputs.map(tape.constant)).value.values
    return zip(result, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
