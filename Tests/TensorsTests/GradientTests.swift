import Basics
import Tensors
import Testing

/// A function of variables, with the name its golden has.
struct Differentiable: Sendable, CustomTestStringConvertible {
  let name: String
  let f: @Sendable ([Variable]) -> Variable

  init(_ name: String, _ f: @escaping @Sendable ([Variable]) -> Variable) { (self.name, self.f) = (name, f) }

  var testDescription: String { name }

  static func rule(_ name: String, _ rule: Rule) -> Differentiable {
    Differentiable(name) { $0[0].tape.record(rule, $0) }
  }

  private static let window = Window(2, 2, stride: (2, 1), padding: (1, 0))

  /// Every rule of the table.
  static let rules: [Differentiable] = simple + joining + moving

  private static let simple: [Differentiable] = [
    rule("add", .add), rule("subtract", .subtract), rule("multiply", .multiply), rule("divide", .divide),
    rule("maximum", .maximum), rule("minimum", .minimum), rule("power", .power(1.7)),
    rule("negative", .negative),
    rule("absolute", .absolute), rule("square", .square), rule("squareRoot", .squareRoot),
    rule("reciprocal", .reciprocal), rule("exp", .exp), rule("log", .log), rule("sin", .sin),
    rule("cos", .cos),
    rule("tanh", .tanh), rule("erf", .erf), rule("sigmoid", .sigmoid), rule("relu", .relu),
    rule("silu", .silu),
    rule("gelu", .gelu), rule("geluTanh", .geluTanh), rule("softplus", .softplus),
  ]

  private static let joining: [Differentiable] = [
    rule("sum", .sum(over: [0, 2])), rule("largest", .largest(axis: 1)), rule("matmul", .matmul),
    rule("matmul.stack", .matmul), rule("matmul.broadcast", .matmul), rule("softmax", .softmax(axis: 0)),
    rule("logSoftmax", .logSoftmax(axis: -1)), rule("layerNorm", .layerNorm(epsilon: 1e-5)),
    rule("rmsNorm", .rmsNorm(epsilon: 1e-6)), rule("unit", .unit(axis: -1, epsilon: 1e-12)),
  ]

  private static let moving: [Differentiable] = [
    rule("reshape", .reshape([2, 6])), rule("permute", .permute([2, 0, 1])), rule("slice", .slice(-1, 1..<3)),
    rule("broadcast", .broadcast(Shape([2, 3, 4]))), rule("concatenate", .concatenate(axis: -1)),
    rule("gather", .gather([3, 0, 3], axis: 1)), rule("scatter", .scatter([4, 1, 4], axis: 0, size: 5)),
    rule("pick", .pick([3, 0, 3])), rule("cumulativeSum", .cumulativeSum(axis: 0)),
    rule("choose", .choose(Tensor([1, 0, 0, 1]))), rule("unfold", .unfold(window)),
    rule("fold", .fold(window, size: (4, 4))),
  ]

  /// What is composed of them.
  static let composed: [Differentiable] = [
    Differentiable("conv2d") {
      $0[0].conv2d($0[1], bias: $0[2], stride: (2, 1), padding: (1, 1), dilation: (1, 2))
    },
    Differentiable("conv1d") { $0[0].conv1d($0[1], stride: 2, padding: 1) },
    Differentiable("crossEntropy") { $0[0].crossEntropy([2, 0, 3]) },
    Differentiable("attention") {
      ($0[0].matmul($0[1].transposed()) / 2).softmax(mask: .causalMask(3)).matmul($0[2])
    },
  ]
}

struct GradientTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("gradients") }

  @Test(arguments: Differentiable.rules + Differentiable.composed)
  func `results and gradients agree with differences in double precision`(_ it: Differentiable) throws {
    let tape = Tape()
    let inputs = try inputs(of: it).map(tape.variable)
    let result = it.f(inputs)
    agree(result.value, try goldens["\(it.name).y"], 5e-6, "result of \(it.name)")
    let gradients = tape.pullBack(result, from: try goldens["\(it.name).w"], for: inputs)
    for (index, gradient) in gradients.enumerated() {
      agree(gradient, try goldens["\(it.name).g\(index)"], 1e-5, "gradient \(index) of \(it.name)")
    }
  }

  @Test(arguments: Differentiable.rules + Differentiable.composed)
  func `gradients agree with differences tried by the engine`(_ it: Differentiable) throws {
    // Kinks are kept away from by a smaller step than smooth functions need.
    let hasKink = ["maximum", "minimum", "largest", "relu", "absolute"].contains(it.name)
    let error = GradientCheck.largestError(of: try inputs(of: it), step: hasKink ? 0.002 : 0.02) { _, x in
      it.f(x)
    }
    #expect(error < (hasKink ? 2e-3 : 5e-4), "\(it.name)")
  }

  @Test func `every rule of the table is checked`() {
    let checked = Set(
      Differentiable.rules.compactMap { $0.name.split(separator: ".").first.map(String.init) })
    #expect(checked == Set(Rule.Name.allCases.map(\.rawValue)))
  }

  @Test func `a check of a wrong gradient fails`() {
    let error = GradientCheck.largestError(of: [Tensor([1, 2])]) { _, x in x[0] * x[0].stopped }
    #expect(error > 0.3)
  }

  @Test func `equals share a gradient, and what is used twice gets both`() {
    let tape = Tape()
    let x = tape.variable(Tensor([3, 3, 1]))
    #expect(tape.gradients(of: x.largest(), for: [x])[0].values == [0.5, 0.5, 0])
    let loss = (x * x + x * 2 - x.stopped).sum()
    #expect(tape.gradients(of: loss, for: [x])[0].values == [8, 8, 4])
    let other = tape.variable(Tensor([1]))
    #expect(tape.gradients(of: loss, for: [other])[0].values == [0])
  }

  @Test func `rows that are masked wholly give no gradient that is none`() {
    let tape = Tape()
    let x = tape.variable(Tensor(rows: [[1, 2], [3, 4]]))
    let result = x.softmax(mask: Tensor(rows: [[0, 0], [1, 1]])).square().sum()
    let gradient = tape.gradients(of: result, for: [x])[0]
    #expect(gradient.values.allSatisfy { $0.isFinite } && gradient.at(0).values == [0, 0])
  }

  private func inputs(of it: Differentiable) throws -> [Tensor] {
    let names = goldens.names.filter {
      $0.hasPrefix("\(it.name).x") && $0.dropFirst(it.name.count).count == 3
    }
    return try names.map { try goldens[$0] }
  }
}
