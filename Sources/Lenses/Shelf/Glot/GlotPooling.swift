import Basics
import Tensors

/// How the vectors of a sentence become one.
package enum GlotPooling: String, Sendable, CaseIterable {
  case glot
  case adaptive = "adapool"
  case mean
  case max
  /// The place of [CLS].
  case first
  /// What is taken of decoders.
  case last

  /// What a person reads.
  package var title: String {
    switch self {
    case .glot: "GLOT"
    case .adaptive: "AdaPool"
    case .mean: "mean"
    case .max: "max"
    case .first: "first token"
    case .last: "last token"
    }
  }
}

/// The shape of a pooling and its head.
package struct GlotShape: Sendable, Hashable {
  /// How the results of the layers come together behind the vectors that went in.
  package enum Jump: String, Sendable, CaseIterable {
    /// [x, h¹ … hᴷ].
    case joined
    /// The largest of h¹ … hᴷ, number by number; x is left out.
    case max
    /// Their mean; x is left out.
    case mean
  }

  package var pooling: GlotPooling
  /// Numbers of a token vector.
  package var width: Int
  package var hidden = 32
  /// Graph layers, K.
  package var layers = 2
  package var jump = Jump.joined
  /// Rows of W₁; nil for max(128, D / 2).
  package var readout: Int?
  package var classes = 2

  package init(_ pooling: GlotPooling, width: Int) { (self.pooling, self.width) = (pooling, width) }

  /// D, the numbers of a token before the read-out, which are those of the sentence after it.
  package var pooled: Int {
    guard pooling == .glot, layers > 0 else { return width }
    return jump == .joined ? width + layers * hidden : hidden
  }

  /// Parameters by name, as they are before the first step.
  package func parameters(seed: UInt64) -> [String: Tensor] {
    var random = SeededRandom(seed: seed)
    func drawn(_ sizes: [Int]) -> Tensor {
      let reach = (6 / Float(sizes.reduce(0, +))).squareRoot()
      return .uniform(sizes, in: -reach..<reach, &random)
    }
    var result = ["head.weight": drawn([pooled, classes]), "head.bias": .zeros([classes])]
    if pooling == .glot {
      for layer in 0..<layers {
        let input = layer == 0 ? width : hidden
        result["layer\(layer).weight"] = drawn([input, hidden])
        for name in ["source", "target", "edge", "attribute"] {
          result["layer\(layer).\(name)"] = drawn([hidden, 1])
        }
        result["layer\(layer).bias"] = .zeros([hidden])
      }
    }
    if pooling == .glot || pooling == .adaptive {
      let rows = readout ?? Swift.max(128, pooled / 2)
      result["readout.weight"] = drawn([pooled, rows])
      result["readout.bias"] = .zeros([rows])
      result["readout.score"] = drawn([rows, 1])
    }
    return result
  }

  /// How many numbers are trained.
  package var parameterCount: Int { parameters(seed: 1).values.reduce(0) { $0 + $1.count } }
}
