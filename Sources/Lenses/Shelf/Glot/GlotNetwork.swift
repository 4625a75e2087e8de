import Tensors

/// GLOT over one batch: graph layers, jumping knowledge, read-out, head; and the poolings it is compared with.
///
/// Mantri, Schönlieb, Lähner and Eliasof, "Towards Improved Sentence Representations using Token Graphs", ICLR 2026, arXiv 2603.03389.
/// The layer is that of Veličković et al., "Graph Attention Networks" (2018), arXiv 1710.10903, with one head:
///
///     u_i = x_i W      e_ij = leakyReLU(source · u_j + target · u_i + attribute · edge)      α_i = softmax over j in N(i) + {i}
///     h_i = ReLU(Σ_j α_ij u_j + bias)
///
/// Every edge has the attribute 1, and so has the loop of a node to itself, the mean of its edges; a node without edges has only the loop, whose
/// α is 1 whatever it has. The read-out scores each token, w₂ · tanh(W₁ u_i + b₁), and a softmax over the tokens of the sentence makes
/// weights π of the scores; the sentence is Σ π_i u_i.
package struct GlotNetwork {
  /// What comes out.
  package struct Output {
    /// By layer, who looks at whom: [sentences, places, places], rows that sum to one.
    package var attention: [Variable] = []
    /// By layer, what comes out: [sentences, places, hidden].
    package var layers: [Variable] = []
    /// Scores before the softmax, [sentences, places]; nil where nothing is scored.
    package var scores: Variable?
    /// How much of each token is in the sentence: [sentences, places], rows that sum to one.
    package var weights: Variable
    /// The sentences, [sentences, D].
    package var pooled: Variable
    /// [sentences, classes].
    package var logits: Variable
  }

  private let shape: GlotShape
  private let parameters: [String: Variable]
  /// Below nought a score is multiplied by this.
  static let slope: Float = 0.2

  package init(_ shape: GlotShape, _ parameters: [String: Variable]) {
    (self.shape, self.parameters) = (shape, parameters)
  }

  private func parameter(_ name: String) -> Variable {
    guard let parameter = parameters[name] else { preconditionFailure("the network has \(name)") }
    return parameter
  }

  /// The output for a batch; nothing flows back to its vectors or edges.
  package func callAsFunction(_ batch: GlotBatch, on tape: Tape) -> Output {
    let x = tape.constant(batch.rows)
    var (features, attention, layers): (Variable, [Variable], [Variable]) = (x, [], [])
    if shape.pooling == .glot, shape.layers > 0 {
      for layer in 0..<shape.layers {
        let (h, alpha) = graphLayer(layer, layers.last ?? x, batch.looking)
        layers.append(h)
        attention.append(alpha)
      }
      features = jumped(x, layers)
    }
    let (weights, pooled, scores) = readOut(features, batch)
    let logits = pooled.matmul(parameter("head.weight")) + parameter("head.bias")
    return Output(
      attention: attention, layers: layers, scores: scores, weights: weights, pooled: pooled, logits: logits)
  }

  private func graphLayer(_ layer: Int, _ x: Variable, _ looking: Tensor) -> (h: Variable, alpha: Variable) {
    func own(_ name: String) -> Variable { parameter("layer\(layer).\(name)") }
    let u = x.matmul(own("weight"))
    let edge = (own("attribute") * own("edge")).sum()
    let sources = u.matmul(own("source")).transposed()
    let scores = sources + (u.matmul(own("target")) + edge)
    // A leaky ReLU is a mean of x and |x| with weights.
    let leaky = scores * ((1 + Self.slope) / 2) + scores.absolute() * ((1 - Self.slope) / 2)
    let alpha = (leaky + looking).softmax()
    return ((alpha.matmul(u) + own("bias")).relu(), alpha)
  }

  private func jumped(_ x: Variable, _ layers: [Variable]) -> Variable {
    switch shape.jump {
    case .joined: .concatenated([x] + layers, axis: -1)
    case .max: layers.dropFirst().reduce(layers[0]) { $0.maximum($1) }
    case .mean: layers.dropFirst().reduce(layers[0]) { $0 + $1 } / Float(layers.count)
    }
  }

  private func readOut(_ u: Variable, _ batch: GlotBatch) -> (Variable, Variable, Variable?) {
    guard shape.pooling == .glot || shape.pooling == .adaptive else {
      let (weights, pooled) = fixed(u, batch)
      return (weights, pooled, nil)
    }
    let sizes = u.value.shape.sizes
    let inner = (u.matmul(parameter("readout.weight")) + parameter("readout.bias")).tanh()
    let scores = inner.matmul(parameter("readout.score")).reshaped([sizes[0], sizes[1]])
    let weights = (scores + batch.ends).softmax()
    return (weights, sum(u, weights), scores)
  }

  private func sum(_ u: Variable, _ weights: Variable) -> Variable {
    let sizes = u.value.shape.sizes
    return weights.reshaped([sizes[0], 1, sizes[1]]).matmul(u).reshaped([sizes[0], sizes[2]])
  }

  /// Poolings that learn nothing. The weight of a token in the largest is the share of numbers in which it has the largest.
  private func fixed(_ u: Variable, _ batch: GlotBatch) -> (Variable, Variable) {
    let fixed = FixedPooling(batch)
    return (u.tape.constant(fixed.weights(shape.pooling)), u.tape.constant(fixed.pooled(shape.pooling)))
  }
}

/// Poolings of a batch that learn nothing.
struct FixedPooling {
  private let batch: GlotBatch

  init(_ batch: GlotBatch) { self.batch = batch }

  private var counts: Tensor { batch.mask.sum(over: [1], keeping: true) }

  /// The largest numbers, [sentences, width], and the places where they stand.
  var largest: (values: Tensor, places: [[Int]]) {
    let masked = (batch.rows + batch.ends.expanded(-1)).transposed().packed()
    let places = masked.largest()
    let width = masked.size(1)
    let rows = (0..<masked.size(0)).map { Array(places[$0 * width..<($0 + 1) * width]) }
    return (masked.maximum(over: [-1]), rows)
  }

  /// The sentences, [sentences, width].
  func pooled(_ pooling: GlotPooling) -> Tensor {
    if pooling == .max { return largest.values }
    return weights(pooling).expanded(1).matmul(batch.rows).reshaped([batch.rows.size(0), batch.rows.size(2)])
  }

  /// How much of each token is in the sentence: [sentences, places].
  func weights(_ pooling: GlotPooling) -> Tensor {
    let (count, places) = (batch.mask.size(0), batch.mask.size(1))
    switch pooling {
    case .first: return .oneHot(Array(repeating: 0, count: count), width: places)
    case .last: return .oneHot(counts.values.map { Int($0) - 1 }, width: places)
    case .max:
      var weights = [Float](repeating: 0, count: count * places)
      for (sentence, row) in largest.places.enumerated() {
        for place in row { weights[sentence * places + place] += 1 / Float(row.count) }
      }
      return Tensor(weights, [count, places])
    default: return batch.mask / counts
    }
  }
}
