import Basics
import Tokens

/// The ways in which a lens learns a tokenizer, all from texts cut by one pattern, so that they can be compared.
enum Learning: String, Sendable, Hashable, CaseIterable {
  case bytePairs = "bpe"
  case wordPiece = "wordpiece"
  case unigram
  /// Half of the merges inside words, the rest across them.
  case superPairs = "superbpe"

  /// What is learned, in words.
  var summary: String {
    switch self {
    case .bytePairs: "byte-level BPE"
    case .wordPiece: "WordPiece over characters"
    case .unigram: "Unigram over characters"
    case .superPairs: "SuperBPE over bytes, half of the merges across words"
    }
  }

  /// How many entries there are before anything is learned; nil where that depends on the text.
  var alphabetSize: Int? { self == .bytePairs || self == .superPairs ? 256 : nil }

  /// Learns from texts, which are cut at matches of the pattern; pairs that occur less often than `least` are not merged.
  /// Throws when cancelled.
  func learn(
    _ texts: [[UInt8]], size: Int, pattern: String, least: Int = 2, _ ticket: Ticket
  ) throws(Trouble) -> LearnedTokenizer {
    let rules = WordRules(.pattern(pattern))
    switch self {
    case .superPairs: return try superPairs(texts, size, pattern, least, ticket)
    case .bytePairs:
      let words = try WordCounts(texts, rules.source(), ticket)
      return try LearnedTokenizer(
        self, BytePairTrainer(vocabularySize: size, minimumFrequency: least).train(words, ticket),
        cut: pattern)
    case .wordPiece:
      let words = try WordCounts(texts, rules.source(), ticket)
      let trainer = WordPieceTrainer(
        vocabularySize: size, minimumFrequency: least, specialTokens: [Self.unknown])
      return try LearnedTokenizer(self, trainer.train(words, ticket), cut: pattern)
    case .unigram:
      let words = try WordCounts(texts, rules.source(), ticket)
      let trainer = UnigramTrainer(vocabularySize: size, specialTokens: [Self.unknown])
      return try LearnedTokenizer(trainer.train(words, ticket), cut: pattern)
    }
  }

  private func superPairs(
    _ texts: [[UInt8]], _ size: Int, _ pattern: String, _ least: Int, _ ticket: Ticket
  ) throws(Trouble) -> LearnedTokenizer {
    let second = SuperBytePairTrainer.secondPattern
    let words = try WordCounts(texts, WordRules(.pattern(pattern), isByLine: true).source(), ticket)
    let lines = try WordCounts(texts, WordRules(.pattern(second), isByLine: true).source(), ticket)
    let trainer = SuperBytePairTrainer(
      BytePairTrainer(vocabularySize: size, minimumFrequency: least), transition: max(0, size - 256) / 2)
    return try LearnedTokenizer(self, trainer.train(words: words, lines: lines, ticket), cut: second)
  }

  static let unknown = "<unk>"
}

/// A tokenizer that a lens has learned.
struct LearnedTokenizer: Sendable {
  let tokenizer: Pipeline
  /// Entries, the alphabet and the token for unknown characters included.
  let size: Int
  /// What stands for unknown characters; nil where there are none.
  let unknown: TokenID?

  /// From merges: a byte-level model, or a WordPiece model of what they made.
  init(_ learning: Learning, _ learned: TrainedBytePairs, cut pattern: String) throws(Trouble) {
    let isWordPiece = learning == .wordPiece
    let model: any Model =
      if isWordPiece {
        WordPieceModel(vocabulary: learned.vocabulary, rules: WordPieceRules(unknown: 0))
      } else {
        try BytePairModel(vocabulary: learned.vocabulary, merges: learned.merges, rules: BytePairRules())
      }
    try self.init(model, learning.rawValue, isBytes: !isWordPiece, learned.entries.count, pattern)
  }

  /// From entries with probabilities.
  init(_ learned: TrainedUnigram, cut pattern: String) throws(Trouble) {
    var (blob, starts): ([UInt8], [UInt32]) = ([], [])
    for entry in learned.entries {
      starts.append(UInt32(blob.count))
      blob += entry
    }
    let table = VocabularyTable(
      blob: blob, starts: starts, lengths: learned.entries.map { UInt32($0.count) }, kinds: learned.kinds,
      outsideModel: [0])
    let model = try UnigramModel(
      vocabulary: table, scores: learned.scores, unknown: 0, fallsBackToBytes: false, precision: .double,
      place: .nowhere)
    try self.init(model, Learning.unigram.rawValue, isBytes: false, learned.entries.count, pattern)
  }

  private init(
    _ model: any Model, _ name: String, isBytes: Bool, _ size: Int, _ pattern: String
  ) throws(Trouble) {
    let card = TokenizerCard(
      name: "\(name) \(size)", format: "learned here", algorithm: model.summary, splitter: pattern)
    // The habit of tiktoken is the one in which a model works on plain bytes.
    var parts = PipelineParts(
      card: card, library: isBytes ? .tiktoken : .huggingFace, model: model, added: try AddedTokens([]))
    parts.preTokenizers = [Split(try Splitters.find(pattern, .oniguruma), .isolated)]
    tokenizer = Pipeline(parts)
    self.size = size
    unknown = isBytes ? nil : 0
  }

  /// The tokens of a text.
  func encode(_ text: [UInt8], _ ticket: Ticket) throws(Trouble) -> [Token] {
    try tokenizer.encode(text, EncodeOptions(special: .text, isWindow: true), ticket)
  }
}
