import CLanes
import Glibc

/// Functions of one number, by name; `plain` is the reference in double precision, `fast` works on eight at once.
package enum Unary: String, Sendable, CaseIterable {
  case identity, negative, absolute, sign, square, squareRoot, reciprocal
  case exp, log, sin, cos, tanh, erf, sigmoid, relu, silu
  /// x · Φ(x), by the error function. Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016), arXiv 1606.08415.
  case gelu
  /// GELU's approximation by the hyperbolic tangent, of the same paper.
  case geluTanh
  /// log(1 + eˣ).
  case softplus
  case floor, round

  /// One number. Rounding is to even at one half.
  package func plain(_ x: Float) -> Float { Float(exact(Double(x))) }

  private func exact(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .negative: -x
    case .absolute: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .square: x * x
    case .squareRoot: x.squareRoot()
    case .reciprocal: 1 / x
    case .exp: Glibc.exp(x)
    case .log: Glibc.log(x)
    case .sin: Glibc.sin(x)
    case .cos: Glibc.cos(x)
    default: exactActivation(x)
    }
  }

  private func exactActivation(_ x: Double) -> Double {
    switch self {
    case .tanh: Glibc.tanh(x)
    case .erf: Glibc.erf(x)
    case .sigmoid: 1 / (1 + Glibc.exp(-x))
    case .relu: x.isNaN ? x : max(x, 0)
    case .silu: x / (1 + Glibc.exp(-x))
    case .gelu: 0.5 * x * (1 + Glibc.erf(x * 0.5.squareRoot()))
    case .geluTanh: 0.5 * x * (1 + Glibc.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .softplus: max(x, 0) + Glibc.log1p(Glibc.exp(-Swift.abs(x)))
    case .floor: x.rounded(.down)
    default: x.rounded(.toNearestOrEven)
    }
  }

  /// `y[i] = f(x[i])` one after the other.
  package func plain(_ x: Span<Float>, into y: inout MutableSpan<Float>) {
    for index in x.indices { y[index] = plain(x[index]) }
  }

  /// `y[i] = f(x[i])`, eight at a time where there is a way.
  package func fast(_ x: Span<Float>, into y: inout MutableSpan<Float>) {
    switch self {
    case .identity: Lanes.map(x, into: &y) { $0 }
    case .negative: Lanes.map(x, into: &y) { -$0 }
    case .absolute: Lanes.map(x, into: &y) { Lanes.magnitude($0) }
    case .square: Lanes.map(x, into: &y) { $0 * $0 }
    case .squareRoot: Lanes.map(x, into: &y) { $0.squareRoot() }
    case .reciprocal: Lanes.map(x, into: &y) { 1 / $0 }
    case .relu: Lanes.map(x, into: &y) { $0.unless($0 .< 0, Lane(repeating: 0)) }
    case .sign, .sin, .cos, .floor, .round: oneByOne(x, into: &y)
    default:
      if let wide { WideLoops.map(wide, x, into: &y) } else { oneByOne(x, into: &y) }
    }
  }

  /// Its name in `CLanes`; nil where there is none.
  var wide: cl_function? {
    switch self {
    case .exp: CL_EXP
    case .log: CL_LOG
    case .tanh: CL_TANH
    case .erf: CL_ERF
    case .sigmoid: CL_SIGMOID
    case .silu: CL_SILU
    case .gelu: CL_GELU
    case .geluTanh: CL_GELU_TANH
    default: nil
    }
  }

  /// Functions that gain nothing from lanes, in single precision.
  private func oneByOne(_ x: Span<Float>, into y: inout MutableSpan<Float>) {
    switch self {
    case .sin: for index in x.indices { y[index] = sinf(x[index]) }
    case .cos: for index in x.indices { y[index] = cosf(x[index]) }
    case .sign: for index in x.indices { y[index] = x[index] > 0 ? 1 : x[index] < 0 ? -1 : x[index] }
    case .floor: for index in x.indices { y[index] = x[index].rounded(.down) }
    case .round: for index in x.indices { y[index] = x[index].rounded(.toNearestOrEven) }
    default:
      for index in x.indices { y[index] = max(x[index], 0) + log1pf(expf(-Swift.abs(x[index]))) }
    }
  }
}
