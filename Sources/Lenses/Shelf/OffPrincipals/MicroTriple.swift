import Basics
import Tensors

/// One network before, and after two kinds of training: on answers of a teacher, and on rewards for its own.
struct MicroTriple: Sendable {
  /// A network as stored in bfloat16, and how it answers.
  struct Arm: Sendable {
    var name: String
    var parameters: [String: Tensor]
    var steps: Int
    var answers: ModularAnswers
  }

  var base: Arm
  /// The teacher's and then the reward's, when it is there.
  var arms: [Arm]

  /// All that both trainings depend on.
  struct Key: Hashable {
    var seed: UInt64
    var rate: Float
    var steps: Int
    /// Whether on rewards.
    var isRewarded: Bool
  }

  static let names = ["SFT", "RL"]
  static let baseSteps = 1500

  // MARK: - Trainings

  /// The base: half of its lessons wrong, so that there is something to learn. Adam, rate 0.002, batches of 64, 45 % random labels.
  static func begun(seed: UInt64, _ ticket: Ticket) throws(Trouble) -> [String: Tensor] {
    var random = SeededRandom(seed: seed)
    let training = Training(
      ModularNetwork.begun(&random), by: AdamW(decay: 0), Schedule(rate: 2e-3), seed: seed &+ 1)
    return try run(training, baseSteps, ticket.part(0..<0.6)) { (tape, parameters, random) throws(Trouble) in
      let prompts = drawn(64, &random)
      let labels = prompts.map { prompt in
        random.unit() < 0.45
          ? Int(random.next() % UInt64(ModularNetwork.modulus)) : ModularNetwork.answers[prompt]
      }
      return ModularNetwork.logits(prompts, tape, parameters).crossEntropy(labels)
    }
  }

  /// Trained on from a base: by cross-entropy on right answers in the second spelling, or by policy gradients.
  static func trained(
    _ key: Key, from base: [String: Tensor], _ ticket: Ticket
  ) throws(Trouble) -> [String: Tensor] {
    let training = Training(
      base, by: AdamW(decay: 0), Schedule(rate: key.rate), seed: key.seed &+ (key.isRewarded ? 3 : 2))
    let share = key.isRewarded ? 0.7..<0.85 : 0.6..<0.7
    return try run(training, key.steps, ticket.part(share)) { (tape, parameters, random) throws(Trouble) in
      if key.isRewarded { return rewardLoss(tape, parameters, &random) }
      let prompts = drawn(64, &random)
      let labels = prompts.map { ModularNetwork.answers[$0] + ModularNetwork.modulus }
      return ModularNetwork.logits(prompts, tape, parameters).crossEntropy(labels)
    }
  }

  /// 32 prompts, 8 answers drawn for each, reward 1 where the answer modulo 13 is right; the advantage is the reward less the mean of its
  /// prompt, by their deviation; the loss the mean of -advantage · log p. Shao et al., "DeepSeekMath" (2024), arXiv 2402.03300, without clipping.
  private static func rewardLoss(
    _ tape: Tape, _ parameters: [String: Variable], _ random: inout SeededRandom
  ) -> Variable {
    let (promptCount, sampleCount) = (32, 8)
    let prompts = drawn(promptCount, &random).flatMap { Array(repeating: $0, count: sampleCount) }
    let logits = ModularNetwork.logits(prompts, tape, parameters)
    let answers = logits.value.sampled(&random)
    let rewards = zip(prompts, answers).map { prompt, answer -> Float in
      answer % ModularNetwork.modulus == ModularNetwork.answers[prompt] ? 1 : 0
    }
    let table = Tensor(rewards, [promptCount, sampleCount])
    let mean = table.mean(over: [1], keeping: true)
    let deviation = table.variance(over: [1], keeping: true).map(.squareRoot)
    let advantages = ((table - mean) / (deviation + 1e-6)).reshaped([-1])
    return -(logits.logSoftmax().picked(answers) * advantages).mean()
  }

  private static func drawn(_ count: Int, _ random: inout SeededRandom) -> [Int] {
    (0..<count).map { _ in Int(random.next() % UInt64(ModularNetwork.answers.count)) }
  }

  private static func run(
    _ training: Training, _ steps: Int, _ ticket: Ticket, loss: Training.Loss
  ) throws(Trouble) -> [String: Tensor] {
    var training = training
    try training.run(until: steps, ticket, loss: loss)
    return training.parameters
  }
}

extension MicroTriple {
  /// Both arms of a key; what was trained before comes from memory.
  static func made(
    _ key: Key, _ memory: LensMemory, _ ticket: Ticket
  ) async throws(Trouble) -> MicroTriple {
    struct BaseKey: Hashable { var seed: UInt64 }
    let base = try await memory.value(for: BaseKey(seed: key.seed)) { () throws(Trouble) in
      try begun(seed: key.seed, ticket)
    }
    let stored = ModularNetwork.stored(base)
    var arms: [Arm] = []
    for (index, name) in names.enumerated() {
      var own = key
      own.isRewarded = index == 1
      let parameters = try await memory.value(for: own) { () throws(Trouble) in
        ModularNetwork.stored(try trained(own, from: base, ticket))
      }
      arms.append(
        Arm(
          name: name, parameters: parameters, steps: key.steps,
          answers: ModularAnswers(parameters, base: stored)))
    }
    return MicroTriple(
      base: Arm(
        name: "base", parameters: stored, steps: baseSteps, answers: ModularAnswers(stored, base: stored)),
      arms: arms)
  }
}
