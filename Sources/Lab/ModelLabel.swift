/// What a micro model is, in a sentence that stands beside everything it shows.
package struct ModelLabel: Sendable, Equatable {
  /// `micro CLS-ViT, 29,640 weights, trained here on procedural scenes`.
  package var sentence: String
  /// The seed of its weights and data.
  package var seed: UInt64
  /// How many steps it was trained.
  package var steps: Int

  package init(sentence: String, seed: UInt64, steps: Int) {
    (self.sentence, self.seed, self.steps) = (sentence, seed, steps)
  }
}
