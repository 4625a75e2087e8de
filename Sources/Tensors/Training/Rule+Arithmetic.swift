/// Elementwise rules. Stretched inputs get more than their shape; the tape sums it.
extension Rule {
  package static let add = Rule(.add, { $0[0] + $0[1] }, pull: { [$0.gradient, $0.gradient] })
  package static let subtract = Rule(.subtract, { $0[0] - $0[1] }, pull: { [$0.gradient, -$0.gradient] })
  package static let multiply = Rule(
    .multiply, { $0[0] * $0[1] }, pull: { [$0.gradient * $0.inputs[1], $0.gradient * $0.inputs[0]] })
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

  package static let negative = Rule(.negative, { -$0[0] }, pull: { [-$0.gradient] })
  package static let absolute = unary(.absolute, .absolute) { x, _ in x.map(.sign) }
  package static let square = unary(.square, .square) { x, _ in x * 2 }
  package static let squareRoot = unary(.squareRoot, .squareRoot) { _, y in 0.5 / y }
  package static let reciprocal = unary(.reciprocal, .reciprocal) { _, y in -(y * y) }
  package static let exp = unary(.exp, .exp) { _, y in y }
  package static let log = unary(.log, .log) { x, _ in x.map(.reciprocal) }
  package static let sin = unary(.sin, .sin) { x, _ in x.map(.cos) }
  package static let cos = unary(.cos, .cos) { x, _ in -x.map(.sin) }
  package static let tanh = unary(.tanh, .tanh) { _, y in 1 - y * y }
  package static let erf = unary(.erf, .erf) { x, _ in (-(x * x)).map(.exp) * 1.128_379_2 }
  package static let sigmoid = unary(.sigmoid, .sigmoid) { _, y in y * (1 - y) }
  package static let relu = unary(.relu, .relu) { x, _ in x.with(Tensor(0), .greater) }
  package static let softplus = unary(.softplus, .softplus) { x, _ in x.map(.sigmoid) }
  package static let silu = unary(.silu, .silu) { x, y in
    let s = x.map(.sigmoid)
    return s + y * (1 - s)
  }
  /// Φ(x) + x φ(x).
  package static let gelu = unary(.gelu, .gelu) { x, _ in
    let below = (x * 0.707_106_77).map(.erf) * 0.5 + 0.5
    return below + x * (x * x * -0.5).map(.exp) * 0.398_942_28
  }
  package static let geluTanh = unary(.geluTanh, .geluTanh) { x, _ in
    let t = ((x + x * x * x * 0.044_715) * 0.797_884_56).map(.tanh)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (0.797_884_56 * (1 + x * x * 0.134_145))
  }
}
