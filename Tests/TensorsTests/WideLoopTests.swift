import Basics
import Foundation
import Tensors
import Testing

/// Gradients worked out by the loops of `CLanes` against their formulas in double precision, over seeds and widths around those of lanes and of
/// the stretches that sums are made of; products that processors share against the plain one.
struct WideLoopTests {
  private static let widths = [1, 7, 8, 9, 33, 1025, 2050]

  @Test(arguments: [Unary.exp, .log, .tanh, .erf, .sigmoid, .silu, .gelu, .geluTanh], widths)
  func `slopes of functions`(f: Unary, width: Int) {
    var random = SeededRandom(seed: UInt64(width))
    let x =
      Tensor.normal([width], deviation: 2, &random).map(f == .log ? .absolute : .identity)
      + (f == .log ? 0.1 : 0)
    let g = Tensor.normal([width], &random)
    let tape = Tape()
    let variable = tape.variable(x)
    let found = tape.pullBack(Self.applied(f, variable), from: g, for: [variable])[0]
    for (place, value) in found.values.enumerated() {
      let expected = Double(g[place]) * Self.slope(f, Double(x[place]))
      #expect(abs(Double(value) - expected) <= 2e-6 * max(1, abs(expected)), "\(f) at \(x[place])")
    }
  }

  @Test(arguments: widths) func `gradients of rows`(width: Int) {
    var random = SeededRandom(seed: UInt64(width) + 1)
    let (x, g) = (Tensor.normal([3, width], deviation: 2, &random), Tensor.normal([3, width], &random))
    let tape = Tape()
    let variable = tape.variable(x)
    func pulled(_ y: Variable) -> Tensor { tape.pullBack(y, from: g, for: [variable])[0] }
    agree(pulled(variable.softmax()), Self.byRow(x, g, Self.softmaxPull), 2e-6, "softmax")
    agree(pulled(variable.logSoftmax()), Self.byRow(x, g, Self.logSoftmaxPull), 1e-5, "logSoftmax")
    if width > 1 { agree(pulled(variable.layerNorm()), Self.byRow(x, g, Self.normPull), 1e-5, "layerNorm") }
  }

  @Test(
    arguments: [(1, 300, 200, 150), (7, 64, 100, 130), (1, 3, 5000, 400), (2, 1, 4000, 600)], [false, true])
  func `products that are worth sharing`(sizes: (stack: Int, m: Int, k: Int, n: Int), isTurned: Bool) {
    var random = SeededRandom(seed: UInt64(sizes.m))
    let turned = Tensor.normal([sizes.stack, sizes.k, sizes.m], &random).transposed()
    let a = isTurned ? turned : turned.packed()
    let b = Tensor.normal([sizes.stack, sizes.k, sizes.n], &random)
    let found = a.matmul(b)
    for matrix in 0..<sizes.stack {
      agree(found.at(matrix), MatrixProduct.plain(a.at(matrix), b.at(matrix)), 1e-3)
    }
  }

  private static func applied(_ f: Unary, _ x: Variable) -> Variable {
    switch f {
    case .exp: x.exp()
    case .log: x.log()
    case .tanh: x.tanh()
    case .erf: x.erf()
    case .sigmoid: x.sigmoid()
    case .silu: x.silu()
    case .gelu: x.gelu()
    default: x.geluTanh()
    }
  }

  private static func slope(_ f: Unary, _ x: Double) -> Double {
    let s = 1 / (1 + exp(-x))
    let c = (2 / Double.pi).squareRoot()
    switch f {
    case .exp: return exp(x)
    case .log: return 1 / x
    case .tanh: return 1 - tanh(x) * tanh(x)
    case .erf: return 2 / Double.pi.squareRoot() * exp(-x * x)
    case .sigmoid: return s * (1 - s)
    case .silu: return s + x * s * (1 - s)
    case .gelu:
      return 0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    default:
      let t = tanh(c * (x + 0.044715 * x * x * x))
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x)
    }
  }

  private static func byRow(_ x: Tensor, _ g: Tensor, _ f: ([Double], [Double]) -> [Double]) -> Tensor {
    Tensor(
      rows: zip(x.rowLists, g.rowLists).map { x, g in
        f(x.map { Double($0) }, g.map { Double($0) }).map { Float($0) }
      })
  }

  private static func softened(_ x: [Double]) -> [Double] {
    let top = x.max() ?? 0
    let sum = x.reduce(0) { $0 + exp($1 - top) }
    return x.map { exp($0 - top) / sum }
  }

  private static func softmaxPull(_ x: [Double], _ g: [Double]) -> [Double] {
    let y = softened(x)
    let along = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(y, g).map { $0 * ($1 - along) }
  }

  private static func logSoftmaxPull(_ x: [Double], _ g: [Double]) -> [Double] {
    zip(softened(x), g).map { $1 - $0 * g.reduce(0, +) }
  }

  private static func normPull(_ x: [Double], _ g: [Double]) -> [Double] {
    let count = Double(x.count)
    let mean = x.reduce(0, +) / count
    let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count + 1e-5).squareRoot()
    let y = x.map { ($0 - mean) / deviation }
    let (level, along) = (g.reduce(0, +) / count, zip(y, g).reduce(0) { $0 + $1.0 * $1.1 } / count)
    return zip(y, g).map { ($1 - level - $0 * along) / deviation }
  }
}
