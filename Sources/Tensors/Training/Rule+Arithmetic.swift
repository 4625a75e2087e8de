/// Elementwise rules. Stretched inputs get more than their shape; the tape sums it.
extension Rule {
  /// a + b.
  package static let add = Rule(.add, { $0[0] + $0[1] }, pull: { [$0.gradient, $0.gradient] })
  /// a - b.
  package static let subtract = Rule(
    .subtract, { $0[0] - $0[1] },
    pull: { step in [step.gradient, step.wants(1) { -step.gradient }] })
  /// a b.
  package static let multiply = Rule(
    .multiply, { $0[0] * $0[1] },
    pull: { step in
      [
        step.wants(0) { step.gradient * step.inputs[1] }, step.wants(1) { step.gradient * step.inputs[0] },
      ]
    })
  /// a / b.
  package static let divide = Rule(
    .divide, { $0[0] / $0[1] },
    pull: { step in
      let share = step.gradient / step.inputs[1]
      return [share, step.wants(1) { -(share * step.output) }]
    })
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

  /// A function of one number whose slope is a loop of `CLanes`.
  private static func wide(_ name: Name, _ f: Unary) -> Rule {
    Rule(
      name, { $0[0].map(f) },
      pull: { step in
        guard let wide = f.wide else { preconditionFailure("\(f) has no loop") }
        let slopes = WideLoops.slope(wide, step.inputs[0].values, step.output.values, step.gradient.values)
        return [Tensor(slopes, step.output.shape)]
      })
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
  package static let exp = wide(.exp, .exp)
  /// The natural logarithm.
  package static let log = wide(.log, .log)
  /// The sine.
  package static let sin = unary(.sin, .sin) { x, _ in x.map(.cos) }
  /// The cosine.
  package static let cos = unary(.cos, .cos) { x, _ in -x.map(.sin) }
  /// The hyperbolic tangent.
  package static let tanh = wide(.tanh, .tanh)
  /// The error function; its slope is 2 / √π · e to the power of -x².
  package static let erf = wide(.erf, .erf)
  /// 1 / (1 + e⁻ˣ).
  package static let sigmoid = wide(.sigmoid, .sigmoid)
  /// The larger of x and nought; at nought the slope is nought.
  package static let relu = unary(.relu, .relu) { x, _ in x.with(Tensor(0), .greater) }
  /// log(1 + eˣ).
  package static let softplus = unary(.softplus, .softplus) { x, _ in x.map(.sigmoid) }
  /// x times its sigmoid.
  package static let silu = wide(.silu, .silu)
  /// x · Φ(x); its slope is Φ(x) + x φ(x).
  package static let gelu = wide(.gelu, .gelu)
  /// GELU by the hyperbolic tangent.
  package static let geluTanh = wide(.geluTanh, .geluTanh)
}
