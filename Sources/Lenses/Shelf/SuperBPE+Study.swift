import Basics
import Figures
import Tokens

/// BPE and SuperBPE learned from the same texts, and what they make of what was held out.
struct SuperStudy {
  /// Bytes per token for one t.
  struct Place: Sendable {
    var transition: Int
    var training: Double
    var held: Double
  }

  let knobs: Knobs
  let learning: SuperLearning
  let isSample: Bool
  let textCount: Int
  let plain: LoggedPairs
  let supers: LoggedPairs
  let plainTokenizer: Pipeline
  let superTokenizer: Pipeline
  let givenName: String?
  let line: CutLine
  /// What BPE and SuperBPE make of the texts.
  let judged: (plain: Judged, supers: Judged)
  /// Bytes of a piece of the first pattern: what BPE cannot get beyond.
  let ceiling: Double
  private(set) var places: [Place] = []
  private(set) var growth: [(name: String, points: [Chart.Point])] = []

  var texts: SuperTexts { learning.texts }
  var merges: Int { plain.pairs.merges.count }
  var transition: Int { supers.transition }

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let knobs = subject.knobs
    let lastIsHeld = knobs.text("held") == "last text"
    let learning = SuperLearning(
      texts: SuperTexts(subject.texts.map(\.bytes), lastIsHeld: lastIsHeld), merges: knobs.integer("T"),
      maximumWords: knobs.integer("words"), refusesColon: knobs.isOn("colon"), memory: subject.memory)
    let plain: LoggedPairs
    if knobs.text("start") == "extend" {
      let given = try Self.given(subject)
      plain = LoggedPairs(
        key: PairsKey(texts: learning.texts, merges: learning.merges, given: TokenizerKey(given.0)),
        pairs: try TrainedBytePairs(first: learning.merges, of: given.1, ticket), counts: [],
        transition: learning.merges)
      givenName = given.0.card.name
    } else {
      plain = try await learning.plain(ticket)
      givenName = nil
    }
    let transition = min(knobs.integer("t"), plain.pairs.merges.count)
    let supers = try await learning.across(plain, transition: transition, ticket)
    (self.knobs, self.learning, self.plain, self.supers) = (knobs, learning, plain, supers)
    (isSample, textCount) = (subject.isSample, subject.texts.count)
    let (a, b) = (try plain.tokenizer(), try supers.tokenizer())
    (plainTokenizer, superTokenizer) = (a, b)
    line = try Self.line(subject, learning.texts, a, b, ticket)
    judged = (
      try await Judged.of(plain, a, subject.memory, ticket),
      try await Judged.of(supers, b, subject.memory, ticket)
    )
    ceiling = try Self.ceiling(learning.texts.held, ticket)
  }

  private static func given(_ subject: Subject) throws(Trouble) -> (any Tokenizer, BytePairModel) {
    guard let tokenizer = subject.tokenizers.first as? Pipeline,
      let model = tokenizer.parts.model as? BytePairModel
    else {
      throw Trouble(
        .usage, at: .option("start"),
        "\(subject.tokenizers.first?.card.name ?? "no tokenizer") has no list of merges to go on from",
        remedy: "Choose a byte-level BPE, or start=learn")
    }
    return (tokenizer, model)
  }

  private static func ceiling(_ texts: [[UInt8]], _ ticket: Ticket) throws(Trouble) -> Double {
    let source = WordSource(try Splitters.find(SuperBytePairTrainer.firstPattern, .oniguruma), unit: .lines)
    let pieces = try WordCounts(texts, source, ticket).counts.reduce(0, +)
    return pieces == 0 ? 0 : Double(texts.reduce(0) { $0 + $1.count }) / Double(pieces)
  }

  /// The sentence that was asked for, the line at the cursor, or on a sample the held-out line on which most is gained.
  private static func line(
    _ subject: Subject, _ texts: SuperTexts, _ a: Pipeline, _ b: Pipeline, _ ticket: Ticket
  ) throws(Trouble) -> CutLine {
    let given = subject.knobs.text("sentence")
    if !given.isEmpty { return try CutLine(Array(given.utf8), a, b, ticket) }
    guard subject.isSample && subject.cursor == 0 else {
      let text = subject.texts.first?.bytes ?? []
      let range = text.isEmpty ? 0..<0 : CutLine.line(at: subject.cursor, in: text)
      return try CutLine(Array(text[range]), start: range.lowerBound, a, b, ticket)
    }
    var best = try CutLine([], a, b, ticket)
    for text in texts.held {
      for line in text.split(separator: 0x0A) where (40...160).contains(line.count) {
        let cut = try CutLine(Array(line), a, b, ticket)
        if cut.first.count - cut.second.count > best.first.count - best.second.count { best = cut }
      }
    }
    return best
  }

  // MARK: - Curves

  /// Bytes per token for several t, and by vocabulary.
  mutating func sweep(_ ticket: Ticket) async throws(Trouble) {
    let all = Set([0, 1, 2, 4, 6, 7, 8].map { merges * $0 / 8 } + [merges * 9 / 10, transition]).sorted()
    for (index, place) in all.enumerated() {
      try ticket.step(0.3 + 0.5 * Double(index) / Double(all.count))
      places.append(try await measured(at: place, ticket))
    }
    growth = [
      ("BPE", try await grown(plain, ticket)), ("SuperBPE t=\(transition)", try await grown(supers, ticket)),
    ]
  }

  /// Bytes per token held out by the number of entries, in twelve steps.
  private func grown(_ learned: LoggedPairs, _ ticket: Ticket) async throws(Trouble) -> [Chart.Point] {
    struct Key: Hashable { var pairs: PairsKey }
    if let points = await learning.memory.recall(Key(pairs: learned.key), as: [Chart.Point].self) {
      return points
    }
    var points: [Chart.Point] = []
    for step in 1...12 {
      try ticket.step(ticket.fraction)
      let count = learned.pairs.merges.count * step / 12
      let tokenizer = try learned.tokenizer(merges: count)
      points.append(.init(Double(256 + count), try CutMeasures(texts.held, tokenizer, ticket).bytesPerToken))
    }
    await learning.memory.keep(points, for: Key(pairs: learned.key))
    return points
  }

  /// What is measured for one t, or remembered.
  private func measured(at transition: Int, _ ticket: Ticket) async throws(Trouble) -> Place {
    struct Key: Hashable { var pairs: PairsKey }
    var key = Key(pairs: plain.key)
    key.pairs.across = [transition, learning.maximumWords, learning.refusesColon ? 1 : 0]
    if let place = await learning.memory.recall(key, as: Place.self) { return place }
    let learned = try await learning.across(plain, transition: transition, ticket)
    let tokenizer = try learned.tokenizer()
    let place = Place(
      transition: transition, training: try CutMeasures(texts.training, tokenizer, ticket).bytesPerToken,
      held: try CutMeasures(texts.held, tokenizer, ticket).bytesPerToken)
    await learning.memory.keep(place, for: key)
    return place
  }
}
