import Tensors

/// A layer of a transformer with its norms in front: x + attention(norm1 x), then x + network(norm2 x).
///
///     let block = TransformerBlock(weights.part("0"), heads: 4)
///     let y = block(x, mask: .causalMask(67))                         // [… n, width]
///
/// Weights: `norm1`, `in` [width, 3 width] for queries, keys and values side by side, `out`, `norm2`, `up` [width, inner], `down`, each with a bias.
/// Source: Vaswani et al., "Attention is all you need" (2017), arXiv 1706.03762; norms in front: Radford et al., "Language Models are
/// Unsupervised Multitask Learners" (2019). Its parts are there one by one, so that a reader can leave some out.
package struct TransformerBlock<Value: NetworkValue> {
  /// What an attention works with, each [… heads, n, width of a head].
  package struct Looks {
    package var queries: Value
    /// As they are compared with queries: turned by their positions where there is a rotation.
    package var keys: Value
    package var values: Value
  }

  private let weights: NamedWeights<Value>
  private let heads: Int

  package init(_ weights: NamedWeights<Value>, heads: Int) { (self.weights, self.heads) = (weights, heads) }

  /// Names the weights of a block; `inner` is the width of its network.
  package static func plan(
    _ name: String, width: Int, inner: Int, layers: Int, in blueprint: inout Blueprint
  ) {
    // What is added to the stream is made smaller with depth, so that its size stays: Radford et al. (2019).
    let scale = 1 / Float(2 * layers).squareRoot()
    blueprint.addNorm(name + ".norm1", width)
    blueprint.addLinear(name + ".in", width, 3 * width)
    blueprint.addLinear(name + ".out", width, width, scale: scale)
    blueprint.addNorm(name + ".norm2", width)
    blueprint.addLinear(name + ".up", width, inner)
    blueprint.addLinear(name + ".down", inner, width, scale: scale)
  }

  /// Queries, keys and values of x [… n, width].
  package func looks(_ x: Value, _ rotation: Rotation? = nil) -> Looks {
    let normed = weights.norm(x, "norm1")
    let (matrix, bias) = (weights["in"], weights["in.bias"])
    let width = bias.sizes[0] / 3
    // Cutting the weights is less work than cutting what they make, above all on the way back.
    func part(_ index: Int) -> Value {
      let range = index * width..<(index + 1) * width
      return normed.matmul(matrix.sliced(-1, range)) + bias.sliced(-1, range)
    }
    func turned(_ x: Value) -> Value { split(rotation.map { $0.turn(x) } ?? x) }
    return Looks(queries: turned(part(0)), keys: turned(part(1)), values: split(part(2)))
  }

  /// Who looks at whom, [… heads, n, n]: rows that sum to one.
  package func attention(_ looks: Looks, mask: Tensor?) -> Value {
    let width = looks.queries.sizes[looks.queries.sizes.count - 1]
    let scores = looks.queries.matmul(looks.keys.turned()) * (1 / Float(width).squareRoot())
    return scores.attending(mask)
  }

  /// What the attention adds, [… n, width]; `attention` may have been changed on the way.
  package func mixed(_ attention: Value, _ looks: Looks) -> Value {
    weights.linear(joined(attention.matmul(looks.values)), "out")
  }

  /// What the network adds, [… n, width].
  package func network(_ x: Value) -> Value {
    weights.linear(weights.linear(weights.norm(x, "norm2"), "up").activated(), "down")
  }

  /// The whole layer: [… n, width] as x is.
  package func callAsFunction(_ x: Value, mask: Tensor?, _ rotation: Rotation? = nil) -> Value {
    let looks = looks(x, rotation)
    let x = x + mixed(attention(looks, mask: mask), looks)
    return x + network(x)
  }

  /// [… n, width] as [… heads, n, width of a head].
  private func split(_ x: Value) -> Value {
    let sizes = x.sizes
    let width = sizes[sizes.count - 1]
    let rank = sizes.count + 1
    return x.reshaped(sizes.dropLast() + [heads, width / heads])
      .permuted(Array(0..<rank - 3) + [rank - 2, rank - 3, rank - 1])
  }

  private func joined(_ x: Value) -> Value {
    let rank = x.sizes.count
    let turned = x.permuted(Array(0..<rank - 3) + [rank - 2, rank - 3, rank - 1])
    let sizes = turned.sizes
    return turned.reshaped(sizes.dropLast(2) + [sizes[rank - 2] * sizes[rank - 1]])
  }
}
