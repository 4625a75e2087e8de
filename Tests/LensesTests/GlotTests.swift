import Basics
import Lenses
import Tensors
import Testing

/// The numbers are those of the method sheet, worked out by hand for four tokens of two numbers.
@Suite struct GlotTests {
  private static let rows = Tensor(rows: [[1, 0], [0.8, 0.6], [0, 1], [-1, 0]])
  private static let graph = TokenGraph(of: rows, threshold: 0.5)

  private static var shape: GlotShape {
    var shape = GlotShape(.glot, width: 2)
    (shape.hidden, shape.layers, shape.readout) = (2, 1, 2)
    return shape
  }

  private static let parameters = [
    "layer0.weight": Tensor(rows: [[1, 0], [0.5, 1]]), "layer0.source": Tensor(rows: [[0.3], [-0.2]]),
    "layer0.target": Tensor(rows: [[0.1], [0.4]]), "layer0.edge": Tensor(rows: [[0.2], [0.1]]),
    "layer0.attribute": Tensor(rows: [[0.5], [0.5]]), "layer0.bias": Tensor([0, 0]),
    "readout.weight": Tensor(rows: [[0.5, 0.1], [-0.5, 0.3], [0.2, -0.2], [0.1, 0.4]]),
    "readout.bias": Tensor([0.1, 0]), "readout.score": Tensor(rows: [[1], [-1]]),
    "head.weight": Tensor(rows: [[1, 0], [0, 1], [1, 1], [0.5, -1]]), "head.bias": Tensor([0, 0]),
  ]

  private static func output(
    _ sentences: [GlotSentence], _ shape: GlotShape = shape,
    _ parameters: [String: Tensor] = parameters, places: Int = 1
  ) -> GlotNetwork.Output {
    let tape = Tape()
    return GlotNetwork(shape, parameters.mapValues(tape.constant))(
      GlotBatch(sentences, places: places), on: tape)
  }

  private static func drawn(_ count: Int, width: Int, _ random: inout SeededRandom) -> Tensor {
    .normal([count, width], &random)
  }

