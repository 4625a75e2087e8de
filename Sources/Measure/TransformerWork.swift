import Basics
import Formats
import Glibc
import Lab
import Tensors

/// A small transformer that learns to predict bytes, as GPT-2 is built but for its size: 2 layers of width 128, 4 heads, 64 places.
///
/// Radford et al., "Language Models are Unsupervised Multitask Learners" (2019). The same weights and batches go to PyTorch by a file.
enum TransformerWork {
  static let steps = 20
  static let parameterCount = start.values.reduce(0) { $0 + $1.count }
  private static let (layers, width, heads, places, batch, vocabulary) = (2, 128, 4, 64, 16, 384)
  private static let schedule = Schedule(rate: 1e-3)

  /// Weights before the first step, by name.
  private static let start: [String: Tensor] = {
    var random = SeededRandom(seed: 3)
    var all: [String: Tensor] = [
      "tokens": .normal([vocabulary, width], deviation: 0.02, &random),
      "places": .normal([places, width], deviation: 0.02, &random),
      "norm.weight": .ones([width]), "norm.bias": .zeros([width]),
      "head": .normal([width, vocabulary], deviation: 0.02, &random),
    ]
    let matrices = [
      ("in", width, 3 * width), ("out", width, width), ("up", width, 4 * width), ("down", 4 * width, width),
    ]
    for layer in 0..<layers {
      for (name, from, to) in matrices {
        all["\(layer).\(name)"] = .normal([from, to], deviation: 0.02, &random)
        all["\(layer).\(name).bias"] = .zeros([to])
      }
      for name in ["norm1", "norm2"] {
        all["\(layer).\(name).weight"] = .ones([width])
        all["\(layer).\(name).bias"] = .zeros([width])
      }
    }
    return all
  }()

  /// [steps, batch, places + 1]: stretches of a text of made-up words.
  private static let stretches: [[[Int]]] = {
    let text = Bench.madeUpText().map { Int($0) }
    var random = SeededRandom(seed: 4)
    return (0..<steps).map { _ in
      (0..<batch).map { _ in
        let first = Int(random.next(upperBound: UInt64(text.count - places)))
        return Array(text[first..<first + places + 1])
      }
    }
  }()

  /// The loss of a batch of stretches, in nats a byte.
  private static func loss(_ p: [String: Variable], _ batch: [[Int]]) -> Variable {
    let weights = NamedWeights(p)
    let input = batch.flatMap { $0.dropLast() }
    var x = weights["tokens"].gathered(input).reshaped([batch.count, places, width]) + weights["places"]
    for layer in 0..<layers {
      x = TransformerBlock(weights.part("\(layer)"), heads: heads)(x, mask: mask)
    }
    return weights.norm(x, "norm").reshaped([batch.count * places, width]).matmul(weights["head"])
      .crossEntropy(batch.flatMap { $0.dropFirst() })
  }

  private static let mask = Tensor.causalMask(places)

  /// Weights, batches, and our gradients of the first step, for the other side to compare.
  static func write(_ path: String) throws {
    let tape = Tape()
    let names = start.keys.sorted()
    let variables = start.mapValues(tape.variable)
    let gradients = tape.gradients(
      of: loss(variables, stretches[0]), for: names.map { NamedWeights(variables)[$0] })
    var all = start.map { WrittenTensor(name: "weight." + $0.key, $0.value.shape, $0.value.values) }
    for (name, gradient) in zip(names, gradients) {
      all.append(WrittenTensor(name: "gradient." + name, gradient.shape, gradient.values))
    }
    let numbers = stretches.joined().joined().map { Float($0) }
    all.append(WrittenTensor(name: "stretches", Shape([steps, batch, places + 1]), numbers))
    try Safetensors.write(all, to: path)
  }

  /// Trains from the start, again and again.
  static func run(_ path: String) throws {
    var losses: [Float] = []
    try Stopwatch(runs: 2, seconds: 2) {
      var training = Training(start, by: AdamW(decaysVectors: true), schedule, seed: 1)
      for step in 0..<steps {
        try training.run(until: step + 1) { (_, p, _) throws(Trouble) in loss(p, stretches[step]) }
      }
      losses = training.losses
    }.report([Double(losses[0]), Double(losses[steps - 1])])
  }
}
