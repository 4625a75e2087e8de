import Basics
import Tensors
import Testing

struct TrainingTests {
  @Test func `optimizers move as PyTorch's do`() throws {
    let goldens = try Goldens("optimizers")
    let start = try goldens["start"]
    let steps = Schedule(rate: 0.1)
    var adam = Training(["p": start], by: AdamW(decay: 0.05), steps, seed: 1)
    try adam.run(until: 5, loss: loss)
    agree(try #require(adam.parameters["p"]), try goldens["adamW"], 5e-6)
    var sgd = Training(["p": start], by: SGD(momentum: 0.9, decay: 0.05), steps, seed: 1)
    try sgd.run(until: 5, loss: loss)
    agree(try #require(sgd.parameters["p"]), try goldens["sgd"], 5e-6)
  }

  @Test func `a small network learns what no line can part`() throws {
    var training = Self.network(seed: 3)
    try training.run(until: 300, loss: Self.batch)
    let last = training.losses.suffix(20).reduce(0, +) / 20
    #expect(training.losses[0] > 0.5 && last < 0.1, "\(last)")
  }

  @Test func `a training that was stopped and resumed ends with the same numbers`() throws {
    var whole = Self.network(seed: 4)
    try whole.run(until: 40, loss: Self.batch)
    var first = Self.network(seed: 4)
    try first.run(until: 17, loss: Self.batch)
    var second = try Self.network(seed: 4).resumed(from: first.checkpoint)
    #expect(second.step == 17)
    try second.run(until: 40, loss: Self.batch)
    #expect(second.parameters == whole.parameters && second.losses == whole.losses)
  }

  @Test func `a cancelled training keeps the steps it did`() throws {
    let ticket = Ticket()
    var training = Self.network(seed: 5)
    #expect(throws: Trouble.cancelled) {
      try training.run(until: 100, ticket) { (tape, p, random) throws(Trouble) in
        if random.unit() > 0.9 { ticket.cancel() }
        return try Self.batch(tape, p, &random)
      }
    }
    #expect(training.step > 0 && training.step < 100 && ticket.fraction < 1)
    let done = training.step
    try training.run(until: done + 1, loss: Self.batch)
    #expect(training.step == done + 1)
  }

  @Test func `a loss that is not finite stops before it spoils the parameters`() throws {
    var training = Self.network(seed: 6)
    let before = training.parameters
    #expect {
      try training.run(until: 2) { (tape, p, _) throws(Trouble) in
        guard let w = p["w1"] else { return tape.constant(Tensor(0)) }
        return (w * .infinity).square().sum()
      }
    } throws: { error in
      (error as? Trouble)?.what == "the loss of step 1 is not finite (inf)"
    }
    #expect(training.parameters == before)
  }

  @Test func `checkpoints that do not fit are refused in a sentence`() throws {
    let training = Self.network(seed: 7)
    let good = training.checkpoint
    func refusal(_ change: (inout [String: Tensor]) -> Void) -> String? {
      var bad = good
      change(&bad)
      do { _ = try training.resumed(from: bad) } catch { return error.what }
      return nil
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0["parameter.w1"] = nil } == "the checkpoint has no parameter w1")
    #expect(
      refusal { $0["parameter.w1"] = Tensor([1]) }
        == "the checkpoint has w1 in the shape [1], where the model has [2, 16]")
    #expect(
      refusal { $0["parameter.new"] = Tensor([1]) }
        == "the checkpoint has a parameter new, which the model has not")
    #expect(refusal { $0["training.losses"] = nil } == "the checkpoint has no training.losses")
    #expect(
      refusal { $0["optimizer.first.w1"] = Tensor([1]) }
        == "the checkpoint remembers first.w1 in the shape [1], which fits no parameter")
  }

  @Test func `rates rise in a line and fall along a cosine`() {
    let schedule = Schedule(rate: 2, warmup: 10, end: 110, floor: 0.1)
    #expect(schedule.rate(at: 5) == 1 && schedule.rate(at: 10) == 2)
    #expect(abs(schedule.rate(at: 60) - 1.1) < 1e-5 && abs(schedule.rate(at: 500) - 0.2) < 1e-5)
  }

  @Test func `clipping shortens all gradients together`() {
    var gradients = ["a": Tensor([3]), "b": Tensor([4, 0])]
    #expect(Clipping.clip(&gradients, to: 1) == 5)
    #expect(
      abs((gradients["a"]?.values[0] ?? 0) - 0.6) < 1e-6 && abs((gradients["b"]?.values[0] ?? 0) - 0.8) < 1e-6
    )
  }

  private func loss(_ tape: Tape, _ p: [String: Variable], _ random: inout SeededRandom) throws(Trouble)
    -> Variable
  {
    guard let x = p["p"] else { return tape.constant(Tensor(0)) }
    return x.power(4).sum() / 4
  }

  private static func network(seed: UInt64) -> Training {
    var random = SeededRandom(seed: seed)
    let parameters = [
      "w1": Tensor.normal([2, 16], &random), "b1": Tensor.zeros([16]),
      "w2": Tensor.normal([16, 2], deviation: 0.3, &random),
    ]
    return Training(parameters, by: AdamW(), Schedule(rate: 0.02, warmup: 5), seed: seed, clipping: 1)
  }

  /// Points of the plane, told apart by whether the signs of their places agree.
  private static func batch(_ tape: Tape, _ p: [String: Variable], _ random: inout SeededRandom)
    throws(Trouble) -> Variable
  {
    let points = Tensor.uniform([64, 2], in: -1..<1, &random)
    let classes = points.rowLists.map { $0[0] * $0[1] > 0 ? 1 : 0 }
    guard let w1 = p["w1"], let b1 = p["b1"], let w2 = p["w2"] else { return tape.constant(Tensor(0)) }
    return (tape.constant(points * 3).matmul(w1) + b1).gelu().matmul(w2).crossEntropy(classes)
  }
}
