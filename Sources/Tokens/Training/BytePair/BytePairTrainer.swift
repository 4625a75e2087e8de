import Basics

/// Learns a byte pair encoding: again and again the most frequent pair of neighbours becomes a new entry.
///
/// ```
/// BytePairTrainer(vocabularySize: 259, minimumFrequency: 1).train([Array("abab ab".utf8)], source, ticket)
/// // new entries: "ab" (3 times), then " ab" before "abab" (once each), since the space has a lower id than "ab"
/// ```
/// Distinct words are counted, and pairs never cross words. Of equally frequent pairs that with the lower left id is
/// taken, then that with the lower right id: the rule of Hugging Face's trainer, so the same texts give the same
/// merges. Nothing depends on the order of the words.
/// Source: Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", ACL
/// 2016, arXiv 1508.07909.
package struct BytePairTrainer: Sendable {
  /// How many entries there shall be, special tokens and the alphabet included.
  package var vocabularySize: Int
  /// Pairs that occur less often are not merged.
  package var minimumFrequency: Int
  /// Entries that stand first and take no part.
  package var specialTokens: [String]
  /// What words are cut into.
  package var alphabet: TrainingAlphabet
  /// The most symbols of the alphabet in an entry; nil for any number.
  package var maximumLength: Int?
  /// What else an entry may not be.
  var refusal: (@Sendable ([UInt8]) -> Bool)?

  package init(
    vocabularySize: Int, minimumFrequency: Int = 2, specialTokens: [String] = [],
    alphabet: TrainingAlphabet = .bytes, maximumLength: Int? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.minimumFrequency = minimumFrequency
    self.specialTokens = specialTokens
    self.alphabet = alphabet
    self.maximumLength = maximumLength
  }

  /// Learns from counted words. Throws when cancelled.
  package func train(_ words: WordCounts, _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    var training = try BytePairTraining(self, words, ticket)
    while try training.next(ticket) != nil {}
    return training.learned
  }

  /// Learns from all texts together. Throws when cancelled or when the source throws.
  package func train(_ texts: [[UInt8]], _ source: WordSource, _ ticket: Ticket) throws(Trouble)
    -> TrainedBytePairs
  {
    try train(WordCounts(texts, source, ticket), ticket)
  }

  /// Whether the pair may not be merged, however frequent.
  func refuses(_ learned: TrainedBytePairs, _ merge: Merge) -> Bool {
    refusal.map { $0(learned.joined(merge)) } ?? false
  }
}
