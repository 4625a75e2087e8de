import Basics
import Patches
import Tensors

/// A scene with its question, as a reader meets it, that no training saw.
package struct FreshScene: Sendable {
  package let asked: AskedScene
  /// [64, width]: its visual tokens.
  package let tokens: Tensor
  /// Ids of the words of the question, and of the answer.
  package let question: [Int]
  package let answer: Int

  private init(_ asked: AskedScene, _ tokens: Tensor) {
    (self.asked, self.tokens) = (asked, tokens)
    question = LabVocabulary.ids(of: asked.question.words)
    answer = LabVocabulary.ids(of: [asked.question.answer])[0]
  }

  /// How many pictures are made tokens at once.
  private static let batch = 16

  /// What scenes of a seed are drawn from: none of those that a training with this seed saw.
  package static func random(seed: UInt64) -> SeededRandom { SeededRandom(seed: ~seed) }

  /// The next `count` scenes. Throws when the ticket is cancelled.
  package static func next(
    _ count: Int, _ projector: MicroProjector, _ random: inout SeededRandom, _ ticket: Ticket
  ) throws(Trouble) -> [FreshScene] {
    var scenes: [FreshScene] = []
    while scenes.count < count {
      try ticket.step(Double(scenes.count) / Double(count))
      let asked = (0..<min(batch, count - scenes.count)).map { _ in AskedScene.next(&random) }
      let tokens = projector.tokens(of: asked.map(\.scene.pixels))
      scenes += asked.enumerated().map { FreshScene($1, tokens.at($0)) }
    }
    return scenes
  }
}

extension MicroReader {
  /// Whether it answers right when it reads `tokens` [tokens, width] of a scene, which stand at `positions`, under a plan.
  package func isRight(
    about scene: FreshScene, reading tokens: Tensor, positions: [Int]? = nil,
    plan: ReadingPlan = .everything
  ) -> Bool {
    answer(scene.question, visual: tokens, positions: positions, plan: plan).word == scene.answer
  }
}