  private func expect(_ found: [Float], _ wanted: [Float], within: Float = 2e-6, _ what: String) {
    #expect(found.count == wanted.count)
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= within, "\(what): \(a) is not \(b)") }
  }

  @Test func `cosines and edges of four tokens`() {
    expect(
      Self.graph.similarity.values,
      [1, 0.8, 0, -1, 0.8, 1, 0.6, -0.8, 0, 0.6, 1, 0, -1, -0.8, 0, 1], "S")
    #expect(Self.graph.neighbours == [[1], [0, 2], [1], []] && Self.graph.edgeCount == 2)
    #expect(Self.graph.components == [[0, 1, 2], [3]])
    // The threshold itself makes no edge.
    let equal = TokenGraph(similarity: Tensor(rows: [[1, 0.5], [0.5, 1]]), threshold: 0.5)
    #expect(equal.edgeCount == 0)
    #expect(TokenGraph(of: Self.rows, threshold: 1).edgeCount == 0)
  }

  @Test func `one layer gives the attention and the output of the sheet`() {
    let output = Self.output([.init(rows: Self.rows, threshold: 0.5)])
    expect(
      output.attention[0].value.values,
      [
        0.522485, 0.477515, 0, 0, 0.381881, 0.349013, 0.269107, 0, 0, 0.564636, 0.435364, 0, 0, 0, 0, 1,
      ], "α")
    expect(
      output.layers[0].value.values,
      [1.047752, 0.286509, 0.900348, 0.478514, 0.838782, 0.774145, 0, 0], "h")
  }

  @Test func `the read-out gives the weights and the sentence of the sheet`() {
    let output = Self.output([.init(rows: Self.rows, threshold: 0.5)])
    expect(output.scores?.value.values ?? [], [0.679802, 0.138715, -0.568823, -0.280281], "scores")
    expect(output.weights.value.values, [0.444074, 0.258502, 0.127404, 0.170019], "π")
    expect(output.pooled.value.values, [0.480857, 0.282506, 0.804886, 0.349558], "z")
    func pooled(_ pooling: GlotPooling) -> [Float] {
      var shape = Self.shape
      shape.pooling = pooling
      let parameters = ["head.weight": Tensor.zeros([2, 2]), "head.bias": .zeros([2])]
      return Self.output([.init(rows: Self.rows, threshold: 0.5)], shape, parameters).pooled.value.values
    }
    expect(pooled(.mean), [0.2, 0.4], "mean")
    expect(pooled(.max), [1, 1], "max")
    expect(pooled(.first), [1, 0], "first")
    expect(pooled(.last), [-1, 0], "last")
  }

  @Test(arguments: UInt64(1)...6) func `order, length and padding change nothing`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let n = 3 + Int(seed) * 2
    let rows = Self.drawn(n, width: 5, &random)
    var shape = GlotShape(.glot, width: 5)
    (shape.hidden, shape.layers, shape.readout) = (4, 2, 7)
    shape.jump = GlotShape.Jump.allCases[Int(seed) % 3]
    let parameters = shape.parameters(seed: seed)
    let sentence = GlotSentence(rows: rows, threshold: 0.2)
    let plain = Self.output([sentence], shape, parameters)
    let order = Array((0..<n).shuffled(using: &random))
    let moved = Self.output(
      [.init(rows: rows.gathered(order), threshold: 0.2)], shape, parameters)
    expect(
      moved.weights.value.values, order.map { plain.weights.value.values[$0] }, within: 1e-5, "permuted π")
    expect(moved.pooled.value.values, plain.pooled.value.values, within: 2e-5, "permuted z")
    // Side by side with a longer one, and padded beyond both.
    let other = GlotSentence(rows: Self.drawn(n + 4, width: 5, &random), threshold: 0.2)
    let beside = Self.output([sentence, other], shape, parameters, places: n + 9)
    let width = shape.pooled
    expect(
      Array(beside.pooled.value.values[..<width]), plain.pooled.value.values, within: 1e-5, "padded z")
    let weights = Array(beside.weights.value.values[..<(n + 9)])
    expect(Array(weights[..<n]), plain.weights.value.values, within: 1e-5, "padded π")
    #expect(weights[n...].allSatisfy { $0 == 0 })
    for alpha in plain.attention {
      for row in alpha.value.sum(over: [-1]).values { #expect(abs(row - 1) < 1e-5) }
    }
    var factors = Tensor.uniform([n, 1], in: 0.1..<9, &random)
    factors = rows * factors
    #expect(TokenGraph(of: factors, threshold: 0.2).neighbours == sentence.neighbours)
  }

  @Test(arguments: UInt64(1)...6) func `cosines are symmetric with ones on the diagonal`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let n = 9
    let graph = TokenGraph(of: Self.drawn(n, width: 3, &random), threshold: -1)
    #expect(graph.similarity == graph.similarity.transposed())
    #expect(graph.similarity.diagonal().values.allSatisfy { $0 == 1 })
    #expect(graph.similarity.values.allSatisfy { (-1...1).contains($0) })
    #expect(graph.edgeCount == n * (n - 1) / 2 && graph.components.count == 1)
    let alone = TokenGraph(similarity: graph.similarity, threshold: 1)
    #expect(alone.edgeCount == 0 && alone.components == (0..<n).map { [$0] })
  }

  @Test func `without a score every token counts alike`() {
    var parameters = Self.parameters
    parameters["readout.score"] = .zeros([2, 1])
    let output = Self.output([.init(rows: Self.rows, threshold: 0.5)], Self.shape, parameters)
    expect(output.weights.value.values, [0.25, 0.25, 0.25, 0.25], "π")
    let features = Tensor.concatenated([Self.rows, output.layers[0].value.at(0)], axis: 1)
    expect(output.pooled.value.values, features.mean(over: [0]).values, "z")
  }

  @Test func `without edges every layer works node by node`() {
    let sentence = GlotSentence(rows: Self.rows, threshold: 1)
    let output = Self.output([sentence])
    expect(output.attention[0].value.values, Tensor.identity(4).values, "α")
    let alone = Self.rows.matmul(Self.parameters["layer0.weight"] ?? .zeros([2, 2])).map(.relu)
    expect(output.layers[0].value.values, alone.values, "h")
  }

  @Test(arguments: [0.2, 0.5, 0.8, 0.9]) func `stress sentences are what they say`(ratio: Double) {
    let test = StressTest(ratio: ratio)
    let sentences = test.sentences(200, part: 1)
    #expect(sentences == test.sentences(200, part: 1) && sentences != test.sentences(200, part: 2))
    let turning: Set = ["not", "never", "without", "excluding"]
    for sentence in sentences {
      #expect(sentence.words.count <= 64 && sentence.words.count >= min(64, Int(64 * ratio) + 4))
      let turned = sentence.words.contains(where: turning.contains)
      #expect(turned == (sentence.label == 0))
    }
    #expect(sentences.count { $0.label == 1 } == 100)
    let ceiling = StressTest.ceiling(sentences)
    #expect(ratio < 0.75 ? ceiling == 1 : ceiling < 1 && ceiling > 0.9, "\(ceiling)")
  }

  @Test func `a frozen encoder gives the same vectors again, and no words a place of their own`() {
    let encoder = FrozenEncoder(seed: 3)
    let words = ["the", "folder", "includes", "reports", "the"]
    let rows = encoder.rows(of: words)
    #expect(rows == FrozenEncoder(seed: 3).rows(of: words) && rows.shape.sizes == [5, 32])
    let turned = encoder.rows(of: words.reversed())
    expect(turned.reversed(axis: 0).values, rows.values, within: 1e-4, "turned round")
  }
}

