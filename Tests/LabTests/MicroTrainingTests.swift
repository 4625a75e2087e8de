import Basics
import Lab
import Tensors
import Testing

@Suite struct MicroTrainingTests {
  private static func projector() -> MicroProjector {
    let training = MicroTraining(LessonCatalog.projector(seed: 2), seed: 2, steps: 1)
    return MicroProjector(training.tensors, label: training.label)
  }

  private static let lessons: [@Sendable () -> any Lesson] = [
    { LessonCatalog.clsViT }, { LessonCatalog.projector(seed: 2) },
    { LessonCatalog.projector(attends: true, seed: 2) }, { LessonCatalog.reader(projector()) },
  ]

  @Test(arguments: lessons.indices)
  func `some steps lower the loss`(which: Int) throws {
    var training = MicroTraining(Self.lessons[which](), seed: 2, steps: 16)
    try training.run(until: 16)
    let (head, tail) = (training.losses.prefix(4), training.losses.suffix(4))
    #expect(tail.reduce(0, +) < head.reduce(0, +))
  }

  @Test(arguments: lessons.indices)
  func `a training that was stopped ends with the very weights of one that was not`(which: Int) throws {
    let lesson = Self.lessons[which]()
    var whole = MicroTraining(lesson, seed: 5, steps: 4)
    try whole.run(until: 4)
    var first = MicroTraining(lesson, seed: 5, steps: 4)
    try first.run(until: 2)
    var second = try MicroTraining(
      resuming: lesson, from: first.checkpoint, first.checkpointTexts, file: "checkpoint")
    #expect(second.step == 2)
    try second.run(until: 4)
    #expect(second.tensors == whole.tensors)
    #expect(second.losses == whole.losses)
  }

  @Test func `a checkpoint of another model or basis is refused`() {
    let training = MicroTraining(LessonCatalog.projector(seed: 2), seed: 2, steps: 4)
    var texts = training.checkpointTexts
    #expect(throws: Trouble.self) {
      try MicroTraining(resuming: LessonCatalog.clsViT, from: training.checkpoint, texts, file: "x")
    }
    texts["basis"] = "another"
    let trouble = #expect(throws: Trouble.self) {
      try MicroTraining(
        resuming: LessonCatalog.projector(seed: 2), from: training.checkpoint, texts, file: "x")
    }
    #expect(trouble?.what.contains("another basis") == true)
  }

  @Test func `cancelling keeps what was done`() throws {
    var training = MicroTraining(LessonCatalog.projector(seed: 2), seed: 2, steps: 10)
    try training.run(until: 2)
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try training.run(until: 10, ticket) }
    #expect(training.step == 2)
  }

  @Test func `a label says what the model is, its weights, steps and seed`() throws {
    var training = MicroTraining(LessonCatalog.clsViT, seed: 9, steps: 5)
    try training.run(until: 1)
    #expect(
      training.label.sentence
        == "micro CLS-ViT, 29640 weights, trained here on procedural scenes, 1 steps, seed 9")
    let read = ModelLabel(training.label.texts, model: "cls-vit")
    #expect(read == training.label)
    #expect(ModelLabel([:], model: "cls-vit").sentence.contains("does not say"))
  }

  @Test func `a projector's tokens are as long as it says, its words as drawn`() {
    let projector = Self.projector()
    var maker = SceneMaker(seed: 1)
    let tokens = projector.tokens(of: [maker.next().pixels])
    #expect(tokens.shape.sizes == [1, 64, 32])
    for length in tokens.at(0).lengths().values { #expect(abs(length - MicroProjector.length) < 1e-3) }
    for length in projector.words.lengths().values { #expect((0.8...1.2).contains(length)) }
  }

  @Test func `a reader with the words of another projector is refused`() throws {
    let training = MicroTraining(LessonCatalog.reader(Self.projector()), seed: 2, steps: 1)
    let reader = MicroReader(training.tensors, label: training.label)
    _ = try MicroVLM(Self.projector(), reader: reader)
    let other = MicroTraining(LessonCatalog.projector(seed: 3), seed: 3, steps: 1)
    #expect(throws: Trouble.self) {
      try MicroVLM(MicroProjector(other.tensors, label: other.label), reader: reader)
    }
  }
}
