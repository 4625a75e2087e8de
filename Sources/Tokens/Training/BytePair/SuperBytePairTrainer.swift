import Basics

/// Learns a byte pair encoding in two stages: first inside words, then across them.
///
/// The first stage is plain training for `transition` merges. Then the barrier of spaces is lifted: lines are cut only
/// at digits, runs of punctuation and dangling spaces, the merges so far are done anew on these pieces, and training
/// goes on. A pair is passed over for good when it would make an entry that holds a colon and a space, or more words
/// than `maximumWords`; words are the parts between spaces that are not empty. Ties as in `BytePairTrainer`.
/// What was learned is used with the second stage's pattern and all merges.
/// Source: Liu, Hayase, Hofmann, Oh, Smith and Choi, "SuperBPE: Space Travel for Language Models", COLM 2025,
/// arXiv 2503.13423.
package struct SuperBytePairTrainer: Sendable {
  /// How texts are cut in the first stage.
  package static let firstPattern =
    #"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// How they are cut in the second, and when the tokenizer is used.
  package static let secondPattern = #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]{2,}[\r\n/]*| +(?!\S)"#

  /// Size, alphabet and the like of the whole.
  package var trainer: BytePairTrainer
  /// How many merges are learned inside words.
  package var transition: Int
  /// The most words in an entry; nil for any number.
  package var maximumWords: Int? = 4
  /// Whether an entry may hold a colon and then a space.
  package var allowsColonSpace = false

  package init(_ trainer: BytePairTrainer, transition: Int) {
    self.trainer = trainer
    self.transition = transition
  }

  /// Learns from words, and then from lines of the same texts.
  package func train(
    words: WordCounts, lines: WordCounts, _ ticket: Ticket
  ) throws(Trouble) -> TrainedBytePairs {
    var training = try BytePairTraining(trainer, words, ticket)
    while training.learned.merges.count < transition, try training.next(ticket) != nil {}
    return try extend(training.learned, lines: lines, ticket)
  }

  /// The second stage alone, from the first `transition` merges of what is known.
  package func extend(
    _ known: TrainedBytePairs, lines: WordCounts, _ ticket: Ticket
  ) throws(Trouble) -> TrainedBytePairs {
    var training = try secondStage(known, lines: lines, ticket)
    while try training.next(ticket) != nil {}
    return training.learned
  }

  /// The second stage before its first step.
  package func secondStage(
    _ known: TrainedBytePairs, lines: WordCounts, _ ticket: Ticket
  ) throws(Trouble) -> BytePairTraining {
    var training = try BytePairTraining(secondTrainer, known, lines, ticket)
    try training.replay(known.merges.prefix(transition), { known.id(of: known.joined($0)) }, ticket)
    training.start()
    return training
  }

  /// The trainer of the second stage, which refuses some entries.
  var secondTrainer: BytePairTrainer {
    var trainer = trainer
    let (most, allowsColonSpace) = (maximumWords, allowsColonSpace)
    trainer.refusal = { entry in
      !allowsColonSpace && Self.holdsColonSpace(entry) || Self.wordCount(entry) > most ?? .max
    }
    return trainer
  }

  private static func holdsColonSpace(_ entry: [UInt8]) -> Bool {
    zip(entry, entry.dropFirst()).contains { $0 == (0x3A, 0x20) }
  }

  /// The parts between spaces that are not empty.
  static func wordCount(_ entry: [UInt8]) -> Int { entry.split(separator: 0x20).count }
}
