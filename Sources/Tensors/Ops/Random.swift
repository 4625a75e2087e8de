import Basics
import Glibc

/// Repeatable random tensors.
extension Tensor {
  /// Evenly from `range`.
  package static func uniform(
    _ sizes: [Int], in range: Range<Float> = 0..<1, _ random: inout SeededRandom
  ) -> Tensor {
    let width = Double(range.upperBound - range.lowerBound)
    return Tensor(
      (0..<Shape(sizes).count).map { _ in
        // Rounding to single precision may reach the upper bound, which is left out.
        min(range.lowerBound + Float(random.unit() * width), range.upperBound.nextDown)
      }, sizes)
  }

  /// From the normal distribution. Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958),
  /// DOI 10.1214/aoms/1177706645.
  package static func normal(
    _ sizes: [Int], mean: Float = 0, deviation: Float = 1, _ random: inout SeededRandom
  ) -> Tensor {
    let count = Shape(sizes).count
    var values: [Float] = []
    values.reserveCapacity(count + 1)
    while values.count < count {
      let radius = (-2 * log(1 - random.unit())).squareRoot()
      let angle = 2 * Double.pi * random.unit()
      values.append(mean + deviation * Float(radius * cos(angle)))
      values.append(mean + deviation * Float(radius * sin(angle)))
    }
    return Tensor(Array(values.prefix(count)), sizes)
  }

  /// Row by row, a place drawn with the probabilities that `self` [rows, width], logits, stands for.
  ///
  /// By adding Gumbel noise and taking the largest. Gumbel (1954); Maddison, Tarlow and Minka, "A* Sampling" (2014), arXiv 1411.0030.
  package func sampled(_ random: inout SeededRandom) -> [Int] {
    let noise = Tensor.uniform(shape.sizes, in: Float.leastNormalMagnitude..<1, &random).map(.log).map(
      .negative)
    return (self - noise.map(.log)).largest()
  }
}
