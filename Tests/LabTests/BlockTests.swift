import Basics
import Lab
import Tensors
import Testing

@Suite struct BlockTests {
  private static func block(_ seed: UInt64 = 1) -> [String: Tensor] {
    var plan = Blueprint()
    TransformerBlock<Tensor>.plan("0", width: 8, inner: 12, layers: 2, in: &plan)
    var random = SeededRandom(seed: seed)
    // Norms and biases that are not at their beginning, so that each counts.
    return plan.weights(&random).mapValues { $0 + Tensor.normal($0.shape.sizes, deviation: 0.1, &random) }
  }

  private static func input(_ sizes: [Int]) -> Tensor {
    var random = SeededRandom(seed: 9)
    return .normal(sizes, &random)
  }

  @Test(arguments: [true, false])
  func `gradients of a block are those of finite differences`(isCausal: Bool) {
    let weights = Self.block()
    let names = weights.keys.sorted()
    let mask: Tensor? = isCausal ? .causalMask(3) : nil
    let rotation = isCausal ? Rotation(0..<3, heads: 2, width: 4) : nil
    let error = GradientCheck.largestError(
      of: names.compactMap { weights[$0] } + [Self.input([2, 3, 8])], step: 0.01
    ) { _, variables in
      let named = NamedWeights(Dictionary(uniqueKeysWithValues: zip(names, variables)))
      return TransformerBlock(named.part("0"), heads: 2)(variables[names.count], mask: mask, rotation)
    }
    #expect(error < 5e-3)
  }

  @Test func `tensors and variables give the same numbers`() {
    let (weights, x, tape) = (Self.block(), Self.input([4, 5, 8]), Tape())
    let rotation = Rotation(0..<5, heads: 2, width: 4)
    let plain = TransformerBlock(NamedWeights(weights).part("0"), heads: 2)(
      x, mask: .causalMask(5), rotation)
    let taped = TransformerBlock(NamedWeights(weights.mapValues(tape.variable)).part("0"), heads: 2)(
      tape.constant(x), mask: .causalMask(5), rotation)
    // The norm of what only runs is one pass, so the last bits may differ.
    #expect(zip(plain.values, taped.value.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `a causal block does not look ahead`() {
    let weights = Self.block()
    func result(_ x: Tensor) -> Tensor {
      TransformerBlock(NamedWeights(weights).part("0"), heads: 2)(x, mask: .causalMask(5))
    }
    let x = Self.input([5, 8])
    let changed = Tensor.concatenated([x.sliced(0, 0..<3), x.sliced(0, 3..<5) * 2])
    #expect(result(x).sliced(0, 0..<3) == result(changed).sliced(0, 0..<3))
    #expect(result(x).sliced(0, 3..<5) != result(changed).sliced(0, 3..<5))
  }

  @Test func `attention rows sum to one`() {
    let block = TransformerBlock(NamedWeights(Self.block()).part("0"), heads: 2)
    let looks = block.looks(Self.input([5, 8]), Rotation(0..<5, heads: 2, width: 4))
    let attention = block.attention(looks, mask: .causalMask(5))
    #expect(attention.shape.sizes == [2, 5, 5])
    for sum in attention.sum(over: [-1]).values { #expect(abs(sum - 1) < 1e-5) }
  }

  /// Turned by p and q, two vectors have the product that they have when turned by p + 3 and q + 3.
  @Test func `a rotation keeps lengths, and products depend on the distance alone`() {
    let rotation = Rotation(0..<12, heads: 1, width: 8)
    let (a, b) = (Self.input([1, 8]), Self.input([2, 8]).sliced(0, 1..<2))
    func product(_ p: Int, _ q: Int) -> Float {
      rotation.at([p]).turn(a).at(0).dot(rotation.at([q]).turn(b).at(0))
    }
    #expect(abs(product(2, 7) - product(5, 10)) < 1e-4)
    #expect(abs(product(2, 7) - product(2, 8)) > 1e-3)
    let lengths = rotation.turn(Self.input([12, 8])).lengths()
    for (one, other) in zip(lengths.values, Self.input([12, 8]).lengths().values) {
      #expect(abs(one - other) < 1e-4)
    }
  }

  @Test func `weights that do not fit are refused with their names`() throws {
    var plan = Blueprint()
    plan.addLinear("head", 3, 2)
    #expect(plan.count == 8)
    var troubles: [Trouble] = []
    do throws(Trouble) { _ = try plan.fit([], from: "model.safetensors") } catch { troubles.append(error) }
    let wrong = try StoredTensor(
      name: "head", sizes: [2, 3], type: .f32, in: MemoryBytes(Array(repeating: 0, count: 24), file: "m"),
      StoredTensor.Layout(offset: 0))
    do throws(Trouble) { _ = try plan.fit([wrong], from: "model.safetensors") } catch {
      troubles.append(error)
    }
    #expect(
      troubles.map(\.place) == Array(repeating: .field(file: "model.safetensors", name: "head"), count: 2))
    #expect(troubles.last?.what.contains("[2, 3] instead of [3, 2]") == true)
  }
}
