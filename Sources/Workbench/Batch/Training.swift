import Basics
import Formats
import Tokens

/// What is learned, and how: the settings of `tessera train`.
package struct Training: Sendable {
  /// The ways of learning.
  package enum Algorithm: String, Sendable, CaseIterable {
    case bytePairs = "bpe"
    case characterPairs = "bpe-chars"
    case wordPiece = "wordpiece"
    case unigram
    case superPairs = "superbpe"

    /// How texts are cut unless something else is asked for.
    package var usualRules: WordRules {
      switch self {
      case .bytePairs, .characterPairs: WordRules(WordRules.Cut("gpt2"))
      case .wordPiece: WordRules(.bert, .bert)
      case .unigram: WordRules(.metaspace)
      case .superPairs: WordRules(.none, isByLine: true)
      }
    }

    /// Special tokens that there must be: for what the alphabet does not have.
    var neededSpecial: String? {
      switch self {
      case .bytePairs, .characterPairs, .superPairs: nil
      case .wordPiece: "[UNK]"
      case .unigram: "<unk>"
      }
    }
  }

  package var algorithm: Algorithm
  package var size: Int
  package var minimumFrequency = 2
  package var maximumLength: Int?
  package var alphabetLimit: Int?
  package var initialAlphabet: [Unicode.Scalar] = []
  package var continuingPrefix = ""
  package var endOfWordSuffix = ""
  /// For SuperBPE, how many merges are learned inside words.
  package var transition: Int?
  package var specialTokens: [String] {
    didSet { settleSpecial() }
  }

  package init(_ algorithm: Algorithm, size: Int, specialTokens: [String] = []) {
    self.algorithm = algorithm
    self.size = size
    self.specialTokens = specialTokens
    settleSpecial()
  }

  private mutating func settleSpecial() {
    guard let needed = algorithm.neededSpecial, !specialTokens.contains(needed) else { return }
    specialTokens.insert(needed, at: 0)
  }

  /// Learns from words cut by these rules. Throws when cancelled, or when the rules do not suit the algorithm.
  package func learn(
    _ words: WordCounts, _ rules: WordRules, _ ticket: Ticket
  ) throws(Trouble) -> (model: TrainedModel, rules: WordRules) {
    switch algorithm {
    case .bytePairs: return (.bytePairs(try pairTrainer(.bytes).train(words, ticket)), rules)
    case .characterPairs: return (.bytePairs(try pairTrainer(characters).train(words, ticket)), rules)
    case .wordPiece:
      let trainer = WordPieceTrainer(
        vocabularySize: size, minimumFrequency: minimumFrequency, specialTokens: specialTokens,
        alphabetLimit: alphabetLimit, initialAlphabet: initialAlphabet,
        prefix: continuingPrefix.isEmpty ? "##" : continuingPrefix, maximumLength: maximumLength)
      return (.wordPiece(try trainer.train(words, ticket)), rules)
    case .unigram:
      var trainer = UnigramTrainer(vocabularySize: size, specialTokens: specialTokens, alphabet: characters)
      if let maximumLength { trainer.maximumLength = maximumLength }
      return (.unigram(try trainer.train(words, ticket)), rules)
    case .superPairs: return try learnSuperPairs(words, rules, ticket)
    }
  }

  /// The first `count` merges, or as many as there are, each with the pairs that were next best. Throws for what does not merge
  /// pair by pair, and when cancelled.
  package func steps(
    _ words: WordCounts, _ count: Int, runnersUp: Int, _ ticket: Ticket
  ) throws(Trouble) -> [TrainingStep] {
    guard algorithm == .bytePairs || algorithm == .characterPairs else {
      throw Trouble(
        .usage, at: .option("--steps"), "\(algorithm.rawValue) has no list of merges to show",
        remedy: "Use --algorithm bpe or bpe-chars")
    }
    let trainer = pairTrainer(algorithm == .bytePairs ? .bytes : characters)
    var training = try BytePairTraining(trainer, words, ticket)
    var steps: [TrainingStep] = []
    while steps.count < count, let step = try training.next(runnersUp: runnersUp, ticket) {
      steps.append(step)
    }
    return steps
  }

  private func learnSuperPairs(
    _ lines: WordCounts, _ rules: WordRules, _ ticket: Ticket
  ) throws(Trouble) -> (model: TrainedModel, rules: WordRules) {
    guard rules.cut == .none && rules.isByLine else {
      throw Trouble(
        .usage, "superbpe learns from whole lines, but these words were cut by \(rules.described)",
        remedy: "Count with --pattern none --lines")
    }
    let second = WordRules(.pattern(SuperBytePairTrainer.secondPattern), rules.normalization)
    let first = WordRules(.pattern(SuperBytePairTrainer.firstPattern))
    let trainer = SuperBytePairTrainer(
      pairTrainer(.bytes), transition: transition ?? max(0, size - 256 - specialTokens.count) * 9 / 10)
    let learned = try trainer.train(
      words: lines.divided(first.source(), ticket),
      lines: lines.divided(WordRules(second.cut, isByLine: true).source(), ticket), ticket)
    return (.bytePairs(learned), second)
  }

  private func pairTrainer(_ alphabet: TrainingAlphabet) -> BytePairTrainer {
    BytePairTrainer(
      vocabularySize: size, minimumFrequency: minimumFrequency, specialTokens: specialTokens,
      alphabet: alphabet, maximumLength: maximumLength)
  }

  private var characters: TrainingAlphabet {
    .characters(
      limit: alphabetLimit, initial: initialAlphabet, continuingPrefix: continuingPrefix,
      endOfWordSuffix: endOfWordSuffix)
  }
}
