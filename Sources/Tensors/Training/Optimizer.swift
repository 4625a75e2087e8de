import CLanes
import Glibc

/// A way to better parameters by their gradients.
package protocol Optimizer: Sendable {
  /// What it remembers of each parameter, by `kind.name`, for checkpoints.
  var memory: [String: Tensor] { get set }
  /// Changes every parameter that has a gradient; `step` counts from 1, `rate` is the size of the step.
  mutating func better(
    _ parameters: inout [String: Tensor], by gradients: [String: Tensor], step: Int, rate: Float)
}

/// Steps against the gradient, with momentum. As PyTorch's SGD: speed = momentum · speed + gradient.
package struct SGD: Optimizer {
  /// The share of the speed that is kept, 0…1.
  package var momentum: Float
  /// How much of a parameter is added to its gradient.
  package var decay: Float
  /// What is remembered of each parameter, by `kind.name`.
  package var memory: [String: Tensor] = [:]

  /// Without momentum it is plain descent.
  package init(momentum: Float = 0, decay: Float = 0) { (self.momentum, self.decay) = (momentum, decay) }

  /// Changes every parameter that has a gradient.
  package mutating func better(
    _ parameters: inout [String: Tensor], by gradients: [String: Tensor], step: Int, rate: Float
  ) {
    for (name, gradient) in gradients {
      guard let parameter = parameters[name] else { continue }
      var slope = decay == 0 ? gradient : gradient + parameter * decay
      if momentum != 0 {
        slope = memory["speed." + name].map { $0 * momentum + slope } ?? slope
        memory["speed." + name] = slope
      }
      parameters[name] = parameter - slope * rate
    }
  }
}

/// Adam with decay apart from the gradient.
///
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019), arXiv 1711.05101, algorithm 2, with PyTorch's places of rate and epsilon:
/// p ← p (1 - rate · decay) - rate · m̂ / (√v̂ + epsilon). Decay is kept from parameters of one axis (biases and norms), as is the habit.
package struct AdamW: Optimizer {
  /// The share of the mean gradient that is kept, 0…1.
  package var firstRate: Float = 0.9
  /// The share of the mean square that is kept, 0…1.
  package var secondRate: Float = 0.999
  /// Added to the root of the mean square.
  package var epsilon: Float = 1e-8
  /// The share of a parameter, times the rate, that is taken off each step.
  package var decay: Float = 0.01
  /// Whether parameters of one axis decay too, as PyTorch does unless told.
  package var decaysVectors = false
  /// What is remembered of each parameter, by `kind.name`.
  package var memory: [String: Tensor] = [:]

  /// With the rates of the paper.
  package init(decay: Float = 0.01, decaysVectors: Bool = false) {
    (self.decay, self.decaysVectors) = (decay, decaysVectors)
  }

  /// Changes every parameter that has a gradient.
  package mutating func better(
    _ parameters: inout [String: Tensor], by gradients: [String: Tensor], step: Int, rate: Float
  ) {
    for (name, gradient) in gradients {
      // Taken out of the dictionaries, their arrays belong to nobody else and are changed where they stand.
      guard let parameter = parameters.removeValue(forKey: name) else { continue }
      let kept = parameter.rank > 1 || decaysVectors ? 1 - rate * decay : 1
      let shape = parameter.shape
      var p = parameter.values
      var m = memory.removeValue(forKey: "first." + name)?.values ?? Array(repeating: 0, count: p.count)
      var v = memory.removeValue(forKey: "second." + name)?.values ?? Array(repeating: 0, count: p.count)
      move(&p, &m, &v, gradient.values, step, rate, kept)
      parameters[name] = Tensor(p, shape)
      memory["first." + name] = Tensor(m, shape)
      memory["second." + name] = Tensor(v, shape)
    }
  }

  private func move(
    _ p: inout [Float], _ m: inout [Float], _ v: inout [Float], _ g: [Float], _ step: Int, _ rate: Float,
    _ kept: Float
  ) {
    precondition(m.count == p.count && v.count == p.count && g.count == p.count, "one gradient a number")
    let how = cl_adam(
      first_rate: firstRate, second_rate: secondRate, kept: kept,
      first: rate / (1 - powf(firstRate, Float(step))),
      second: (1 - powf(secondRate, Float(step))).squareRoot(), epsilon: epsilon)
    // All four have the length that is handed over.
    unsafe cl_adam(how, &p, &m, &v, g, p.count)
  }
}

/// How large steps are, by their number.
package struct Schedule: Sendable, Equatable {
  /// The largest.
  package var rate: Float
  /// Over how many steps the rate grows to it in a straight line.
  package var warmup = 0
  /// At which step the cosine has brought it down to `floor` of the largest; nil keeps it.
  package var end: Int?
  /// The share of the largest rate that is left at the end, 0…1.
  package var floor: Float = 0.1

  /// A rate that is kept, unless `end` is told.
  package init(rate: Float, warmup: Int = 0, end: Int? = nil, floor: Float = 0.1) {
    (self.rate, self.warmup, self.end, self.floor) = (rate, warmup, end, floor)
  }

  /// The rate of a step, counted from 1. Loshchilov and Hutter, "SGDR" (2017), arXiv 1608.03983, one period.
  package func rate(at step: Int) -> Float {
    if step < warmup { return rate * Float(step) / Float(warmup) }
    guard let end, end > warmup else { return rate }
    let share = min(1, Float(step - warmup) / Float(end - warmup))
    return rate * (floor + (1 - floor) * 0.5 * (1 + cosf(.pi * share)))
  }
}

/// Gradients held to a length.
package enum Clipping {
  /// All gradients together made no longer than `limit`; their length before comes back.
  /// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013), arXiv 1211.5063.
  package static func clip(_ gradients: inout [String: Tensor], to limit: Float) -> Float {
    // In the order of their names, so that the sum is rounded alike in every run.
    let squares = gradients.sorted { $0.key < $1.key }
      .reduce(0.0) { $0 + Double($1.value.map(.square).sum().scalar) }
    let length = Float(squares.squareRoot())
    if length > limit {
      for name in gradients.keys { gradients[name] = gradients[name].map { $0 * (limit / length) } }
    }
    return length
  }
}
