import Basics
import Documents
import Tokens

/// Learning from the text, held after any merge and gone on with later.
extension Runner {
  /// How much of a text is learned from, and how large a vocabulary may get.
  private static let textLimit = 4 << 20
  private static let sizeLimit = 50_000
  private static let runnersUp = 12

  /// Learns until the request has its steps, and hands them out as they come.
  func train(_ request: TrainRequest, _ ticket: Ticket) async throws(Trouble) {
    if training?.number != request.number {
      training = (request.number, try await Self.begin(request, ticket))
    }
    while let now = training?.training, training?.number == request.number {
      let made = now.learned.merges.count
      if made >= request.wanted { return }
      let (next, steps, isComplete) = try await Self.learn(now, request.wanted - made, ticket)
      guard training?.number == request.number else { return }
      training = (request.number, next)
      answer(.trained(steps, isComplete: isComplete, number: request.number))
      if isComplete { return }
    }
  }

  @concurrent
  private static func begin(
    _ request: TrainRequest, _ ticket: Ticket
  ) async throws(Trouble) -> BytePairTraining {
    let bytes = request.text[0..<min(request.text.count, textLimit)]
    let words = try WordCounts([bytes], WordSource(request.settings.splitter), ticket)
    let trainer = BytePairTrainer(
      vocabularySize: sizeLimit, minimumFrequency: request.settings.minimumFrequency)
    return try BytePairTraining(trainer, words, ticket)
  }

  /// Some steps more, for about a thirtieth of a second.
  @concurrent
  private static func learn(
    _ training: BytePairTraining, _ count: Int, _ ticket: Ticket
  ) async throws(Trouble) -> (BytePairTraining, [TrainingStep], isComplete: Bool) {
    var training = training
    var steps: [TrainingStep] = []
    let end = ContinuousClock.now + .milliseconds(33)
    while steps.count < count, ContinuousClock.now < end {
      guard let step = try training.next(runnersUp: runnersUp, ticket) else { return (training, steps, true) }
      steps.append(step)
    }
    return (training, steps, false)
  }
}
