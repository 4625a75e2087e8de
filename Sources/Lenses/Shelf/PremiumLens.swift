import Basics
import Figures
import Tokens

/// Why a language costs more tokens: one tokenizer for each language, trained on the same sentences.
///
/// CTC(l) is the number of tokens of the whole parallel text in language l; its premium is CTC(l)/CTC(reference). Per language
/// CTC = a·Vᵇ is fitted over the vocabularies V, and V*(l) = (CTC*/a)^(1/b) is the vocabulary at which the language takes a
/// target CTC*. With CTC 5200, 4300, 3650, 3200 for English at V = 512 … 4096 and CTC* = 4300, V* is 1086. Tokenizers are then
/// trained at V* and measured. Premiums are per content, not per character or word, which would hide them.
/// Source: Arnett, Chang, Biderman and Bergen, "Explaining and mitigating crosslingual tokenizer inequities", NeurIPS 2025,
/// arXiv 2510.21909. Known from its abstract and third-party notes; the default target and the measure of data similarity
/// are ours.
package struct PremiumLens: Lens {
  package static let card = LensCard(
    id: "premium", number: "20", title: "Token premiums",
    question: "Why does my language cost more tokens, and which vocabulary would make it equal?",
    source:
      "Arnett, Chang, Biderman and Bergen, Explaining and mitigating crosslingual tokenizer inequities, NeurIPS 2025, arXiv 2510.21909",
    shelf: .measures,
    needs: Needs(
      "a folder with the same sentences in several languages, one file each; or a table with the heading language,V,CTC",
      samples: ["Parallel"], texts: 200),
    knobs: [
      Knob(
        "target", "target", "CTC* in percent of the median language at the middle vocabulary; moves every V*",
        .number(100, in: 20...500, step: 5)),
      Knob(
        "v", "vocabulary", "V at which languages are compared, entries",
        .choice(["600", "300", "400", "900"])),
      Knob("algorithm", "algorithm", "how tokenizers are learned", .choice(["bpe", "unigram", "superbpe"])),
      Knob(
        "reference", "reference", "the language with premium 1; min is the one with the fewest tokens",
        .text("en")),
      Knob(
        "scaled", "scaled", "train each language on all its sentences; off: on equally many bytes",
        .toggle(true)),
      Knob("languages", "languages", "only these, with spaces between; empty for all", .text("")),
      Knob(
        "feature", "feature", "what the points are spread by",
        .choice(PremiumFeature.allCases.map(\.rawValue))),
    ])

  /// Vocabularies of the fit.
  static let grid = [300, 400, 600, 900]
  /// White space begins a word; nothing else cuts.
  static let pattern = #" ?\S+|\s+"#
  /// The largest vocabulary that is trained for a V*.
  static let largest = 4 * 900

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    let knobs = subject.knobs
    if subject.texts.count == 1, let text = subject.texts.first,
      let table = try TokenCounts(table: text.bytes, named: text.name)
    {
      var findings = PremiumFindings(knobs, counts: table)
      try findings.settleReference(among: table.rows.map(\.language))
      try findings.settle()
      return findings.plate(subject)
    }
    let all = try Self.chosen(ParallelText.all(of: subject), knobs.text("languages"))
    let work = PremiumWork(all, knobs, subject.memory, ticket)
    var findings = PremiumFindings(knobs, counts: TokenCounts(rows: []))
    try findings.settleReference(among: all.map(\.language))
    for (index, text) in all.enumerated() {
      findings.add(try await work.language(text))
      try ticket.step(Double(index + 1) / Double(2 * all.count))
      if index + 1 < all.count { subject.show(findings.plate(subject)) }
    }
    findings.shared = try await work.shared(subject.tokenizers)
    try findings.settle()
    subject.show(findings.plate(subject))
    for (index, optimum) in findings.optima.enumerated() {
      findings.optima[index].measured = try await work.measured(optimum)
      try ticket.step(0.5 + Double(index + 1) / Double(2 * all.count))
    }
    return findings.plate(subject)
  }

  /// The languages that were asked for. Throws when one is not there.
  private static func chosen(_ texts: [ParallelText], _ names: String) throws(Trouble) -> [ParallelText] {
    let names = names.split(separator: " ").map(String.init)
    if names.isEmpty { return texts }
    if let missing = names.first(where: { name in !texts.contains { $0.language == name } }) {
      throw unknownLanguage(missing, among: texts.map(\.language), knob: "languages")
    }
    return texts.filter { names.contains($0.language) }
  }

  static func unknownLanguage(_ name: String, among known: [String], knob: String) -> Trouble {
    Trouble(
      .usage, at: .option(knob), "there is no text in \(name)",
      remedy: "There are \(known.joined(separator: ", "))")
  }
}

