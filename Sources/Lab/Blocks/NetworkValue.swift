import Tensors

/// What blocks compute with, so that each is written once: a tensor when only the result counts, a variable when gradients go back through it.
package protocol NetworkValue {
  /// The sum of each pair, both stretched to a common shape.
  static func + (a: Self, b: Self) -> Self
  /// The product of each and a number of a tensor that does not change, both stretched to a common shape.
  static func * (a: Self, b: Tensor) -> Self
  /// The product of each and one number.
  static func * (a: Self, b: Float) -> Self
  /// By axis, how many numbers there are.
  var sizes: [Int] { get }
  /// [… m, k] times [… k, n].
  func matmul(_ b: Self) -> Self
  /// [… m, k] times a matrix [k, n] that does not change.
  func times(_ matrix: Tensor) -> Self
  /// Another shape with as many numbers.
  func reshaped(_ sizes: [Int]) -> Self
  /// The axes in another order.
  func permuted(_ order: [Int]) -> Self
  /// The places `range` along an axis.
  func sliced(_ axis: Int, _ range: Range<Int>) -> Self
  /// Stretched to a shape.
  func broadcast(to shape: Shape) -> Self
  /// One behind the other along an axis.
  static func joined(_ parts: [Self], axis: Int) -> Self
  /// Rows that sum to one; where the mask is nought they are nought.
  func attending(_ mask: Tensor?) -> Self
  /// Rows of mean 0 and variance 1, times `weight`, plus `bias`.
  func normed(_ weight: Self, _ bias: Self) -> Self
  /// GELU of every number.
  func activated() -> Self
  /// Rows of length 1.
  func directed() -> Self
}

extension NetworkValue {
  /// The last two axes exchanged.
  package func turned() -> Self {
    let rank = sizes.count
    return permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
}

extension Tensor: NetworkValue {
  /// By axis, how many numbers there are.
  package var sizes: [Int] { shape.sizes }
  /// [… m, k] times [k, n].
  package func times(_ matrix: Tensor) -> Tensor { matmul(matrix) }
  /// One behind the other along an axis.
  package static func joined(_ parts: [Tensor], axis: Int) -> Tensor { concatenated(parts, axis: axis) }
  /// Softmax along the last axis.
  package func attending(_ mask: Tensor?) -> Tensor { softmax(mask: mask) }
  /// Layer norm.
  package func normed(_ weight: Tensor, _ bias: Tensor) -> Tensor { layerNorm(weight: weight, bias: bias) }
  /// GELU of every number.
  package func activated() -> Tensor { map(.gelu) }
  /// Rows of length 1.
  package func directed() -> Tensor { unit() }
}

extension Variable: NetworkValue {
  /// By axis, how many numbers there are.
  package var sizes: [Int] { value.shape.sizes }
  /// [… m, k] times a matrix that gets no gradient.
  package func times(_ matrix: Tensor) -> Variable { matmul(tape.constant(matrix)) }
  /// One behind the other along an axis.
  package static func joined(_ parts: [Variable], axis: Int) -> Variable { concatenated(parts, axis: axis) }
  /// Softmax along the last axis.
  package func attending(_ mask: Tensor?) -> Variable { softmax(mask: mask) }
  /// Layer norm.
  package func normed(_ weight: Variable, _ bias: Variable) -> Variable {
    layerNorm(weight: weight, bias: bias)
  }
  /// GELU of every number.
  package func activated() -> Variable { gelu() }
  /// Rows of length 1.
  package func directed() -> Variable { unit() }
}
