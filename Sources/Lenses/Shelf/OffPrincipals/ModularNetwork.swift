import Basics
import Tensors

/// A network that adds two numbers modulo 13 and has two spellings of every answer.
///
/// Inputs are two one-hot vectors, 26 numbers in all, outputs 26 classes of which c and c + 13 both mean c; 26-96-96-26 with ReLU, 14,330
/// parameters. Matrices are [inputs, outputs].
enum ModularNetwork {
  static let modulus = 13
  static let classes = 2 * modulus
  private static let widths = [2 * modulus, 96, 96, classes]
  private static let names = ["1 first", "2 hidden", "3 output"]

  /// Every pair of numbers, one a row: [169, 26].
  static let prompts = Tensor.concatenated(
    [
      .oneHot((0..<modulus * modulus).map { $0 / modulus }, width: modulus),
      .oneHot((0..<modulus * modulus).map { $0 % modulus }, width: modulus),
    ], axis: 1)

  /// By prompt, the sum modulo 13.
  static let answers = (0..<modulus * modulus).map { ($0 / modulus + $0 % modulus) % modulus }

  /// Weights from a normal distribution of variance 2 / inputs, biases nought. He, Zhang, Ren and Sun, "Delving Deep into Rectifiers" (2015),
  /// arXiv 1502.01852.
  static func begun(_ random: inout SeededRandom) -> [String: Tensor] {
    var parameters: [String: Tensor] = [:]
    for (index, name) in names.enumerated() {
      let (width, next) = (widths[index], widths[index + 1])
      let deviation = (2 / Float(width)).squareRoot()
      parameters[name] = .normal([width, next], deviation: deviation, &random)
      parameters[name + " bias"] = .zeros([next])
    }
    return parameters
  }

  /// Logits [prompts.count, 26] of some prompts.
  static func logits(_ prompts: [Int], _ tape: Tape, _ parameters: [String: Variable]) -> Variable {
    var layer = tape.constant(Self.prompts.gathered(prompts))
    for (index, name) in names.enumerated() {
      guard let weight = parameters[name], let bias = parameters[name + " bias"] else {
        preconditionFailure("the network has a layer \(name)")
      }
      layer = layer.matmul(weight) + bias
      if index + 1 < names.count { layer = layer.relu() }
    }
    return layer
  }

  /// Logarithms of the probabilities of all answers to all prompts, [169, 26].
  static func logProbabilities(_ parameters: [String: Tensor]) -> Tensor {
    let tape = Tape()
    return logits(Array(answers.indices), tape, parameters.mapValues(tape.constant)).value.logSoftmax()
  }

  /// The network as it is stored in bfloat16.
  static func stored(_ parameters: [String: Tensor]) -> [String: Tensor] {
    parameters.mapValues { Tensor($0.values.map(BFloat16.rounded), $0.shape) }
  }
}

/// How a network answers, over all prompts.
struct ModularAnswers: Sendable, Equatable {
  /// The probability of either spelling of the right answer, 0…1.
  var right: Double
  /// The probability of the second spelling, whatever the answer, 0…1.
  var secondSpelling: Double
  /// KL(this || base) in nats, the mean of all prompts.
  var divergence: Double

  init(_ parameters: [String: Tensor], base: [String: Tensor]) {
    let own = ModularNetwork.logProbabilities(parameters)
    let other = ModularNetwork.logProbabilities(base)
    let p = own.map(.exp)
    let count = Double(ModularNetwork.answers.count)
    let rows = p.rowLists
    right =
      zip(rows, ModularNetwork.answers).reduce(0) {
        $0 + Double($1.0[$1.1] + $1.0[$1.1 + ModularNetwork.modulus])
      }
      / count
    secondSpelling =
      rows.reduce(0) { $0 + Double($1[ModularNetwork.modulus...].reduce(0, +)) } / count
    divergence = Double((p * (own - other)).sum().scalar) / count
  }
}
