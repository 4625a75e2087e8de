import Basics

/// Parameters on their way to a smaller loss: a value that can be held after any step, written down, and gone on with later.
///
///     var training = Training(parameters, by: AdamW(), Schedule(rate: 1e-3), seed: 1)
///     try training.run(until: 500, ticket) { tape, p, random in … }     // the loss of a batch drawn with `random`
///
/// The random numbers of a step follow from the seed and the step's number alone, so a training that was stopped and resumed ends
/// with the very numbers of one that was not.
package struct Training: Sendable {
  /// By name, as they stand.
  package private(set) var parameters: [String: Tensor]
  /// With what it remembers.
  package private(set) var optimizer: any Optimizer
  /// The sizes of the steps.
  package var schedule: Schedule
  /// What the random numbers of all steps follow from.
  package let seed: UInt64
  /// All gradients together are made no longer than this; nil leaves them.
  package var clipping: Float?
  /// By step done, the loss before it.
  package private(set) var losses: [Float] = []

  /// How many steps are done.
  package var step: Int { losses.count }

  /// What a step works out: from parameters on a tape, by name, one number. It may throw, for it may read.
  package typealias Loss = (_ tape: Tape, _ parameters: [String: Variable], _ random: inout SeededRandom)
    throws(Trouble) -> Variable

  /// A training that has not begun.
  package init(
    _ parameters: [String: Tensor], by optimizer: any Optimizer, _ schedule: Schedule, seed: UInt64,
    clipping: Float? = nil
  ) {
    (self.parameters, self.optimizer, self.schedule) = (parameters, optimizer, schedule)
    (self.seed, self.clipping) = (seed, clipping)
  }

  /// Goes on until `end` steps are done. Throws when the ticket is cancelled: what was done until then stays done.
  ///
  /// A loss that is not finite stops the training with `Trouble`, before it spoils the parameters.
  package mutating func run(until end: Int, _ ticket: Ticket = .open, loss: Loss) throws(Trouble) {
    while step < end {
      try ticket.step(Double(step) / Double(end))
      try advance(loss)
    }
  }

  private mutating func advance(_ loss: Loss) throws(Trouble) {
    let number = step + 1
    // The tape has gone when parameters are changed, so that they are changed where they stand.
    var (value, gradients) = try slopes(number, loss)
    guard value.isFinite else {
      throw Trouble(
        .limit, "the loss of step \(number) is not finite (\(value))",
        remedy: "Lower the rate, or clip the gradients")
    }
    if let clipping { _ = Clipping.clip(&gradients, to: clipping) }
    optimizer.better(&parameters, by: gradients, step: number, rate: schedule.rate(at: number))
    losses.append(value)
  }

  /// The loss, and by name how it changes with the parameters; none if it is not finite.
  private func slopes(_ number: Int, _ loss: Loss) throws(Trouble) -> (Float, [String: Tensor]) {
    var random = SeededRandom(seed: seed &+ UInt64(number) &* 0xD134_2543_DE82_EF95)
    let tape = Tape()
    let names = parameters.keys.sorted()
    var variables: [String: Variable] = [:]
    for name in names { variables[name] = parameters[name].map(tape.variable) }
    let result = try loss(tape, variables, &random)
    guard result.value.scalar.isFinite else { return (result.value.scalar, [:]) }
    let found = tape.gradients(of: result, for: names.compactMap { variables[$0] })
    return (result.value.scalar, Dictionary(uniqueKeysWithValues: zip(names, found)))
  }
}

/// Checkpoints: a training as named tensors, for whatever file holds such.
extension Training {
  /// `parameter.NAME`, `optimizer.KIND.NAME`, and `training.losses`.
  package var checkpoint: [String: Tensor] {
    var result = ["training.losses": Tensor(losses)]
    for (name, value) in parameters { result["parameter." + name] = value }
    for (name, value) in optimizer.memory { result["optimizer." + name] = value }
    return result
  }

  /// This training as it stood at a checkpoint. Throws when a parameter is missing, of another shape, or not known here.
  package func resumed(from checkpoint: [String: Tensor]) throws(Trouble) -> Training {
    var result = self
    guard let losses = checkpoint["training.losses"] else { throw Self.unfit("has no training.losses") }
    result.losses = losses.values
    result.optimizer.memory = [:]
    for (name, value) in checkpoint {
      if name.hasPrefix("parameter.") {
        let own = String(name.dropFirst("parameter.".count))
        guard let known = parameters[own] else {
          throw Self.unfit("has a parameter \(own), which the model has not")
        }
        guard known.shape == value.shape else {
          throw Self.unfit("has \(own) in the shape \(value.shape), where the model has \(known.shape)")
        }
        result.parameters[own] = value
      } else if name.hasPrefix("optimizer.") {
        try result.remember(String(name.dropFirst("optimizer.".count)), value)
      }
    }
    for name in parameters.keys.sorted() where checkpoint["parameter." + name] == nil {
      throw Self.unfit("has no parameter \(name)")
    }
    return result
  }

  private mutating func remember(_ name: String, _ value: Tensor) throws(Trouble) {
    let own = name.drop { $0 != "." }.dropFirst()
    guard let known = parameters[String(own)], known.shape == value.shape else {
      throw Self.unfit("remembers \(name) in the shape \(value.shape), which fits no parameter")
    }
    optimizer.memory[name] = value
  }

  private static func unfit(_ what: String) -> Trouble {
    Trouble(.input, "the checkpoint \(what)", remedy: "Resume the training that wrote it")
  }
}
