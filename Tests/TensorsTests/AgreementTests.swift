import Basics
import Tensors
import Testing

/// The fast way and the plain one agree, over seeds and sizes around the width of a lane.
struct AgreementTests {
  private static let widths = [1, 7, 8, 9, 16, 63, 1025, 3000]

  @Test(arguments: Unary.allCases, widths) func `functions of one number`(f: Unary, width: Int) {
    var random = SeededRandom(seed: UInt64(width))
    var x = Tensor.normal([width], deviation: 4, &random)
    if [.log, .squareRoot].contains(f) { x = x.map(.absolute) }
    agree(Elementwise.fast(f, x), Elementwise.plain(f, x), 1e-6, "\(f)")
  }

  @Test(arguments: Unary.allCases) func `functions at the edges of the numbers`(f: Unary) {
    let edges: [Float] = [
      0, -0.0, .infinity, -.infinity, .nan, 88.7, 88.73, -87.3, -87.4, -104, 1e-30, -1e-30,
      Float.leastNonzeroMagnitude * 1000, 3e38,
    ]
    let x = Tensor(edges)
    // Subnormal results of the exponential function are flushed to nought, as the tolerance allows.
    let (fast, plain) = (Elementwise.fast(f, x).values, Elementwise.plain(f, x).values)
    for (index, value) in edges.enumerated() where !(f == .sin || f == .cos) || abs(value) < 100 {
      let (a, b) = (fast[index], plain[index])
      let isNear = a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 2e-6 * max(1, abs(b))
      #expect(isNear, "\(f) of \(value): \(a), plainly \(b)")
    }
  }

  @Test(
    arguments: Binary.allCases,
    [[[5], [5]], [[3, 9], [9]], [[3, 9], [3, 1]], [[2, 1, 17], [4, 1]], [[8, 40], []]])
  func `functions of two numbers`(f: Binary, shapes: [[Int]]) {
    var random = SeededRandom(seed: 3)
    let a = Tensor.normal(shapes[0], &random).map(.absolute)
    let b = Tensor.normal(shapes[1], &random)
    agree(Elementwise.fast(f, a, b), Elementwise.plain(f, a, b), 1e-6, "\(f)")
    agree(Elementwise.fast(f, b, a), Elementwise.plain(f, b, a).broadcast(to: (a + b).shape), 1e-6, "\(f)")
  }

  @Test(arguments: [Binary.add, .subtract, .divide]) func `functions of two strided views`(f: Binary) {
    var random = SeededRandom(seed: 4)
    let a = Tensor.normal([6, 5, 7], &random).transposed(0, 2).sliced(1, 1..<4)
    let b = Tensor.normal([7, 3, 12], &random).strided(2, by: -2)
    agree(Elementwise.fast(f, a, b), Elementwise.plain(f, a, b), 1e-6, "\(f)")
  }

  @Test(arguments: Reduction.allCases, widths) func reductions(f: Reduction, width: Int) {
    var random = SeededRandom(seed: UInt64(width) + 1)
    let x = Tensor.uniform([3, width], in: f == .product ? 0.9..<1.1 : -1..<1, &random)
    let span = x.values.span
    let plain = (0..<3).map { f.plain(span, from: $0 * width, count: width) }
    agree(x.reduced(f, over: [1]), Tensor(plain), 1e-5, "\(f)")
    agree(x.transposed().reduced(f, over: [0]), Tensor(plain), 1e-5, "\(f), first axis of a view")
    agree(x.transposed().packed().reduced(f, over: [0]), Tensor(plain), 1e-5, "\(f), columns")
  }

  @Test func `the largest of numbers with one that is none is none`() {
    for place in 0..<20 {
      var values = (0..<20).map { Float($0) }
      values[place] = .nan
      #expect(Tensor(values).maximum().scalar.isNaN && Tensor(values).minimum().scalar.isNaN)
    }
  }

  @Test(
    arguments: [
      RowKernel.softmax, .logSoftmax, .layerNorm(epsilon: 1e-5), .rmsNorm(epsilon: 1e-6),
      .unit(epsilon: 1e-12),
    ], widths)
  func `kernels of rows`(kernel: RowKernel, width: Int) {
    var random = SeededRandom(seed: UInt64(width) + 2)
    let x = Tensor.normal([5, width], mean: 3, deviation: 5, &random)
    var plain = [Float](repeating: 0, count: x.count)
    var target = plain.mutableSpan
    kernel.plain(x.values.span, into: &target, width: width)
    agree(x.along(-1, kernel), Tensor(plain, x.shape), 1e-5, "\(kernel)")
  }

  @Test(arguments: [[1, 1, 1], [1, 5, 3], [4, 1, 6], [17, 33, 9], [64, 64, 64], [3, 0, 2]])
  func `products of matrices in every view`(sizes: [Int]) {
    var random = SeededRandom(seed: 5)
    let a = Tensor.normal([sizes[0], sizes[1]], &random)
    let b = Tensor.normal([sizes[1], sizes[2]], &random)
    let plain = MatrixProduct.plain(a, b)
    agree(a.matmul(b), plain, 1e-5)
    agree(a.transposed().packed().transposed().matmul(b), plain, 1e-5, "transposed left")
    agree(a.matmul(b.transposed().packed().transposed()), plain, 1e-5, "transposed right")
    let wide = Tensor.concatenated([a, a], axis: 1).sliced(1, sizes[1]..<2 * sizes[1])
    agree(wide.matmul(b), plain, 1e-5, "a slice of columns")
    let thin = Tensor.stacked([a, a], axis: 2).at(1, axis: 2)
    agree(thin.matmul(b), plain, 1e-5, "every second number")
  }

  @Test func `softmax sums to one and does not mind a constant`() {
    var random = SeededRandom(seed: 6)
    let x = Tensor.normal([9, 50], deviation: 10, &random)
    agree(x.softmax().sum(over: [-1]), .ones([9]), 1e-6)
    agree((x + 500).softmax(), x.softmax(), 5e-5)
  }

  @Test(arguments: 1...20) func `the best few are those of a whole sort`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let x = Tensor.normal([2, Int(seed) * 37], &random).map(.round)
    let order = x.argsort(descending: true)
    for k in [0, 1, 5, 500] {
      #expect(x.top(k).map { $0.map(\.index) } == order.map { Array($0.prefix(k)) })
    }
  }

  @Test func `numbers that are none come last and are never among the best`() {
    let x = Tensor([2, .nan, -1, .infinity, -.infinity])
    #expect(x.argsort() == [[4, 2, 0, 3, 1]] && x.argsort(descending: true) == [[3, 0, 2, 4, 1]])
    #expect(x.top(5)[0].map(\.index) == [3, 0, 2, 4])
  }

  @Test func `random numbers repeat and have the moments they should`() {
    var (one, two) = (SeededRandom(seed: 7), SeededRandom(seed: 7))
    let x = Tensor.normal([100_001], &one)
    #expect(x == Tensor.normal([100_001], &two))
    #expect(abs(x.mean().scalar) < 0.02 && abs(x.variance().scalar - 1) < 0.02)
    let even = Tensor.uniform([50_000], in: -1..<3, &one)
    #expect(abs(even.mean().scalar - 1) < 0.03 && even.minimum().scalar >= -1 && even.maximum().scalar < 3)
    let draws = Tensor([0, Float(3).logarithm]).broadcast(to: Shape([20_000, 2])).sampled(&one)
    #expect(abs(Double(draws.reduce(0, +)) / 20_000 - 0.75) < 0.02)
  }
}

extension Float {
  fileprivate var logarithm: Float { Tensor(self).map(.log).scalar }
}
