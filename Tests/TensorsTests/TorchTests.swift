import Basics
import Tensors
import Testing

/// What PyTorch was asked for too, by the names of Tests/References/make_torch_goldens.py.
extension Differentiable {
  /// Rules in other circumstances.
  static let variants: [Differentiable] = [
    rule("largest.ties", .largest(axis: 1)), rule("softmax.last", .softmax(axis: -1)),
    rule("cumulativeSum.last", .cumulativeSum(axis: -1)),
  ]

  /// What layers are made of.
  static let layers: [Differentiable] = [
    Differentiable("mean") { $0[0].mean(over: [0, 2], keeping: true) },
    Differentiable("crossEntropy") { $0[0].crossEntropy([2, 0, 10]) },
    Differentiable("embedding") { $0[0].gathered([4, 0, 4, 2]) },
    Differentiable("attention") {
      ($0[0].matmul($0[1].transposed()) / 2).softmax(mask: .causalMask(3)).matmul($0[2])
    },
    Differentiable("attention.biased") {
      ($0[0].matmul($0[1].transposed()) / 2).softmax(mask: .causalMask(3), bias: $0[3]).matmul($0[2])
    },
    Differentiable("layerNorm.affine") { $0[0].layerNorm(weight: $0[1], bias: $0[2]) },
    Differentiable("rmsNorm.affine") { $0[0].rmsNorm(weight: $0[1]) },
    Differentiable("perceptron") { ($0[0].matmul($0[1]) + $0[2]).gelu().matmul($0[3]) },
    Differentiable("gated") { $0[0].matmul($0[1]).silu() * $0[0].matmul($0[2]) },
    Differentiable("logSumExp") { $0[0].exp().sum(over: [-1]).log() },
  ]

  /// Planes and lines with every kind of step, edge, gap and group.
  static let windows: [Differentiable] = [
    Differentiable("conv2d.0") { $0[0].conv2d($0[1], bias: $0[2]) },
    Differentiable("conv2d.1") { $0[0].conv2d($0[1], bias: $0[2], stride: (2, 3), padding: (1, 2)) },
    Differentiable("conv2d.2") {
      $0[0].conv2d($0[1], bias: $0[2], stride: (1, 2), padding: (2, 1), dilation: (3, 2), groups: 2)
    },
    Differentiable("conv2d.3") { $0[0].conv2d($0[1], bias: $0[2], padding: (1, 1), groups: 3) },
    Differentiable("conv1d.0") { $0[0].conv1d($0[1], bias: $0[2], stride: 2, padding: 1) },
    Differentiable("conv1d.1") { $0[0].conv1d($0[1], bias: $0[2], padding: 3, dilation: 2, groups: 2) },
  ]
}

/// Results and gradients against PyTorch and its autograd.
struct TorchTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("torch") }

  @Test(
    arguments: Differentiable.rules + Differentiable.variants + Differentiable.layers + Differentiable.windows
  )
  func `results and gradients are PyTorch's`(_ it: Differentiable) throws {
    let tape = Tape()
    let inputs = try inputs(of: it).map(tape.variable)
    let result = it.f(inputs)
    agree(result.value, try goldens["\(it.name).y"], 3e-6, "result of \(it.name)")
    let gradients = tape.pullBack(result, from: try goldens["\(it.name).w"], for: inputs)
    #expect(!gradients.isEmpty)
    for (index, gradient) in gradients.enumerated() {
      agree(gradient, try goldens["\(it.name).g\(index)"], 5e-6, "gradient \(index) of \(it.name)")
    }
  }

  @Test func `similarities and orders are PyTorch's`() throws {
    let (a, b) = try (goldens["value.a"], goldens["value.b"])
    agree(Similarity.cosine.matrix(a, b), try goldens["value.cosine"])
    agree(Similarity.euclid.matrix(a, b), try goldens["value.euclid"], 5e-6)
    let order = try goldens["value.ties"].argsort()
    #expect(Array(order.joined()) == (try goldens.indices("value.argsort")))
    let top = a.top(7)
    agree(Tensor(rows: top.map { $0.map(\.value) }), try goldens["value.top"])
    #expect(top.flatMap { $0.map(\.index) } == (try goldens.indices("value.topPlaces")))
  }

  @Test func `spreads and parts are PyTorch's`() throws {
    let a = try goldens["value.a"]
    let shares = try goldens["value.shares"].values.map { Double($0) }
    agree(Tensor(a.quantiles(shares)), try goldens["value.quantiles"])
    #expect(a.histogram(bins: 7).counts == (try goldens.indices("value.histogram")))
    agree(a.variance(over: [-1], freedom: 1), try goldens["value.variance"])
    agree(a.variance(over: [-1]), try goldens["value.population"])
    agree(a.norm(over: [-1]), try goldens["value.norm"])
    agree(a.minimum(over: [-1]), try goldens["value.lowest"])
    for f in [Unary.sign, .floor, .round] { agree(a.map(f), try goldens["value.\(f.rawValue)"]) }
  }

  @Test func `decompositions are PyTorch's`() throws {
    let (a, b) = try (goldens["value.a"], goldens["value.b"])
    agree(try a.svd().s, try goldens["value.singular"], 5e-6)
    agree(try a.transposed().qr().q.map(.absolute), try goldens["value.absoluteQ"], 5e-6)
    agree(try goldens["value.symmetric"].symmetricEigen().values, try goldens["value.eigen"], 5e-6)
    agree(try a.transposed().leastSquares(b.transposed()).x, try goldens["value.leastSquares"], 5e-6)
  }

  @Test(arguments: ["adamW", "sgd"]) func `optimizers move as PyTorch's do`(name: String) throws {
    let optimizer: any Optimizer =
      name == "sgd" ? SGD(momentum: 0.9, decay: 0.05) : AdamW(decay: 0.05, decaysVectors: true)
    let start = ["p": try goldens["optimizer.start"]]
    var training = Training(start, by: optimizer, Schedule(rate: 0.1), seed: 1)
    try training.run(until: 5) { (tape, p, _) throws(Trouble) in
      p["p"].map { $0.power(4).sum() / 4 } ?? tape.constant(Tensor(0))
    }
    agree(try #require(training.parameters["p"]), try goldens["optimizer.\(name)"], 5e-6)
  }

  private func inputs(of it: Differentiable) throws -> [Tensor] {
    let names = goldens.names.filter {
      $0.hasPrefix("\(it.name).x") && $0.dropFirst(it.name.count).count == 3
    }
    #expect(!names.isEmpty, "no golden for \(it.name)")
    return try names.map { try goldens[$0] }
  }
}