/// The trainings and counts of one look; what was done in a look before comes from memory.
struct PremiumWork {
  private let texts: [ParallelText]
  private let learning: Learning
  private let memory: LensMemory
  private let ticket: Ticket
  /// Bytes of training text for each language; nil for all.
  private let budget: Int?

  private struct Key: Hashable {
    var text: ParallelText
    var learning: Learning
    var size: Int
    var budget: Int?
  }

  init(_ texts: [ParallelText], _ knobs: Knobs, _ memory: LensMemory, _ ticket: Ticket) {
    self.texts = texts
    self.memory = memory
    self.ticket = ticket
    learning = Learning(rawValue: knobs.text("algorithm")) ?? .bytePairs
    budget = knobs.isOn("scaled") ? nil : texts.map(\.byteCount).min()
  }

  /// A language's tokens over the grid, and what it looks like.
  func language(_ text: ParallelText) async throws(Trouble) -> PremiumFindings.Language {
    var points: [TokenCounts.Point] = []
    for size in PremiumLens.grid { points.append(try await point(text, size)) }
    let features = LanguageFeatures(text)
    let training = training(text)
    return PremiumFindings.Language(
      row: TokenCounts.Row(language: text.language, points: points), features: features,
      lines: text.lines.count,
      characters: text.scalarCount, bytes: text.byteCount,
      similarity: budget == nil ? 1 : LanguageFeatures.similarity(of: text, to: training))
  }

  private func training(_ text: ParallelText) -> [[UInt8]] {
    budget.map { text.limited(to: $0) } ?? text.lines
  }

  /// Trains one tokenizer and counts the tokens of the whole text.
  private func point(_ text: ParallelText, _ size: Int) async throws(Trouble) -> TokenCounts.Point {
    let key = Key(text: text, learning: learning, size: size, budget: budget)
    return try await memory.value(for: key) { () throws(Trouble) in
      let learned = try learning.learn(
        training(text), size: size, pattern: PremiumLens.pattern, least: 1, ticket)
      let tokens = try Self.count(text, learned.tokenizer, ticket)
      return TokenCounts.Point(vocabulary: size, tokens: tokens, isReached: learned.size == size)
    }
  }

  /// Tokens at the vocabulary of an optimum; nil when it is too small or large to be trained.
  func measured(_ optimum: PremiumFindings.Optimum) async throws(Trouble) -> TokenCounts.Point? {
    guard let text = texts.first(where: { $0.language == optimum.language }),
      let vocabulary = optimum.vocabulary,
      vocabulary > Double(learning.alphabetSize ?? 1), vocabulary <= Double(PremiumLens.largest)
    else { return nil }
    return try await point(text, Int(vocabulary.rounded()))
  }

  /// Tokens of every language by tokenizers that are the same for all.
  func shared(_ tokenizers: [any Tokenizer]) async throws(Trouble) -> [PremiumFindings.Shared] {
    var result: [PremiumFindings.Shared] = []
    for tokenizer in tokenizers {
      var counts: [Int] = []
      for text in texts { counts.append(try Self.count(text, tokenizer, ticket)) }
      result.append(PremiumFindings.Shared(name: tokenizer.card.name, tokens: counts))
    }
    return result
  }

  private static func count(
    _ text: ParallelText, _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> Int {
    var count = 0
    for line in text.lines {
      try ticket.step(ticket.fraction)
      count += try tokenizer.encode(line, EncodeOptions(special: .text, isWindow: true), ticket).count
    }
    return count
  }
}
