/// A value on a tape. Its functions are those of `Tensor`; each remembers itself by one rule or a few.
package struct Variable {
  /// Where it was worked out.
  package let tape: Tape
  let index: Int

  /// The numbers.
  package var value: Tensor { tape.value(index) }

  /// The same numbers, through which no gradient goes back.
  package var stopped: Variable { tape.constant(value) }

  func recorded(_ rule: Rule, _ others: Variable...) -> Variable { tape.record(rule, [self] + others) }

  /// The sum of each pair, both stretched to a common shape.
  package static func + (a: Variable, b: Variable) -> Variable { a.recorded(.add, b) }
  /// The difference of each pair, both stretched to a common shape.
  package static func - (a: Variable, b: Variable) -> Variable { a.recorded(.subtract, b) }
  /// The product of each pair, both stretched to a common shape.
  package static func * (a: Variable, b: Variable) -> Variable { a.recorded(.multiply, b) }
  /// The quotient of each pair, both stretched to a common shape.
  package static func / (a: Variable, b: Variable) -> Variable { a.recorded(.divide, b) }
  /// The sum of each pair; the tensor does not change.
  package static func + (a: Variable, b: Tensor) -> Variable { a + a.tape.constant(b) }
  /// The difference of each pair; the tensor does not change.
  package static func - (a: Variable, b: Tensor) -> Variable { a - a.tape.constant(b) }
  /// The product of each pair; the tensor does not change.
  package static func * (a: Variable, b: Tensor) -> Variable { a * a.tape.constant(b) }
  /// The quotient of each pair; the tensor does not change.
  package static func / (a: Variable, b: Tensor) -> Variable { a / a.tape.constant(b) }
  /// The sum of each and one number.
  package static func + (a: Variable, b: Float) -> Variable { a + Tensor(b) }
  /// The difference of each and one number.
  package static func - (a: Variable, b: Float) -> Variable { a - Tensor(b) }
  /// The product of each and one number.
  package static func * (a: Variable, b: Float) -> Variable { a * Tensor(b) }
  /// The quotient of each and one number.
  package static func / (a: Variable, b: Float) -> Variable { a / Tensor(b) }
  /// The difference of one number and each.
  package static func - (a: Float, b: Variable) -> Variable { b.tape.constant(Tensor(a)) - b }
  /// Every number with its sign turned.
  package static prefix func - (a: Variable) -> Variable { a.recorded(.negative) }

  /// The larger of each pair.
  package func maximum(_ b: Variable) -> Variable { recorded(.maximum, b) }
  /// The smaller of each pair.
  package func minimum(_ b: Variable) -> Variable { recorded(.minimum, b) }
  /// Every number to a fixed power.
  package func power(_ exponent: Float) -> Variable { recorded(.power(exponent)) }
  /// Every number without its sign.
  package func absolute() -> Variable { recorded(.absolute) }
  /// Every number squared.
  package func square() -> Variable { recorded(.square) }
  /// The root of every number.
  package func squareRoot() -> Variable { recorded(.squareRoot) }
  /// One divided by every number.
  package func reciprocal() -> Variable { recorded(.reciprocal) }
  /// e to the power of every number.
  package func exp() -> Variable { recorded(.exp) }
  /// The natural logarithm of every number.
  package func log() -> Variable { recorded(.log) }
  /// The sine of every number, in radians.
  package func sin() -> Variable { recorded(.sin) }
  /// The cosine of every number, in radians.
  package func cos() -> Variable { recorded(.cos) }
  /// The hyperbolic tangent of every number.
  package func tanh() -> Variable { recorded(.tanh) }
  /// The error function of every number.
  package func erf() -> Variable { recorded(.erf) }
  /// 1 / (1 + e⁻ˣ) of every number.
  package func sigmoid() -> Variable { recorded(.sigmoid) }
  /// Every number, nought for those below.
  package func relu() -> Variable { recorded(.relu) }
  /// Every number times its sigmoid.
  package func silu() -> Variable { recorded(.silu) }
  /// Every number times the normal distribution below it.
  package func gelu() -> Variable { recorded(.gelu) }
  /// GELU by the hyperbolic tangent.
  package func geluTanh() -> Variable { recorded(.geluTanh) }
  /// log(1 + eˣ) of every number.
  package func softplus() -> Variable { recorded(.softplus) }
}

/// Sums, products and norms.
extension Variable {
  /// The sum over axes, all unless told.
  package func sum(over axes: [Int]? = nil, keeping: Bool = false) -> Variable {
    let axes = axes ?? Array(0..<value.rank)
    let result = recorded(.sum(over: axes))
    let shape = value.shape.reduced(over: axes.map(value.shape.axis), keeping: false)
    return keeping ? result : result.reshaped(shape.sizes)
  }

  /// The mean over axes, all unless told.
  package func mean(over axes: [Int]? = nil, keeping: Bool = false) -> Variable {
    let result = sum(over: axes, keeping: keeping)
    return result / Float(max(1, value.count) / max(1, result.value.count))
  }

  /// The largest along an axis.
  package func largest(axis: Int = -1, keeping: Bool = false) -> Variable {
    let result = recorded(.largest(axis: axis))
    let shape = value.shape.reduced(over: [value.shape.axis(axis)], keeping: false)
    return keeping ? result : result.reshaped(shape.sizes)
  }

  /// [… m, k] times [… k, n], as of tensors.
  package func matmul(_ b: Variable) -> Variable { recorded(.matmul, b) }

