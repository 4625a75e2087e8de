/// Elementwise rules. Stretched inputs get more than their shape; the tape sums it.
extension Rule {
  /// a + b.
  package static let add = Rule(.add, { $0[0] + $0[1] }, pull: { [$0.gradient, $0.gradient] })
  /// a - b.
  package static let subtract = Rule(.subtract, { $0[0] - $0[1] }, pull: { [$0.gradient, -$0.gradient] })
  /// a b.
  package static let multiply = Rule(
    .multiply, { $0[0] * $0[1] }, pull: { [$0.gradient * $0.inputs[1], $0.gradient * $0.inputs[0]] })
  /// a / b.
  package static let divide = Rule(
    .divide, { $0[0] / $0[1] },
    pull: { [$0.gradient / $0.inputs[1], -($0.gradient * $0.output / $0.inputs[1])] })
  /// The larger gets the gradient; of equals each gets half.
  package static let maximum = Rule(
    .maximum, { $0[0].with($0[1], .maximum) }, pull: { shared($0, $0.inputs[0], $0.inputs[1]) })
  /// The smaller gets the gradient; of equals each gets half.
  package static let minimum = Rule(
    .minimum, { $0[0].with($0[1], .minimum) }, pull: { shared($0, $0.inputs[1], $0.inputs[0]) })

  /// xᵉ with a fixed exponent.
  package static func power(_ exponent: Float) -> Rule {
    Rule(
      .power, { $0[0].power(exponent) },
      pull: { [$0.gradient * exponent * $0.inputs[0].power(exponent - 1)] })
  }

  private static func shared(_ step: Step, _ high: Tensor, _ low: Tensor) -> [Tensor?] {
    let first = high.with(low, .greater) + high.with(low, .equal) * 0.5
    return [step.gradient * first, step.gradient * (1 - first)]
  }

  /// A function of one number: `slope` is its derivative from x and y.
  private static func unary(
    _ name: Name, _ f: Unary, _ slope: @escaping @Sendable (_ x: Tensor, _ y: Tensor) -> Tensor
  ) -> Rule {
    Rule(name, { $0[0].map(f) }, pull: { [$0.gradient * slope($0.inputs[0], $0.output)] })
  }

  /// -x.
  package static let negative = Rule(.negative, { -$0[0] }, pull: { [-$0.gradient] })
  /// |x|; at nought the slope is nought.
  package static let absolute = unary(.absolute, .absolute) { x, _ in x.map(.sign) }
  /// x².
  package static let square = unary(.square, .square) { x, _ in x * 2 }
  /// √x.
  package static let squareRoot = unary(.squareRoot, .squareRoot) { _, y in 0.5 / y }
  /// 1 / x.
  package static let reciprocal = unary(.reciprocal, .reciprocal) { _, y in -(y * y) }
  /// eˣ.
  package static let exp = unary(.exp, .exp) { _, y in y }
  /// The natural logarithm.
  package static let log = unary(.log, .log) { x, _ in x.map(.reciprocal) }
  /// The sine.
  package static let sin = unary(.sin, .sin) { x, _ in x.map(.cos) }
  /// The cosine.
  package static let cos = unary(.cos, .cos) { x, _ in -x.map(.sin) }
  /// The hyperbolic tangent.
  package static let tanh = unary(.tanh, .tanh) { _, y in 1 - y * y }
  /// The error function; its slope is 2 / √π · e to the power of -x².
  package static let erf = unary(.erf, .erf) { x, _ in (-(x * x)).map(.exp) * 1.128_379_2 }
  /// 1 / (1 + e⁻ˣ).
  package static let sigmoid = unary(.sigmoid, .sigmoid) { _, y in y * (1 - y) }
  /// The larger of x and nought; at nought the slope is nought.
  package static let relu = unary(.relu, .relu) { x, _ in x.with(Tensor(0), .greater) }
  /// log(1 + eˣ).
  package static let softplus = unary(.softplus, .softplus) { x, _ in x.map(.sigmoid) }
  /// x times its sigmoid.
  package static let silu = unary(.silu, .silu) { x, y in
    let s = x.map(.sigmoid)
    return s + y * (1 - s)
  }
  /// Φ(x) + x φ(x).
  package static let gelu = unary(.gelu, .gelu) { x, _ in
    let below = (x * 0.707_106_77).map(.erf) * 0.5 + 0.5
    return below + x * (x * x * -0.5).map(.exp) * 0.398_942_28
  }
  /// GELU by the hyperbolic tangent.
  package static let geluTanh = unary(.geluTanh, .geluTanh) { x, _ in
    let t = ((x + x * x * x * 0.044_715) * 0.797_884_56).map(.tanh)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (0.797_884_56 * (1 + x * x * 0.134_145))
  }
}
