import Basics
import Figures
import Tokens

/// What StochasTok makes of one text: the split table, one expansion, and BPE-dropout beside it.
struct StochasTokStudy {
  let tokenizer: any Tokenizer
  let entries: SurfaceEntries
  let begins: [Bool]
  let table: SplitTable
  let knobs: Knobs
  let name: String
  let isSample: Bool
  let text: [UInt8]
  /// The bytes of the text that are shown, and their tokens.
  let window: Range<Int>
  let tokens: [Token]
  let expansion: StochasticExpansion
  /// On how many tokens lengths are measured, and which.
  let measured: [TokenID]
  let chosen: TokenID?
  private(set) var dropped: Dropped?

  /// BPE-dropout (or drawn spellings) with as many tokens on average.
  struct Dropped {
    var p: Double
    var isDropout: Bool
    var segments: [Segments.Segment]
    var mean: Double
    var deviation: Double
  }

  var p: Double { knobs.number("p") }
  var seed: UInt64 { UInt64(max(0, knobs.integer("seed"))) }

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    guard let first = subject.texts.first, !first.bytes.isEmpty else {
      throw Trouble(.input, "StochasTok needs a text", remedy: "Type one, or name a file")
    }
    let tokenizer = try await Self.tokenizer(subject, ticket)
    let known = try await KnownEntries.of(tokenizer, subject.memory, ticket)
    struct TableKey: Hashable { var tokenizer: TokenizerKey }
    let key = TableKey(tokenizer: TokenizerKey(tokenizer))
    let table = try await subject.memory.value(for: key) { () throws(Trouble) in
      try SplitTable(known.entries, ticket)
    }
    (self.tokenizer, entries, begins, self.table) = (tokenizer, known.entries, known.begins, table)
    (knobs, name, isSample, text) = (subject.knobs, first.name, subject.isSample, first.bytes)
    let wide = TextPart.around(subject.cursor, in: text, limit: StochasTokLens.measured)
    let all = try Self.tokens(of: text, wide, tokenizer, ticket)
    measured = all.map(\.id)
    let isFree = subject.isSample && subject.cursor == 0
    let place = isFree ? Self.richest(all, table) ?? subject.cursor : subject.cursor
    window = TextPart.around(place, in: text, limit: StochasTokLens.shown)
    tokens = try Self.tokens(of: text, window, tokenizer, ticket)
    chosen = try Self.chosen(subject.knobs.text("token"), tokens, place, tokenizer, table, ticket)
    var random = SeededRandom(seed: UInt64(max(0, subject.knobs.integer("seed"))))
    expansion = StochasticExpansion(
      of: tokens.map(\.id), p: subject.knobs.number("p"), table, &random)
    if knobs.isOn("dropout") { dropped = try await makeDropped(subject.memory, ticket) }
  }

  private static func tokenizer(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) -> any Tokenizer {
    if let given = subject.tokenizers.first { return given }
    struct Key: Hashable { var texts: [Subject.Text] }
    return try await subject.memory.value(for: Key(texts: subject.texts)) { () throws(Trouble) in
      try MicroTokenizer.learned(from: subject.texts.map(\.bytes), merges: 2000, ticket)
    }
  }

  /// The tokens of a part of a text; their ranges count bytes of the whole.
  private static func tokens(
    of text: [UInt8], _ part: Range<Int>, _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> [Token] {
    try tokenizer.encode(
      Array(text[part]), EncodeOptions(special: .text, isWindow: part.count < text.count), ticket
    )
    .map { Token(id: $0.id, start: Int($0.start) + part.lowerBound, end: Int($0.end) + part.lowerBound) }
  }

  /// Where the token stands that can be cut in most ways.
  private static func richest(_ tokens: [Token], _ table: SplitTable) -> Int? {
    tokens.max { table.pairs(of: $0.id).count < table.pairs(of: $1.id).count }?.bytes.lowerBound
  }

  private static func chosen(
    _ wanted: String, _ tokens: [Token], _ place: Int, _ tokenizer: any Tokenizer, _ table: SplitTable,
    _ ticket: Ticket
  ) throws(Trouble) -> TokenID? {
    if wanted.isEmpty { return (tokens.first { $0.bytes.upperBound > place } ?? tokens.last)?.id }
    let options = EncodeOptions(special: .text)
    let tries = try [wanted, " " + wanted].map { text throws(Trouble) in
      try tokenizer.encode(Array(text.utf8), options, ticket)
    }
    let best = tries.min { $0.count < $1.count } ?? []
    return best.max { $0.bytes.count < $1.bytes.count }?.id
  }

  // MARK: - Beside it: BPE-dropout

  private func makeDropped(_ memory: LensMemory, _ ticket: Ticket) async throws(Trouble) -> Dropped {
    struct NoiseKey: Hashable { var tokenizer: TokenizerKey }
    let (tokenizer, entries) = (tokenizer, entries)
    let noise = try await memory.value(for: NoiseKey(tokenizer: TokenizerKey(tokenizer))) {
      () throws(Trouble) in
      try WordNoise(tokenizer, entries, ticket)
    }
    let goal = lengths(p: p, draws: 24).mean
    struct RateKey: Hashable { var tokenizer: TokenizerKey; var ids: [TokenID]; var p: Double }
    let key = RateKey(tokenizer: TokenizerKey(tokenizer), ids: measured, p: p)
    let rate = try await memory.value(for: key) { () throws(Trouble) in try matched(noise, goal, ticket) }
    var random = SeededRandom(seed: seed)
    let sample = dropoutLengths(noise, rate, draws: 16)
    return Dropped(
      p: rate, isDropout: noise.isDropout, segments: droppedSegments(noise, rate, &random), mean: sample.mean,
      deviation: sample.deviation)
  }

  /// The rate at which the mean length is the wanted one, by halving.
  private func matched(_ noise: WordNoise, _ goal: Double, _ ticket: Ticket) throws(Trouble) -> Double {
    if p == 0 { return 0 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<10 {
      try ticket.step(ticket.fraction)
      let middle = (low + high) / 2
      if dropoutLengths(noise, middle, draws: 6).mean < goal { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func dropoutLengths(_ noise: WordNoise, _ rate: Double, draws: Int) -> Spread {
    let words = WordSpans.groups(measured, begins)
    return Spread(
      (0..<draws).map { draw in
        var random = SeededRandom(seed: seed &+ UInt64(draw) &* 7919)
        return Double(words.reduce(0) { $0 + noise.spelled($1, p: rate, &random).count })
      })
  }

  private func droppedSegments(
    _ noise: WordNoise, _ rate: Double, _ random: inout SeededRandom
  ) -> [Segments.Segment] {
    let ids = tokens.map(\.id)
    return WordSpans.groups(ids, begins).flatMap { group -> [Segments.Segment] in
      let spelled = noise.spelled(group, p: rate, &random)
      let range = tokens[group.startIndex].bytes.lowerBound..<tokens[group.endIndex - 1].bytes.upperBound
      let isChanged = !spelled.elementsEqual(group)
      if !isChanged { return Cuts.segments(Array(tokens[group.indices])) }
      return zip(spelled, Cuts.divided(range, into: spelled.map { entries.bytes(of: $0).count })).map {
        Segments.Segment(id: $0, range: $1, isMarked: true)
      }
    }
  }

  // MARK: - Lengths

  /// How many tokens the measured part has after expanding, over some draws.
  func lengths(p: Double, draws: Int) -> Spread {
    Spread(
      (0..<draws).map { draw in
        var random = SeededRandom(seed: seed &+ UInt64(draw) &* 104_729)
        return Double(StochasticExpansion(of: measured, p: p, table, &random).ids.count)
      })
  }

  /// The expanded tokens where they stand in the text.
  var expandedSegments: [Segments.Segment] {
    var segments: [Segments.Segment] = []
    var at = 0
    while at < expansion.ids.count {
      let source = expansion.sources[at]
      let end = expansion.sources[at...].firstIndex { $0 != source } ?? expansion.sources.count
      let parts = expansion.ids[at..<end]
      let ranges = Cuts.divided(tokens[source].bytes, into: parts.map { entries.bytes(of: $0).count })
      segments += zip(parts, ranges).map { Segments.Segment(id: $0, range: $1, isMarked: parts.count > 1) }
      at = end
    }
    return segments
  }
}

/// Mean and standard deviation of some numbers.
struct Spread: Equatable {
  var mean: Double
  var deviation: Double

  init(_ values: [Double]) {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)).squareRoot()
  }
}
