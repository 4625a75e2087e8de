import Basics
import Lab
import Tensors

/// A micro model that makes one vector of a document: word vectors, one attention block, the mean; the head is the word vectors again.
package struct MicroEmbedder: Sendable {
  /// `words` [vocabulary, width], and the matrices of the block.
  package let parameters: [String: Tensor]
  /// By step, the divergence of prediction from target, nats, mean of the steps around it.
  package let losses: [Float]

  /// Numbers of a vector.
  static let width = 48

  /// As it is before the first step.
  package static func start(vocabulary: Int, seed: UInt64) -> MicroEmbedder {
    var random = SeededRandom(seed: seed)
    var parameters = AttentionBlock<Variable>.parameters(width: width, &random)
    parameters["words"] = .normal([vocabulary, width], deviation: 0.1, &random)
    return MicroEmbedder(parameters: parameters, losses: [])
  }

  /// The head, [vocabulary, width].
  package var head: Tensor { parameters["words"] ?? .zeros([0, Self.width]) }

  /// The vectors of documents of one length, [documents, width].
  package func embed(_ documents: [[Int]]) -> Tensor {
    let tape = Tape()
    let parts = stride(from: 0, to: documents.count, by: 64).map { start in
      Self.embed(
        Array(documents[start..<min(documents.count, start + 64)]), parameters.mapValues(tape.constant)
      )
      .value
    }
    return parts.isEmpty ? .zeros([0, Self.width]) : .concatenated(parts)
  }

  private static func embed(_ documents: [[Int]], _ parameters: [String: Variable]) -> Variable {
    guard let words = parameters["words"], let length = documents.first?.count else {
      preconditionFailure("a batch has documents")
    }
    let x = words.gathered(documents.flatMap { $0 }).reshaped([documents.count, length, width])
    return AttentionBlock(parameters).pooled(x)
  }

  /// Goes on from here for so many steps of 64 documents, towards `targets`, one a document. Adam, rate 0.002. The losses so far are handed over
  /// now and then, with the model as it then is. The ticket goes from one end of `progress` to the other. Throws when cancelled.
  package func trained(
    on documents: [[Int]], targets: [[Int: Float]], steps: Int, seed: UInt64,
    progress: ClosedRange<Double> = 0...1, _ ticket: Ticket, _ follow: (MicroEmbedder) -> Void = { _ in }
  ) throws(Trouble) -> MicroEmbedder {
    precondition(documents.count == targets.count && !documents.isEmpty, "every document has a target")
    var state = Training(parameters, by: AdamW(decay: 0), Schedule(rate: 2e-3), seed: seed)
    let vocabulary = head.size(0)
    let entropies = targets.map { TargetLoss($0, logits: .zeros([vocabulary])).entropy }
    var losses = self.losses
    for step in 0..<steps {
      let done = Double(step) / Double(steps)
      try ticket.step(progress.lowerBound + done * (progress.upperBound - progress.lowerBound))
      var entropy = 0.0
      try state.run(until: step + 1) { _, parameters, random in
        let chosen = (0..<64).map { _ in Int(random.next() % UInt64(documents.count)) }
        entropy = chosen.reduce(0) { $0 + entropies[$1] } / 64
        let pooled = Self.embed(chosen.map { documents[$0] }, parameters)
        guard let words = parameters["words"] else { return pooled.sum() }
        let target = Self.dense(chosen.map { targets[$0] }, vocabulary)
        return -(pooled.matmul(words.transposed()).logSoftmax() * target).sum() / 64
      }
      losses.append((state.losses.last ?? 0) - Float(entropy))
      if step % 20 == 19 { follow(MicroEmbedder(parameters: state.parameters, losses: losses)) }
    }
    return MicroEmbedder(parameters: state.parameters, losses: losses)
  }

  private static func dense(_ targets: [[Int: Float]], _ vocabulary: Int) -> Tensor {
    var values = [Float](repeating: 0, count: targets.count * vocabulary)
    for (row, target) in targets.enumerated() {
      for (token, share) in target { values[row * vocabulary + token] = share }
    }
    return Tensor(values, [targets.count, vocabulary])
  }
}
