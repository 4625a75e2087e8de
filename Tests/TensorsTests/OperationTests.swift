import Basics
import Tensors
import Testing

/// Operations against NumPy and SciPy.
struct OperationTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("operations") }

  @Test func `arithmetic broadcasts as NumPy does`() throws {
    let (a, b, row) = try (goldens["a"], goldens["b"], goldens["row"])
    agree(a + b, try goldens["add"])
    agree(a - row, try goldens["subtract"])
    agree(a * b, try goldens["multiply"])
    agree(a / (b.map(.absolute) + 1), try goldens["divide"])
    agree(a.with(b, .maximum), try goldens["maximum"])
    agree(a.with(row, .minimum), try goldens["minimum"])
    agree(a.map(.absolute).power(1.7), try goldens["power"])
  }

  @Test(arguments: Unary.allCases.filter { $0 != .identity })
  func `functions of one number agree with SciPy`(f: Unary) throws {
    let x = try goldens[[.log, .squareRoot, .reciprocal].contains(f) ? "positive" : "wide"]
    agree(Elementwise.fast(f, x), try goldens["unary.\(f.rawValue)"], 1e-6, "fast \(f)")
    agree(Elementwise.plain(f, x), try goldens["unary.\(f.rawValue)"], 3e-7, "plain \(f)")
  }

  @Test(arguments: [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]])
  func `reductions over any axes agree with NumPy`(axes: [Int]) throws {
    let a = try goldens["a"]
    let key = axes.map(String.init).joined()
    agree(a.sum(over: axes), try goldens["sum.\(key)"])
    agree(a.maximum(over: axes), try goldens["max.\(key)"])
    agree(a.minimum(over: axes), try goldens["min.\(key)"])
    agree(a.mean(over: axes), try goldens["mean.\(key)"])
    agree(a.variance(over: axes), try goldens["variance.\(key)"])
    agree(a.variance(over: axes, freedom: 1), try goldens["deviation1.\(key)"])
    #expect(a.sum(over: axes, keeping: true).rank == 3)
  }

  @Test func `log sum exp and length agree with SciPy and hold for large and missing numbers`() throws {
    agree(try goldens["a"].logSumExp(axis: 1), try goldens["logSumExp"])
    agree(try goldens["a"].norm(over: [-1]), try goldens["norm"])
    agree(Tensor([1000, 1000]).logSumExp(), Tensor(1000.6931), 1e-6)
    #expect(Tensor([-Float.infinity, -.infinity]).logSumExp().scalar == -.infinity)
  }

  @Test func `products of matrices and stacks agree with NumPy`() throws {
    let (m, n, p, q) = try (goldens["m"], goldens["n"], goldens["p"], goldens["q"])
    agree(m.matmul(n), try goldens["matmul"])
    agree(MatrixProduct.plain(m, n), try goldens["matmul"], 5e-7)
    agree(m.transposed().matmul(m), try goldens["gram"])
    agree(p.matmul(q), try goldens["batched"])
    agree(q.transposed().matmul(p.transposed()), try goldens["batchedTransposed"])
  }

  @Test func `softmax with bias and mask agrees with SciPy`() throws {
    let a = try goldens["a"]
    agree(a.softmax(), try goldens["softmax"])
    agree(a.softmax(axis: 1), try goldens["softmax.1"])
    agree(a.logSoftmax(), try goldens["logSoftmax"])
    agree(a.softmax(mask: try goldens["mask"], bias: try goldens["b"]), try goldens["softmax.masked"])
    #expect(a.softmax(mask: Tensor(0)).values.allSatisfy { $0 == 0 })
  }

  @Test func `norms agree with PyTorch's definitions`() throws {
    let (a, weight, row) = try (goldens["a"], goldens["weight"], goldens["row"])
    agree(a.layerNorm(weight: weight, bias: row), try goldens["layerNorm"])
    agree(a.rmsNorm(weight: weight), try goldens["rmsNorm"])
    agree(a.unit(), try goldens["unit"])
  }

  @Test func `gathering and scattering agree with NumPy`() throws {
    let a = try goldens["a"]
    agree(a.gathered([1, 0, 1]), try goldens["gathered"])
    agree(a.gathered([4, 0, 0], axis: -1), try goldens["gathered.2"])
    agree(Tensor.scattered(a, at: [2, 2], size: 4), try goldens["scattered"])
    let m = try goldens["m"]
    #expect(m.picked([5, 0, 1, 2]).values == [m[0, 5], m[1, 0], m[2, 1], m[3, 2]])
    #expect(m.picked([5, 0, 1, 2]).spread([5, 0, 1, 2], width: 6).sum(over: [1]) == m.picked([5, 0, 1, 2]))
  }

  @Test(arguments: 0..<3) func `running sums agree with NumPy`(axis: Int) throws {
    agree(try goldens["a"].cumulativeSum(axis: axis), try goldens["cumulativeSum.\(axis)"])
  }

  @Test func `order with ties agrees with NumPy's stable sort`() throws {
    let ties = try goldens["ties"]
    #expect(Array(ties.argsort().joined()) == (try goldens.indices("argsort")))
    let descending = try goldens.indices("argsort.descending")
    #expect(Array(ties.argsort(descending: true).joined()) == descending)
    for (row, best) in ties.top(7).enumerated() {
      #expect(best.map(\.index) == Array(descending[row * 40..<row * 40 + 7]))
    }
  }

  @Test func `quantiles and histograms agree with NumPy`() throws {
    let (a, ties) = try (goldens["a"], goldens["ties"])
    agree(Tensor(a.quantiles(try goldens["shares"].values.map { Double($0) })), try goldens["quantiles"])
    #expect(a.histogram(bins: 7).counts == (try goldens.indices("histogram")))
    agree(Tensor(a.histogram(bins: 7).edges.map { Float($0) }), try goldens["histogram.edges"])
    #expect(ties.histogram(bins: 8, in: -2...2).counts == (try goldens.indices("histogram.range")))
  }
}
