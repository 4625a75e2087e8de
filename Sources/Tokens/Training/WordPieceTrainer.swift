import Basics

/// Learns a WordPiece vocabulary as Hugging Face's trainer does: byte pair encoding over characters of which all but
/// a word's first carry `##`; the merges are then forgotten.
///
/// The vocabulary that Google's own (unpublished) trainer makes may differ: it chose pairs by likelihood.
/// Source: Schuster and Nakajima, "Japanese and Korean voice search", ICASSP 2012; Wu et al., arXiv 1609.08144.
package struct WordPieceTrainer: Sendable {
  /// What is learned underneath.
  package let pairs: BytePairTrainer

  package init(
    vocabularySize: Int, minimumFrequency: Int = 2, specialTokens: [String], alphabetLimit: Int? = nil,
    initialAlphabet: [Unicode.Scalar] = [], prefix: String = "##", maximumLength: Int? = nil
  ) {
    pairs = BytePairTrainer(
      vocabularySize: vocabularySize, minimumFrequency: minimumFrequency, specialTokens: specialTokens,
      alphabet: .characters(limit: alphabetLimit, initial: initialAlphabet, continuingPrefix: prefix),
      maximumLength: maximumLength)
  }

  /// Learns from counted words.
  package func train(_ words: WordCounts, _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    try pairs.train(words, ticket)
  }
}