  /// As of a tensor; `bias` may be a variable of its own, `mask` is 1 where places are kept. Rows that are masked wholly are noughts.
  package func softmax(axis: Int = -1, mask: Tensor? = nil, bias: Variable? = nil) -> Variable {
    let biased = bias.map { self + $0 } ?? self
    guard let mask else { return biased.recorded(.softmax(axis: axis)) }
    return biased.choosing(mask, else: tape.constant(Tensor(-.infinity))).recorded(.softmax(axis: axis))
  }

  /// The logarithm of softmax along an axis.
  package func logSoftmax(axis: Int = -1) -> Variable { recorded(.logSoftmax(axis: axis)) }

  /// Rows of mean 0 and variance 1, times `weight` [width], plus `bias` [width].
  package func layerNorm(weight: Variable? = nil, bias: Variable? = nil, epsilon: Float = 1e-5) -> Variable {
    let scaled =
      weight.map { recorded(.layerNorm(epsilon: epsilon)) * $0 } ?? recorded(.layerNorm(epsilon: epsilon))
    return bias.map { scaled + $0 } ?? scaled
  }

  /// Rows whose mean of squares is 1, times `weight` [width].
  package func rmsNorm(weight: Variable? = nil, epsilon: Float = 1e-6) -> Variable {
    let result = recorded(.rmsNorm(epsilon: epsilon))
    return weight.map { result * $0 } ?? result
  }

  /// Vectors of length 1 along an axis.
  package func unit(axis: Int = -1, epsilon: Float = 1e-12) -> Variable {
    recorded(.unit(axis: axis, epsilon: epsilon))
  }

  /// The mean of -log softmax at `targets`, one a row, in nats: this is [rows, classes].
  package func crossEntropy(_ targets: [Int]) -> Variable { -logSoftmax().picked(targets).mean() }
}

/// Moves.
extension Variable {
  /// Another shape with as many numbers.
  package func reshaped(_ sizes: [Int]) -> Variable { recorded(.reshape(sizes)) }
  /// The axes in another order.
  package func permuted(_ order: [Int]) -> Variable { recorded(.permute(order)) }

  /// Two axes exchanged.
  package func transposed(_ a: Int = -2, _ b: Int = -1) -> Variable {
    var order = Array(0..<value.rank)
    order.swapAt(value.shape.axis(a), value.shape.axis(b))
    return permuted(order)
  }

  /// The places `range` along an axis.
  package func sliced(_ axis: Int, _ range: Range<Int>) -> Variable { recorded(.slice(axis, range)) }
  /// Stretched to a shape.
  package func broadcast(to shape: Shape) -> Variable { recorded(.broadcast(shape)) }
  /// The places `indices` along an axis: an embedding of ids when it is the first.
  package func gathered(_ indices: [Int], axis: Int = 0) -> Variable {
    recorded(.gather(indices, axis: axis))
  }
  /// One number a row of the last axis.
  package func picked(_ indices: [Int]) -> Variable { recorded(.pick(indices)) }
  /// Running sums along an axis.
  package func cumulativeSum(axis: Int = -1) -> Variable { recorded(.cumulativeSum(axis: axis)) }

  /// This scattered onto `size` places along an axis; places named twice get both.
  package func scattered(at indices: [Int], axis: Int = 0, size: Int) -> Variable {
    recorded(.scatter(indices, axis: axis, size: size))
  }

  /// This where `mask` is not nought, `other` where it is.
  package func choosing(_ mask: Tensor, else other: Variable) -> Variable { recorded(.choose(mask), other) }

  /// Variables one behind the other along an axis.
  package static func concatenated(_ parts: [Variable], axis: Int = 0) -> Variable {
    precondition(!parts.isEmpty, "nothing to put together")
    return parts[0].tape.record(.concatenate(axis: axis), parts)
  }

  /// By place, what the window sees: [batch, channels · window, places].
  package func unfolded(_ window: Window) -> Variable { recorded(.unfold(window)) }

  /// The transpose of `unfolded`.
  package func folded(_ window: Window, size: (Int, Int)) -> Variable { recorded(.fold(window, size: size)) }

  /// As of a tensor: unfolding and one product, whose rules are all it needs.
  package func conv2d(
    _ weight: Variable, bias: Variable? = nil, stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
    dilation: (Int, Int) = (1, 1), groups: Int = 1
  ) -> Variable {
    let (kernel, batch) = (weight.value.shape.sizes, value.size(0))
    precondition(
      value.size(1) == kernel[1] * groups && kernel[0] % groups == 0,
      "\(value.shape) and kernels \(weight.value.shape) do not fit in \(groups) groups")
    let window = Window(kernel[2], kernel[3], stride: stride, padding: padding, dilation: dilation)
    let places = window.places((value.size(2), value.size(3)))
    let depth = kernel[1] * kernel[2] * kernel[3]
    let columns = unfolded(window).reshaped([batch, groups, depth, places.0 * places.1])
    let result = weight.reshaped([groups, kernel[0] / groups, depth]).matmul(columns)
      .reshaped([batch, kernel[0], places.0, places.1])
    return bias.map { result + $0.reshaped([kernel[0], 1, 1]) } ?? result
  }

  /// As of a tensor.
  package func conv1d(
    _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) -> Variable {
    let (line, kernel) = (value.shape.sizes, weight.value.shape.sizes)
    let result = reshaped([line[0], line[1], 1, line[2]]).conv2d(
      weight.reshaped([kernel[0], kernel[1], 1, kernel[2]]), bias: bias, stride: (1, stride),
      padding: (0, padding), dilation: (1, dilation), groups: groups)
    return result.reshaped([line[0], kernel[0], result.value.size(-1)])
  }
}
