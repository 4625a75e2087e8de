import Basics
import Figures
import Tokens

/// Where the difficulty of a text goes when a tokenizer learns from more text.
///
/// Of the token stream t₁…tₙ of a held-out text: H₁ = −Σ p log₂ p of the ids; Hₖ, the entropy of a token when the k − 1 before it
/// are known, by frequencies alone (see `GramCounts.entropy`); η = H₁/log₂ K with the whole vocabulary K; Rényi's
/// η_α = R_α/log₂ K. The stream 0 1 2 0 1 3 0 1 2 0 1 2 3 3 0 1 with K = 8 has H₁…H₄ = 1.954434, .583659, .428571, .365761 and
/// η = .651478. The claim: with more training text H₁ rises and Hₖ, k ≥ 2, fall; less so on text of another kind.
/// Source: Erdogan, Gorle, Chandak, Pilanci and Weissman, "An information-theoretic perspective on LLM tokenizers", 2026,
/// arXiv 2601.09039. Known from its abstract and third-party notes; how ids are written for DEFLATE is our assumption.
package struct InformationLens: Lens {
  package static let card = LensCard(
    id: "information", number: "15", title: "Entropy of the token stream",
    question: "Where does the difficulty of a text go when a tokenizer learns from more text?",
    source:
      "Erdogan, Gorle, Chandak, Pilanci and Weissman, An information-theoretic perspective on LLM tokenizers, 2026, arXiv 2601.09039",
    shelf: .measures,
    needs: Needs(
      "a text to learn from, whose end is held out; other texts to measure on; any tokenizers",
      samples: [
        "Prose", "Parallel/tr.txt", "Parallel/zh.txt", "Code/calculator.rs", "Code/json_reader.c",
        "Code/byte_pairs.py",
      ], texts: 200),
    knobs: [
      Knob(
        "n", "training text", "N, how many characters are learned from at most",
        .choice(["all", "1000", "10000", "100000", "1000000"])),
      Knob(
        "vocabulary", "vocabulary", "K, entries with the alphabet", .integer(1024, in: 300...8192, step: 256)),
      Knob("algorithm", "algorithm", "how tokenizers are learned", .choice(["bpe", "wordpiece", "unigram"])),
      Knob(
        "test", "test text", "what the curves are measured on",
        .choice(["held out", "second", "third", "fourth", "numbers"])),
      Knob("k", "k", "the highest order of entropy", .integer(5, in: 1...5, step: 1)),
      Knob("alpha", "α", "the order of Rényi's entropy", .number(2, in: 0...10, step: 0.5)),
      Knob(
        "control", "shuffled control", "the entropies of the same tokens in random order too", .toggle(true)),
      Knob("m", "M", "pairs that LZ-aware BPE tries at a merge", .integer(8, in: 1...64, step: 4)),
      Knob(
        "merges", "merges", "merges of the duel on 4 KB of the test text", .integer(60, in: 1...300, step: 20)
      ),
      Knob("compressor", "compressor", "what LZ-aware BPE makes small", .choice(["lz78", "deflate"])),
      Knob("ids", "ids as bytes", "how ids are written before DEFLATE", .choice(["leb128", "fixed16"])),
    ])

  /// Texts are cut as GPT-2 cuts them.
  static var pattern: String { ByteLevel.pattern }

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    let domains = try TestDomains(subject)
    var findings = try InformationFindings(domains, subject.knobs)
    let work = InformationWork(domains, subject, ticket)
    for (index, size) in findings.sizes.enumerated() {
      findings.rows.append(try await work.row(size, on: findings.test))
      try ticket.step(0.6 * Double(index + 1) / Double(findings.sizes.count))
      subject.show(findings.plate(subject))
    }
    for domain in domains.tests {
      findings.crossed += try await work.crossed(domain, learned: findings.sizes.last ?? 0)
    }
    subject.show(findings.plate(subject))
    findings.duel = try await work.duel(findings.test)
    return findings.plate(subject)
  }
}

/// The trainings and measurements of one look; what was done in a look before comes from memory.
struct InformationWork {
  private let domains: TestDomains
  private let tokenizers: [any Tokenizer]
  private let memory: LensMemory
  private let ticket: Ticket
  private let learning: Learning
  private let vocabulary: Int
  private let settings: MeasureSettings
  private let race: MergeRace.Settings

  private struct TrainingKey: Hashable {
    var text: [UInt8]
    var learning: Learning
    var vocabulary: Int
  }