/// PyTorch Geometric's GATConv, PyTorch's read-out and autograd, on two sentences of one batch: Tests/References/make_glot_goldens.py.
@Suite struct GlotReferenceTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("glot") }

  private var shape: GlotShape {
    var shape = GlotShape(.glot, width: 6)
    (shape.hidden, shape.layers, shape.readout) = (5, 2, 7)
    return shape
  }

  private func agree(_ a: Tensor, _ b: Tensor, _ what: String) {
    #expect(a.shape == b.shape, "\(what)")
    for (x, y) in zip(a.values, b.values) {
      #expect(abs(x - y) <= 5e-6 * max(1, abs(y)), "\(what): \(x) \(y)")
    }
  }

  @Test func `layers, read-out and every gradient are those of the reference`() throws {
    let sentences = try ["x.0", "x.1"].enumerated().map { index, name in
      GlotSentence(rows: try goldens[name], threshold: 0.1, label: 1 - index)
    }
    let degrees = sentences.flatMap { $0.neighbours.map { Float($0.count) } }
    #expect(try goldens["degrees"].values == degrees && degrees.contains(0))
    let names = shape.parameters(seed: 1).keys.sorted()
    let tape = Tape()
    var variables: [String: Variable] = [:]
    for name in names { variables[name] = tape.variable(try goldens["parameter.\(name)"]) }
    let output = GlotNetwork(shape, variables)(GlotBatch(sentences), on: tape)
    for (index, sentence) in sentences.enumerated() {
      let n = sentence.rows.size(0)
      for layer in 0..<2 {
        let alpha = output.attention[layer].value.at(index).sliced(0, 0..<n).sliced(1, 0..<n)
        agree(alpha, try goldens["attention\(layer).\(index)"], "α of layer \(layer)")
      }
      agree(output.weights.value.at(index).sliced(0, 0..<n), try goldens["weights.\(index)"], "π")
    }
    agree(output.pooled.value, try goldens["pooled"], "z")
    agree(output.logits.value, try goldens["logits"], "logits")
    let loss = output.logits.crossEntropy([1, 0])
    agree(loss.value, try goldens["loss"], "loss")
    let gradients = tape.gradients(of: loss, for: names.compactMap { variables[$0] })
    for (name, gradient) in zip(names, gradients) { agree(gradient, try goldens["gradient.\(name)"], name) }
  }

  @Test func `a pooling learns a small stress test and is the same when it learns again`() throws {
    func sentences(_ count: Int, part: UInt64) -> [GlotSentence] {
      StressTest(ratio: 0.2, places: 24).sentences(count, part: part).map {
        GlotSentence(rows: FrozenEncoder(seed: 1).rows(of: $0.words), threshold: 0.6, label: $0.label)
      }
    }
    let (training, held) = (sentences(480, part: 1), sentences(100, part: 2))
    var shape = GlotShape(.adaptive, width: 32)
    shape.readout = 64
    #expect(shape.parameterCount == 2242)
    var work = GlotTraining(shape, seed: 1)
    (work.epochs, work.rate) = (12, 1e-2)
    var seen = 0
    let learned = try work.train(on: training, held: held, .open) { seen = max(seen, $0.count) }
    #expect(seen > 0 && seen <= work.steps(480) && learned.losses.count == work.steps(480))
    #expect(learned.accuracy > 0.8, "\(learned.accuracy)")
    #expect(try work.train(on: training, held: held, .open) { _ in } == learned)
    let weights = learned.read(held[0]).weights
    #expect(abs(weights.reduce(0, +) - 1) < 1e-5 && weights.count == held[0].rows.size(0))
  }
}
