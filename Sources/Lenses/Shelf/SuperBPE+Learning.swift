import Basics
import Tokens

/// The texts of a SuperBPE study: what is learned from, and what is held out.
struct SuperTexts: Sendable, Hashable {
  var training: [[UInt8]]
  var held: [[UInt8]]

  /// The most bytes that are learned from at once.
  static let limit = 2 << 20

  /// The last tenth of each text is held out, or with `lastIsHeld` the whole last text.
  init(_ texts: [[UInt8]], lastIsHeld: Bool) {
    (training, held) = ([], [])
    var room = Self.limit
    if lastIsHeld, texts.count > 1, let last = texts.last {
      held = [Array(last.prefix(Self.limit / 8))]
      for text in texts.dropLast() where room > 0 { take(text, &room) }
      return
    }
    for text in texts where room > 0 {
      let cut = Self.lineStart(text, from: min(text.count, room) * 9 / 10)
      training.append(Array(text[..<cut]))
      held.append(Array(text[cut..<min(text.count, room)]))
      room -= text.count
    }
  }

  private mutating func take(_ text: [UInt8], _ room: inout Int) {
    training.append(Array(text.prefix(room)))
    room -= text.count
  }

  /// The first line start at or behind a place; the place itself where none follows soon.
  private static func lineStart(_ text: [UInt8], from place: Int) -> Int {
    let near = text[place..<min(text.count, place + 2000)].firstIndex(of: 0x0A)
    return near.map { $0 + 1 } ?? place
  }

  var byteCount: Int { training.reduce(0) { $0 + $1.count } }
}

/// All that what was learned depends on.
struct PairsKey: Hashable, Sendable {
  var texts: SuperTexts
  /// How many merges there shall be in all.
  var merges: Int
  /// Whose first merges are gone on from; nil for such as were learned here.
  var given: TokenizerKey?
  /// How many merges are inside words, the most words, and whether colons count; nil for plain BPE.
  var across: [Int]?
}

/// What was learned, and how often each merge occurred when it was chosen.
struct LoggedPairs: Sendable {
  var key: PairsKey
  var pairs: TrainedBytePairs
  /// By merge; 0 where it was taken over and not counted.
  var counts: [Int]
  /// How many merges were learned inside words.
  var transition: Int

  /// The tokenizer of the study: across words for SuperBPE, inside for BPE; only the first `merges`, when that is said.
  func tokenizer(merges: Int? = nil) throws(Trouble) -> Pipeline {
    key.across == nil ? try insideWords(merges: merges) : try acrossWords(merges: merges)
  }

  /// The tokenizer that uses all merges with the second pattern, as SuperBPE does.
  func acrossWords(merges: Int? = nil) throws(Trouble) -> Pipeline {
    try MicroTokenizer.pipeline(
      pairs, Splitters.find(SuperBytePairTrainer.secondPattern, .oniguruma), merges: merges,
      name: "SuperBPE t=\(transition)", algorithm: "byte-level BPE across words")
  }

  /// The tokenizer that stays inside words.
  func insideWords(merges: Int? = nil) throws(Trouble) -> Pipeline {
    try MicroTokenizer.pipeline(
      pairs, Splitters.find(SuperBytePairTrainer.firstPattern, .oniguruma), merges: merges, name: "BPE",
      algorithm: "byte-level BPE")
  }
}

/// Learns BPE once and, from its first t merges, SuperBPE for any t; what was learned is remembered.
struct SuperLearning: Sendable {
  let texts: SuperTexts
  /// How many merges there shall be in all.
  let merges: Int
  let maximumWords: Int
  let refusesColon: Bool
  let memory: LensMemory

  private struct LinesKey: Hashable { var texts: SuperTexts }

  private var trainer: BytePairTrainer { BytePairTrainer(vocabularySize: 256 + merges, minimumFrequency: 2) }

  /// Plain BPE, all merges inside words.
  func plain(_ ticket: Ticket) async throws(Trouble) -> LoggedPairs {
    let key = PairsKey(texts: texts, merges: merges)
    return try await memory.value(for: key) { () throws(Trouble) in
      let source = WordSource(try Splitters.find(SuperBytePairTrainer.firstPattern, .oniguruma), unit: .lines)
      let words = try WordCounts(texts.training, source, ticket)
      return try run(BytePairTraining(trainer, words, ticket), key, counts: [], transition: merges, ticket)
    }
  }

  /// SuperBPE: the first `transition` merges of `first`, then across words.
  func across(
    _ first: LoggedPairs, transition: Int, _ ticket: Ticket
  ) async throws(Trouble) -> LoggedPairs {
    var key = first.key
    key.across = [transition, maximumWords, refusesColon ? 1 : 0]
    let lines = try await lines(ticket)
    return try await memory.value(for: key) { () throws(Trouble) in
      let known = first.pairs.first(transition)
      var supers = SuperBytePairTrainer(trainer, transition: transition)
      supers.maximumWords = maximumWords == 0 ? nil : maximumWords
      supers.allowsColonSpace = !refusesColon
      return try run(
        supers.secondStage(known, lines: lines, ticket), key, counts: Array(first.counts.prefix(transition)),
        transition: transition, ticket)
    }
  }

  private func lines(_ ticket: Ticket) async throws(Trouble) -> WordCounts {
    try await memory.value(for: LinesKey(texts: texts)) { () throws(Trouble) in
      let source = WordSource(
        try Splitters.find(SuperBytePairTrainer.secondPattern, .oniguruma), unit: .lines)
      return try WordCounts(texts.training, source, ticket)
    }
  }

  private func run(
    _ training: BytePairTraining, _ key: PairsKey, counts: [Int], transition: Int, _ ticket: Ticket
  ) throws(Trouble) -> LoggedPairs {
    var (training, counts) = (training, counts)
    while let step = try training.next(ticket) { counts.append(step.chosen.count) }
    return LoggedPairs(key: key, pairs: training.learned, counts: counts, transition: transition)
  }
}

/// Whether bytes hold white space between what is none: a superword does.
func holdsInnerSpace(_ entry: some Collection<UInt8>) -> Bool {
  SpacedEntries.core(Array(entry)[...]).contains(0x20)
}

/// The words of an entry: its parts between spaces that are not empty.
func wordCount(_ entry: [UInt8]) -> Int { entry.split(separator: 0x20).count }