  private struct MeasureKey: Hashable {
    var training: TrainingKey
    var test: TestDomains.Domain
    var settings: MeasureSettings
  }

  private struct DuelKey: Hashable {
    var text: [UInt8]
    var settings: MergeRace.Settings
  }

  init(_ domains: TestDomains, _ subject: Subject, _ ticket: Ticket) {
    let knobs = subject.knobs
    self.domains = domains
    self.ticket = ticket
    tokenizers = subject.tokenizers
    memory = subject.memory
    learning = Learning(rawValue: knobs.text("algorithm")) ?? .bytePairs
    vocabulary = knobs.integer("vocabulary")
    var settings = MeasureSettings()
    settings.alpha = knobs.number("alpha")
    settings.idForm = IDForm(rawValue: knobs.text("ids")) ?? .leb128
    settings.shuffleSeed = knobs.isOn("control") ? 1 : nil
    self.settings = settings
    race = MergeRace.Settings(
      candidates: knobs.integer("m"), merges: knobs.integer("merges"),
      compressor: MergeRace.Compressor(rawValue: knobs.text("compressor")) ?? .lz78, form: settings.idForm)
  }

  private func learned(_ key: TrainingKey) async throws(Trouble) -> LearnedTokenizer {
    try await memory.value(for: key) { () throws(Trouble) in
      try key.learning.learn([key.text], size: key.vocabulary, pattern: InformationLens.pattern, ticket)
    }
  }

  /// A tokenizer of so many characters, measured on a text.
  func row(_ characters: Int, on test: TestDomains.Domain) async throws(Trouble) -> InformationFindings.Row {
    let key = TrainingKey(text: domains.prefix(characters), learning: learning, vocabulary: vocabulary)
    let tokenizer = try await learned(key)
    let measure = MeasureKey(training: key, test: test, settings: settings)
    let settings = settings
    return try await memory.value(for: measure) { () throws(Trouble) in
      let tokens = try tokenizer.encode(test.bytes, ticket)
      return try Self.row(
        characters, test, tokens, tokenizer.tokenizer.vocabulary, unknown: tokenizer.unknown, settings, ticket
      )
    }
  }

  private static func row(
    _ characters: Int, _ test: TestDomains.Domain, _ tokens: [Token], _ vocabulary: any Vocabulary,
    unknown: TokenID?,
    _ settings: MeasureSettings, _ ticket: Ticket
  ) throws(Trouble) -> InformationFindings.Row {
    try ticket.step(ticket.fraction)
    var measuring = TokenMeasuring(vocabulary, settings)
    measuring.add(test.bytes, tokens)
    return InformationFindings.Row(
      characters: characters, measures: try measuring.measures(ticket), testBytes: test.bytes.count,
      testCharacters: test.characterCount, unknown: unknown.map { id in tokens.count { $0.id == id } } ?? 0)
  }

  /// The learned tokenizer and the open ones on one text.
  func crossed(
    _ test: TestDomains.Domain, learned characters: Int
  ) async throws(Trouble) -> [InformationFindings.Crossed] {
    var result: [InformationFindings.Crossed] = []
    let packed = DeflateLength.of(test.bytes)
    let own = try await row(characters, on: test)
    result.append(
      .init(tokenizer: "\(learning.rawValue), learned here", domain: test.name, row: own, packedText: packed))
    for tokenizer in tokenizers {
      let tokens = try tokenizer.encode(test.bytes, EncodeOptions(special: .text), ticket)
      let row = try Self.row(0, test, tokens, tokenizer.vocabulary, unknown: nil, settings, ticket)
      result.append(.init(tokenizer: tokenizer.card.name, domain: test.name, row: row, packedText: packed))
    }
    return result
  }

  /// Plain and LZ-aware BPE on the beginning of a text.
  func duel(_ test: TestDomains.Domain) async throws(Trouble) -> InformationFindings.Duel {
    let key = DuelKey(text: Self.beginning(test.bytes), settings: race)
    return try await memory.value(for: key) { () throws(Trouble) in
      let text = String(decoding: key.text, as: UTF8.self)
      var (plain, aware) = (MergeRace(text, key.settings), MergeRace(text, key.settings))
      try plain.run(isPlain: true, ticket)
      try aware.run(isPlain: false, ticket)
      return InformationFindings.Duel(text: text, plain: plain, aware: aware)
    }
  }

  /// At most 4 KiB, ended between characters.
  private static func beginning(_ bytes: [UInt8]) -> [UInt8] {
    var end = min(bytes.count, 4096)
    while end < bytes.count, end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(bytes[..<end])
  }
}
