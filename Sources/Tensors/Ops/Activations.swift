/// Softmax and norms along an axis, and the functions that networks put between their layers.
extension Tensor {
  /// e to the power of each along an axis, divided by their sum, so that they sum to one.
  ///
  /// `bias` is added first; where `mask` is nought the result is nought. Both are stretched to this shape. Rows that are masked wholly are noughts.
  package func softmax(axis: Int = -1, mask: Tensor? = nil, bias: Tensor? = nil) -> Tensor {
    masked(mask, bias).along(axis, .softmax)
  }

  /// The logarithm of `softmax`.
  package func logSoftmax(axis: Int = -1, mask: Tensor? = nil, bias: Tensor? = nil) -> Tensor {
    masked(mask, bias).along(axis, .logSoftmax)
  }

  /// Rows of mean 0 and variance 1, times `weight` [width], plus `bias` [width]; the variance divided by the count as in PyTorch.
  package func layerNorm(weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor {
    let width = Shape([size(-1)])
    if let weight, let bias, weight.shape == width, bias.shape == width, count > 0 {
      return layerNorm(weight, bias, epsilon)
    }
    var result = along(-1, .layerNorm(epsilon: epsilon))
    if let weight { result = result * weight }
    if let bias { result = result + bias }
    return result
  }

  /// With weight and bias in one pass.
  private func layerNorm(_ weight: Tensor, _ bias: Tensor, _ epsilon: Float) -> Tensor {
    let (source, scales, shifts) = (packed(), weight.values, bias.values)
    let span = source.elements.span.extracting(source.range)
    return Tensor(
      .made(count) {
        WideLoops.layerNorm(span, scales.span, shifts.span, into: &$0, epsilon: epsilon)
      }, shape)
  }

  /// Rows whose mean of squares is 1, times `weight` [width]; epsilon under the root as in PyTorch.
  package func rmsNorm(weight: Tensor? = nil, epsilon: Float = 1e-6) -> Tensor {
    let result = along(-1, .rmsNorm(epsilon: epsilon))
    return weight.map { result * $0 } ?? result
  }

  /// Vectors of length 1 along an axis; those shorter than `epsilon` are divided by it.
  package func unit(axis: Int = -1, epsilon: Float = 1e-12) -> Tensor { along(axis, .unit(epsilon: epsilon)) }

  /// A row kernel along any axis.
  package func along(_ axis: Int, _ kernel: RowKernel) -> Tensor {
    let axis = shape.axis(axis)
    if axis != rank - 1 { return transposed(axis, -1).along(-1, kernel).transposed(axis, -1) }
    let source = packed()
    let span = source.elements.span.extracting(source.range)
    let width = size(-1)
    return Tensor(.made(count) { kernel.fast(span, into: &$0, width: width) }, shape)
  }

  private func masked(_ mask: Tensor?, _ bias: Tensor?) -> Tensor {
    let biased = bias.map { self + $0 } ?? self
    precondition(biased.shape == shape, "a bias of \(bias?.shape ?? shape) does not fit \(shape)")
    guard let mask else { return biased }
    let result = mask.choosing(biased, else: Tensor(-.infinity))
    precondition(result.shape == shape, "a mask of \(mask.shape) does not fit \(shape)")
    return result
  }

  /// [size, size]: one where a place may look at itself and those before it.
  package static func causalMask(_ size: Int) -> Tensor {
    var values = [Float](repeating: 0, count: size * size)
    for row in 0..<size { for column in 0...row { values[row * size + column] = 1 } }
    return Tensor(values, [size, size])
  }
}
