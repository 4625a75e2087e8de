import Basics
import Tensors

/// What training one pooling gave.
package struct TrainedPooling: Sendable, Equatable {
  package let shape: GlotShape
  /// By name.
  package let parameters: [String: Tensor]
  /// By step, the mean loss of the steps around it, nats.
  package let losses: [Float]
  /// The share of held sentences that were told right.
  package let accuracy: Double

  package static func == (a: TrainedPooling, b: TrainedPooling) -> Bool {
    a.shape == b.shape && a.losses == b.losses && a.accuracy == b.accuracy
  }

  /// How much of each token is in a sentence, tokens in order; and the class that it is told to be.
  package func read(_ sentence: GlotSentence) -> (weights: [Float], logits: [Float]) {
    let tape = Tape()
    let output = GlotNetwork(shape, parameters.mapValues(tape.constant))(GlotBatch([sentence]), on: tape)
    return (output.weights.value.values, output.logits.value.values)
  }
}

/// The training of a pooling with its head on frozen vectors. Adam, as the authors have it.
package struct GlotTraining: Sendable {
  package var shape: GlotShape
  package var rate: Float = 3e-3
  package var epochs = 6
  package var batch = 32
  package var seed: UInt64 = 1

  package init(_ shape: GlotShape, seed: UInt64) { (self.shape, self.seed) = (shape, seed) }

  /// How many steps there are for so many sentences.
  package func steps(_ sentences: Int) -> Int { epochs * ((sentences + batch - 1) / batch) }

  /// Trains on `training`, tells the classes of `held`, and hands over the losses so far now and then. Every epoch has the sentences in an order
  /// of its own. The ticket goes from one end of `progress` to the other. Throws when cancelled.
  package func train(
    on training: [GlotSentence], held: [GlotSentence], progress: ClosedRange<Double> = 0...1,
    _ ticket: Ticket, _ follow: ([Float]) -> Void
  ) throws(Trouble) -> TrainedPooling {
    let (training, held) = (ready(training), ready(held))
    let end = steps(training.count)
    var state = Training(
      shape.parameters(seed: seed), by: AdamW(decay: 0), Schedule(rate: rate), seed: seed)
    let order = order(training.count)
    for step in 0..<end {
      let done = Double(step) / Double(end)
      try ticket.step(progress.lowerBound + done * (progress.upperBound - progress.lowerBound))
      let part = GlotBatch(order[step * batch..<(step + 1) * batch].map { training[$0] })
      try state.run(until: step + 1) { tape, parameters, _ in
        GlotNetwork(shape, parameters)(part, on: tape).logits.crossEntropy(part.labels)
      }
      if step % 16 == 15 { follow(Self.smoothed(state.losses)) }
    }
    let accuracy = try accuracy(state.parameters, held, ticket)
    return TrainedPooling(
      shape: shape, parameters: state.parameters, losses: Self.smoothed(state.losses), accuracy: accuracy)
  }

  /// What does not change while it is trained is worked out once: where a pooling learns nothing a sentence is one vector, and any pooling of one
  /// vector is that vector.
  private func ready(_ sentences: [GlotSentence]) -> [GlotSentence] {
    if shape.pooling == .glot || shape.pooling == .adaptive { return sentences }
    return sentences.map { sentence in
      let pooled = FixedPooling(GlotBatch([sentence])).pooled(shape.pooling)
      return GlotSentence(rows: pooled, threshold: nil, label: sentence.label)
    }
  }

  /// The sentences of all epochs one behind the other, whole batches but for the last of each.
  private func order(_ count: Int) -> [Int] {
    var random = SeededRandom(seed: seed ^ 0x0DE2)
    return (0..<epochs).flatMap { _ in
      let shuffled = (0..<count).shuffled(using: &random)
      // A short last batch is filled from the front, so that steps and batches keep together.
      return (0..<(count + batch - 1) / batch * batch).map { shuffled[$0 % count] }
    }
  }

  private func accuracy(
    _ parameters: [String: Tensor], _ held: [GlotSentence], _ ticket: Ticket
  ) throws(Trouble) -> Double {
    var right = 0
    for start in stride(from: 0, to: held.count, by: batch) {
      try ticket.step(ticket.fraction)
      let part = GlotBatch(Array(held[start..<min(held.count, start + batch)]))
      let tape = Tape()
      let logits = GlotNetwork(shape, parameters.mapValues(tape.constant))(part, on: tape).logits.value
      right += zip(logits.largest(), part.labels).count { $0 == $1 }
    }
    return Double(right) / Double(max(1, held.count))
  }

  /// Losses as means of the last sixteen, so that a curve shows a direction.
  static func smoothed(_ losses: [Float]) -> [Float] {
    losses.indices.map { step in
      let part = losses[max(0, step - 15)...step]
      return part.reduce(0, +) / Float(part.count)
    }
  }
}
