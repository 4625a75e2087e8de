/// One merge of a training as it happened, for a view that shows how a vocabulary grows.
///
/// ```
/// var training = try BytePairTraining(trainer, words, ticket)
/// while let step = try training.next(runnersUp: 10, ticket) { show(step) }
/// let learned = training.learned
/// ```
/// A training can be held after any step and gone on with later; it is a value, so a copy is a place to go back to.
package struct TrainingStep: Sendable, Equatable {
  /// A pair that could have been merged, and how often it occurred.
  package struct Candidate: Sendable, Equatable {
    package var merge: Merge
    package var count: Int
    /// What the two would make.
    package var entry: [UInt8]
  }

  /// The rank of the merge, from 0.
  package var rank: Int
  /// The id of what it makes, which is new unless another merge made the same before.
  package var id: TokenID
  /// What was merged.
  package var chosen: Candidate
  /// The next best at that moment, best first; as many as were asked for.
  package var runnersUp: [Candidate]
}
