import Patches
import Tensors

/// A layer that goes through the tokens once, each hearing of those before it: its cost grows with their number, not with its square.
///
///     norm → mean of all tokens put in front → mixer → what came out in front dropped → added; norm → SwiGLU of 2.5 times the width → added
///
/// The frame is that of Wang et al., "Causal Image Modeling for Efficient Visual Understanding" (2024), arXiv 2410.07599, whose mixer is Mamba-2. The mixer here
/// is a mean with weights: h_t = Σ_{s≤t} e^{k_s} v_s / Σ_{s≤t} e^{k_s}, times the sigmoid of a gate, after Zhai et al., "An Attention Free Transformer" (2021),
/// arXiv 2105.14103, without positions. It is not Mamba.
struct CausalMeanBlock {
  private let weights: NamedWeights<Variable>

  /// How many times the width the network inside is wide.
  static let widening = 2.5
  /// Keys are held to this on either side, so that no weight of the mean is too large for single precision.
  private static let keyLimit: Float = 4

  init(_ weights: NamedWeights<Variable>) { self.weights = weights }

  /// Names the weights of a block.
  static func plan(_ name: String, width: Int, layers: Int, in blueprint: inout Blueprint) {
    let scale = 1 / Float(2 * layers).squareRoot()
    let inner = Int(Double(width) * widening)
    blueprint.add(name + ".norm1", [width], .ones)
    for part in ["key", "value", "gate"] { blueprint.addLinear("\(name).\(part)", width, width) }
    blueprint.addLinear(name + ".out", width, width, scale: scale)
    blueprint.add(name + ".norm2", [width], .ones)
    blueprint.addLinear(name + ".up", width, inner)
    blueprint.addLinear(name + ".side", width, inner)
    blueprint.addLinear(name + ".down", inner, width, scale: scale)
  }

  /// x [pictures, tokens + 1, width], the class token last; in a layer that is flipped the tokens before it go in from the end and come back in order.
  func callAsFunction(_ x: Variable, isFlipped: Bool) -> Variable {
    let count = x.sizes[1]
    // The mean of all stands at `count`, behind them, before the order is made.
    let normed = x.rmsNorm(weight: weights["norm1"])
    let all = Variable.joined([normed, normed.mean(over: [1], keeping: true)], axis: 1)
    let order = FlippedLayers.entering(
      Array(0..<count - 1), last: count - 1, mean: count, isFlipped: isFlipped)
    let mixed = mix(all.gathered(order, axis: 1))
    let back = (0..<count).map { place in order.firstIndex(of: place) ?? place }
    let x = x + mixed.gathered(back, axis: 1)
    let inner = x.rmsNorm(weight: weights["norm2"])
    let gated = weights.linear(inner, "up").silu() * weights.linear(inner, "side")
    return x + weights.linear(gated, "down")
  }

  /// [pictures, n, width], each place from itself and those before it.
  private func mix(_ x: Variable) -> Variable {
    let keys = (weights.linear(x, "key") / Self.keyLimit).tanh() * Self.keyLimit
    let shares = keys.exp()
    let sums = (shares * weights.linear(x, "value")).cumulativeSum(axis: 1)
    let means = sums / shares.cumulativeSum(axis: 1)
    return weights.linear(weights.linear(x, "gate").sigmoid() * means, "out")
  }
}
