import Basics
import Tensors

/// One attention block of a micro model: a head as wide as its vectors, with a way around it.
///
/// y_i = x_i + Σ_j a_ij (x_j V) with a_i = softmax_j(x_i Q · x_j K / √width). V stands for the product of the value and the output
/// matrix, which with one head are one. There are no positions in it: exchanging two vectors exchanges two results.
/// Source: Vaswani et al., "Attention is all you need" (2017), arXiv 1706.03762, equation 1.
package struct AttentionBlock<Value: NetworkValue> {
  private let query: Value
  private let key: Value
  private let value: Value
  private let width: Int

  /// The matrices `query`, `key` and `value`, [width, width], of a block that has learned nothing.
  package static func parameters(width: Int, _ random: inout SeededRandom) -> [String: Tensor] {
    let deviation = 1 / Float(width).squareRoot()
    var parameters: [String: Tensor] = [:]
    for name in ["key", "query", "value"] {
      parameters[name] = .normal([width, width], deviation: deviation, &random)
    }
    return parameters
  }

  /// A block whose matrices stand under their names among other parameters.
  package init(_ parameters: [String: Value]) { self.init(NamedWeights(parameters)) }

  /// As above, of a part of a network.
  package init(_ weights: NamedWeights<Value>) {
    (query, key, value) = (weights["query"], weights["key"], weights["value"])
    width = query.sizes[0]
  }

  /// Who looks at whom: x [… n, width] gives [… n, n], rows that sum to one.
  package func weights(_ x: Value) -> Value {
    let scores = x.matmul(query).matmul(x.matmul(key).turned())
    return (scores * (1 / Float(width).squareRoot())).attending(nil)
  }

  /// By place, what comes out: [… n, width] as x is.
  package func mixed(_ x: Value) -> Value { x + weights(x).matmul(x).matmul(value) }
}

extension AttentionBlock<Variable> {
  /// The mean of `mixed` over the places, [… width], in less work: the mean goes through the sum, so that the values of one vector
  /// are worked out instead of n.
  package func pooled(_ x: Variable) -> Variable {
    let looked = weights(x).mean(over: [-2], keeping: true).matmul(x)
    let mixed = x.mean(over: [-2], keeping: true) + looked.matmul(value)
    return mixed.reshaped(Array(x.value.shape.sizes.dropLast(2)) + [width])
  }
}
