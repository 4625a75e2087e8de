import Basics
import Figures
import Tokens

/// What one text and one tokenizer tell about phantom edits.
struct PhantomStudy: Sendable {
  /// A word with its probabilities, free and masked.
  struct Asked: Sendable {
    var target: EditTarget
    var spellings: Double
    var free: Slot
    var masked: Slot
  }

  let tokenizer: any Tokenizer
  let entries: SurfaceEntries
  let spaced: SpacedEntries
  let knobs: Knobs
  let name: String
  let isSample: Bool
  let text: EditText
  let model: TokenTrigrams
  let isDropout: Bool
  private(set) var words: [Asked] = []
  private(set) var chosen: Asked?
  /// A row of logits that was brought along.
  let logits: [Double]?

  var surface: Surface { Surface(rawValue: knobs.text("surface")) ?? .trimmed }
  var isMasked: Bool { knobs.isOn("mask") }

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    knobs = subject.knobs
    let texts = subject.texts.filter { !LogitsRow.isLikely($0.bytes) }
    let row = subject.texts.first { LogitsRow.isLikely($0.bytes) }
    logits = try row.map { text throws(Trouble) in try LogitsRow.read(text.bytes, named: text.name) }
    (name, isSample) = (texts[0].name, subject.isSample)
    let tokenizer = try await Self.tokenizer(subject, texts, ticket)
    let known = try await KnownEntries.of(tokenizer, subject.memory, ticket)
    (self.tokenizer, entries) = (tokenizer, known.entries)
    struct SpacedKey: Hashable { var tokenizer: TokenizerKey }
    let key = TokenizerKey(tokenizer)
    spaced = try await subject.memory.value(for: SpacedKey(tokenizer: key)) { () throws(Trouble) in
      try SpacedEntries(known.entries, ticket)
    }
    struct TextKey: Hashable { var tokenizer: TokenizerKey; var text: [UInt8] }
    let bytes = texts[0].bytes
    text = try await subject.memory.value(for: TextKey(tokenizer: key, text: bytes)) { () throws(Trouble) in
      try EditText(bytes, tokenizer, ticket)
    }
    (model, isDropout) = try await Self.model(subject, texts, known, ticket)
    try ask(subject, ticket)
  }

  private static func tokenizer(
    _ subject: Subject, _ texts: [Subject.Text], _ ticket: Ticket
  ) async throws(Trouble) -> any Tokenizer {
    if let given = subject.tokenizers.first, subject.knobs.text("vocabulary") == "given" { return given }
    struct Key: Hashable { var texts: [Subject.Text] }
    return try await subject.memory.value(for: Key(texts: texts)) { () throws(Trouble) in
      try MicroTokenizer.learned(from: texts.map(\.bytes), merges: 700, ticket)
    }
  }

  /// The most bytes of texts from which a micro model is learned.
  private static let learnedLimit = 1 << 19

  /// The micro model, learned from the texts cut with dropout, or remembered.
  private static func model(
    _ subject: Subject, _ texts: [Subject.Text], _ known: KnownEntries, _ ticket: Ticket
  ) async throws(Trouble) -> (TokenTrigrams, Bool) {
    struct NoiseKey: Hashable { var tokenizer: TokenizerKey }
    let key = TokenizerKey(known.tokenizer)
    let noise = try await subject.memory.value(for: NoiseKey(tokenizer: key)) { () throws(Trouble) in
      try WordNoise(known.tokenizer, known.entries, ticket)
    }
    struct Key: Hashable {
      var tokenizer: TokenizerKey; var texts: [Subject.Text]; var dropout: String; var seed: Int
    }
    let (rate, seed) = (subject.knobs.number("dropout"), rateSeed(subject.knobs))
    let modelKey = Key(tokenizer: key, texts: texts, dropout: subject.knobs.text("dropout"), seed: seed)
    let model = try await subject.memory.value(for: modelKey) { () throws(Trouble) in
      var random = SeededRandom(seed: UInt64(max(0, seed)))
      var (streams, room): ([[TokenID]], Int) = ([], learnedLimit)
      for (index, text) in texts.enumerated() where room > 0 {
        let bytes = Array(text.bytes.prefix(room))
        room -= bytes.count
        let ids = try known.tokenizer.encode(bytes, EncodeOptions(special: .text), ticket).map(\.id)
        var stream: [TokenID] = []
        for (number, word) in WordSpans.groups(ids, known.begins).enumerated() {
          if number & 255 == 0 { try ticket.step(0.5 * Double(index) / Double(texts.count)) }
          stream += noise.spelled(word, p: rate, &random)
        }
        streams.append(stream)
      }
      return try TokenTrigrams(streams, entries: known.entries.idLimit, beginsWord: known.begins, ticket)
    }
    return (model, noise.isDropout)
  }

  private static func rateSeed(_ knobs: Knobs) -> Int {
    knobs.number("dropout") == 0 ? 0 : knobs.integer("seed")
  }

  /// Asks about words drawn from the text, and about the chosen one.
  private mutating func ask(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    var sampled = SampledTrigrams(
      model, temperature: knobs.number("temperature"), top: knobs.integer("top-k"),
      nucleus: knobs.number("top-p"))
    let drawn = try text.drawn(
      knobs.integer("words"), entries, boundary: model.boundary, seed: UInt64(max(0, knobs.integer("seed"))),
      ticket)
    for (index, target) in drawn.enumerated() {
      try ticket.step(0.5 + 0.5 * Double(index) / Double(drawn.count))
      words.append(asked(target, limit: 64, &sampled))
    }
    let target = try wanted(subject, ticket)
    chosen = target.map { asked($0, limit: 256, &sampled) }
  }

  private func asked(_ target: EditTarget, limit: Int, _ sampled: inout SampledTrigrams) -> Asked {
    let graph = graph(of: target)
    sampled.forget()
    func slot(_ masked: Bool) -> Slot {
      Slot(graph, canonical: target.canonical, after: target.context, masked: masked, limit: limit, &sampled)
    }
    return Asked(target: target, spellings: graph.count, free: slot(false), masked: slot(true))
  }

  /// All spellings of a target.
  func graph(of target: EditTarget) -> SpellingGraph {
    let core = target.core
    return surface == .exact || core.isEmpty
      ? SpellingGraph(of: target.surface, entries) : SpellingGraph(trimmed: core, entries, spaced)
  }

  /// The word that the knob names, the one at the cursor, or on a sample the one with most phantoms of those drawn.
  private func wanted(_ subject: Subject, _ ticket: Ticket) throws(Trouble)
    -> EditTarget?
  {
    let word = knobs.text("word")
    if !word.isEmpty {
      let found = WordSpans.words(in: text.bytes).first { text.bytes[$0].elementsEqual(word.utf8) }
      if let found, let target = text.target(found, entries, boundary: model.boundary) { return target }
      return try unseen(word, ticket)
    }
    if subject.isSample && subject.cursor == 0,
      let best = words.max(by: { $0.free.different < $1.free.different })
    {
      return best.target
    }
    let place = min(subject.cursor, max(0, text.bytes.count - 1))
    return WordSpans.word(at: place, in: text.bytes).flatMap {
      text.target($0, entries, boundary: model.boundary)
    }
  }

  /// A word that the text does not have, as it stands at the beginning of a text behind a space.
  private func unseen(_ word: String, _ ticket: Ticket) throws(Trouble) -> EditTarget? {
    let bytes = Array((" " + word).utf8)
    let ids = try tokenizer.encode(bytes, EncodeOptions(special: .text), ticket).map(\.id)
    guard let surface = entries.surface(of: ids), surface.count <= EditTarget.limit else {
      throw Trouble(
        .input, at: .option("word"),
        "\(tokenizer.card.name) has no spelling of \(word) that can be looked at",
        remedy: "Choose another word of at most \(EditTarget.limit) bytes")
    }
    return EditTarget(
      range: 0..<0, canonical: ids, surface: surface,
      context: TokenTrigrams.Context(model.boundary, model.boundary), startsSentence: true)
  }
}
