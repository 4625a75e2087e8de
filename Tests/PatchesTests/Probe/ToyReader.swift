import Basics
import Patches
import Tensors

/// A causal reader of two heads with weights by chance, small and plain: what plans are tried on.
struct ToyReader {
  static let (width, heads) = (8, 2)
  private let layers: [[Tensor]]
  private let places: Tensor

  init(layers: Int = 3, seed: UInt64 = 5) {
    var random = SeededRandom(seed: seed)
    self.layers = (0..<layers).map { _ in
      (0..<6).map { _ in Tensor.normal([Self.width, Self.width], deviation: 0.4, &random) }
    }
    places = Tensor.normal([40, Self.width], &random)
  }

  /// What a reading leaves behind.
  struct Reading {
    var states: [Tensor]
    var sequence: ReadingSequence
    /// By layer, after the plan's cuts.
    var weights: [Tensor]
    var reports: [ReductionReport] = []
  }

  func read(
    _ before: Tensor, _ visual: Tensor, _ after: Tensor, _ plan: ReadingPlan = .everything
  ) -> Reading {
    var sequence = ReadingSequence(before: before, visual: visual, after: after, plan: plan)
    var reading = Reading(states: [sequence.hidden], sequence: sequence, weights: [])
    for (index, layer) in layers.enumerated() {
      sequence.arrive(at: index)
      if let stage = plan.stage(before: index) {
        let (weights, keys) = attention(sequence, layer)
        reading.reports.append(sequence.reduce(stage, weights: weights, keys: keys).report)
      }
      let weights = sequence.cut(attention(sequence, layer).weights, in: index)
      let mixed = merged(weights.matmul(split(sequence.hidden.matmul(layer[2])))).matmul(layer[3])
      sequence.hidden = sequence.hidden + sequence.silence(mixed, at: Sublayer(index, .attention))
      let moved = sequence.hidden.matmul(layer[4]).map(.tanh).matmul(layer[5])
      sequence.hidden = sequence.hidden + sequence.silence(moved, at: Sublayer(index, .network))
      reading.states.append(sequence.hidden)
      reading.weights.append(weights)
    }
    reading.sequence = sequence
    return reading
  }

  private func attention(_ sequence: ReadingSequence, _ layer: [Tensor]) -> (weights: Tensor, keys: Tensor) {
    let placed = sequence.hidden + places.gathered(sequence.positions)
    let (queries, keys) = (split(placed.matmul(layer[0])), split(placed.matmul(layer[1])))
    let scores = queries.matmul(keys.transposed()) / 2
    return (scores.softmax(mask: .causalMask(sequence.count)), keys)
  }

  /// [heads, count, width of a head].
  private func split(_ x: Tensor) -> Tensor {
    x.reshaped([x.size(0), Self.heads, -1]).transposed(0, 1)
  }

  private func merged(_ x: Tensor) -> Tensor { x.transposed(0, 1).reshaped([x.size(1), -1]) }
}
