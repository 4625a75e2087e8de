import Basics
import Figures
import Foundation
import Testing
import Tokens

@testable import Lenses

/// The arithmetic of token premiums, by the numbers of its sheet.
@Suite struct PremiumTests {
  private static let table = """
    language,V,CTC
    en,512,5200
    en,1024,4300
    en,2048,3650
    en,4096,3200
    tr,512,6400
    tr,1024,5300
    tr,2048,4450
    tr,4096,3850
    zh,512,7800
    zh,1024,6900
    zh,2048,6200
    zh,4096,5650
    """

  private func isNear(_ a: Double?, _ b: Double, _ share: Double = 1e-6) -> Bool {
    a.map { abs($0 - b) <= abs(b) * share } ?? false
  }

  private func counts() throws -> TokenCounts {
    try #require(try TokenCounts(table: Array(Self.table.utf8), named: "ctc.csv"))
  }

  @Test(arguments: [
    ("en", 22036.932, -0.233776, 0.993518, 1085.77), ("tr", 29244.649, -0.245183, 0.996606, 2487.39),
    ("zh", 20359.711, -0.155, 0.996189, 22740.52),
  ])
  func `the curve of a language is fitted in logarithms`(
    language: String, a: Double, b: Double, r2: Double, optimal: Double
  ) throws {
    let row = try #require(counts().rows.first { $0.language == language })
    let fit = try #require(row.fit)
    #expect(isNear(fit.a, a, 1e-6) && isNear(fit.b, b, 1e-4) && isNear(fit.determination, r2))
    #expect(isNear(fit.vocabulary(for: 4300), optimal, 1e-5))
    #expect(isNear(fit.tokens(at: try #require(fit.vocabulary(for: 4300))), 4300, 1e-9))
  }

  @Test func `premiums are against the reference, whose own is one`() throws {
    let premiums = try counts().premiums(at: 1024, against: "en").map(\.premium)
    #expect(premiums[0] == 1 && isNear(premiums[1], 1.232558) && isNear(premiums[2], 1.604651))
    #expect(try counts().premiums(at: 1024, against: nil).map(\.premium) == premiums)
    #expect(try counts().premiums(at: 1024, against: "zh")[2].premium == 1)
  }

  @Test func `scaling all counts changes neither premiums nor vocabularies`() throws {
    var scaled = try counts()
    for row in scaled.rows.indices {
      for point in scaled.rows[row].points.indices { scaled.rows[row].points[point].tokens *= 7 }
    }
    let (before, after) = (try counts(), scaled)
    #expect(
      zip(before.premiums(at: 512, against: "en"), after.premiums(at: 512, against: "en"))
        .allSatisfy { abs($0.premium - $1.premium) < 1e-12 })
    for (a, b) in zip(before.rows, after.rows) {
      #expect(isNear(b.fit?.vocabulary(for: 7 * 4300), try #require(a.fit?.vocabulary(for: 4300)), 1e-9))
    }
  }

  @Test func `variances are compared by the F distribution`() throws {
    let before = try #require(Inequity([4300, 5300, 6900]))
    let after = try #require(Inequity([4310, 4290, 4305]))
    #expect(before.variance == 1_720_000 && isNear(after.variance, 108.333333))
    let test = try #require(before.comparison(with: after))
    #expect(isNear(test.f, 15876.9, 1e-5) && isNear(test.p, 1.2596e-4, 1e-4))
    #expect(isNear(try #require(after.comparison(with: before)).p, test.p, 1e-9))
    #expect(try #require(before.comparison(with: before)).p == 1)
    #expect(isNear(before.spread, 6900.0 / 4300))
    // Mean of |xi − xj| over all nine pairs is 2 · (1000 + 2600 + 1600) / 9.
    #expect(isNear(before.gini, 2 * 5200.0 / 9 / (2 * 5500)))
  }

  @Test func `the incomplete beta function is right where it is known`() {
    #expect(isNear(IncompleteBeta.regularized(0.3, 1, 1), 0.3, 1e-12))
    #expect(isNear(IncompleteBeta.regularized(0.25, 2, 1), 0.0625, 1e-12))
    #expect(isNear(IncompleteBeta.regularized(0.5, 47.5, 47.5), 0.5, 1e-10))
    // I_x(2, 3) = 6x² − 8x³ + 3x⁴.
    #expect(isNear(IncompleteBeta.regularized(0.9, 2, 3), 0.9963, 1e-10))
  }

  @Test func `features of a language are those of its text`() {
    let texts = ["the cat sat", "araba geldi", "我喜欢猫"].map {
      ParallelText(language: "", lines: [Array($0.utf8)])
    }
    #expect(isNear(LanguageFeatures(texts[0]).whitespaceShare, 0.181818, 1e-5))
    #expect(isNear(LanguageFeatures(texts[1]).whitespaceShare, 0.090909, 1e-5))
    #expect(LanguageFeatures(texts[2]).whitespaceShare == 0 && LanguageFeatures(texts[2]).script == "Han")
    let english = ParallelText(language: "en", lines: [Array("I like cats".utf8)])
    #expect(isNear(Double(texts[2].byteCount) / Double(english.byteCount), 1.090909))
    #expect(LanguageFeatures.similarity(of: english, to: [Array("cats I know".utf8)]) == 2.0 / 3)
  }

  @Test func `features together explain what they were made of`() throws {
    let (a, b) = ([1.0, 2, 3, 4, 5, 7], [2.0, 1, 4, 3, 9, 1])
    let y = zip(a, b).map { 3 * $0 - 2 * $1 + 5 }
    #expect(isNear(JointFit.determination([a, b, Array(repeating: 1, count: 6)], y), 1, 1e-9))
    let alone = try #require(LinearFit(zip(a, y).map { ($0, $1) })?.determination)
    #expect(isNear(JointFit.determination([a], y), alone, 1e-9))
    #expect(JointFit.determination([a, a.map { 2 * $0 }], y) == nil)
    #expect(JointFit.determination([[1, 1, 1, 1, 1, 1]], y) == nil)
  }

  @Test func `a table of counts is looked at without training`() async throws {
    let text = Subject.Text(name: "ctc.csv", bytes: Array(Self.table.utf8))
    var subject = Subject(texts: [text], tokenizers: [], knobs: Knobs(PremiumLens.card.knobs))
    // The median of 3650, 4450 and 6200 at V = 2048.
    let plate = try await PremiumLens().look(at: subject, .open)
    guard case .chart(let chart) = plate.figures[0] else { return #expect(Bool(false)) }
    #expect(chart.series.first { $0.name == "target" }?.points.map(\.y) == [4450, 4450])
    try subject.knobs.set("target", "50")
    guard case .table(let optima) = try await PremiumLens().look(at: subject, .open).figures[2] else {
      return #expect(Bool(false))
    }
    #expect(optima.rows.last?[8] == .text("beyond, not trained"))
    let broken = Subject.Text(name: "ctc.csv", bytes: Array("language,V,CTC\nen,12\n".utf8))
    await #expect(throws: Trouble.self) {
      try await PremiumLens().look(
        at: Subject(texts: [broken], tokenizers: [], knobs: Knobs(PremiumLens.card.knobs)), .open)
    }
  }

  @Test func `texts that are not parallel are refused`() async {
    let texts = [("en", "a\nb\n"), ("de", "a\n")].map {
      Subject.Text(name: $0, language: $0, bytes: Array($1.utf8))
    }
    await #expect {
      try await PremiumLens().look(
        at: Subject(texts: texts, tokenizers: [], knobs: Knobs(PremiumLens.card.knobs)), .open)
    } throws: {
      ($0 as? Trouble)?.description.contains("1 lines here and 2 in en") == true
    }
  }
}

/// The lens on the program's own samples.
@Suite struct PremiumSampleTests {
  private func table(_ plate: Plate, _ key: String) throws -> Table {
    try #require(
      plate.figures.compactMap { figure in
        if case .table(let table) = figure, table.columns.contains(where: { $0.key == key }) {
          table
        } else {
          nil
        }
      }.first)
  }

  private func numbers(_ table: Table, _ key: String) throws -> [Double?] {
    let column = try #require(table.columns.firstIndex { $0.key == key })
    return table.rows.map { row in
      switch row[column] {
      case .integer(let number): Double(number)
      case .number(let number, _): number
      default: nil
      }
    }
  }

  @Test func `languages meet the target when each has its own vocabulary`() async throws {
    let plate = try await PremiumLens().look(at: SampleTexts.subject(PremiumLens.card), .open)
    let inequity = try table(plate, "gini")
    let variation = try numbers(inequity, "variation").compactMap { $0 }
    #expect(variation.count == 2 && variation[1] < variation[0] / 2)
    #expect(
      plate.label.contains { $0.contains("in-sample") } && plate.label.contains { $0.contains("samples") })
    guard case .chart(let chart) = plate.figures[0] else { return #expect(Bool(false)) }
    let english = try #require(chart.series.first { $0.name == "en" })
    // Vocabularies of one language are nested, so tokens only fall.
    #expect(zip(english.points, english.points.dropFirst()).allSatisfy { $1.y <= $0.y })
    #expect(try numbers(table(plate, "premium"), "premium").compactMap { $0 }.count == 24)
  }

  @Test func `superwords lower the count of languages with spaces most`() async throws {
    var subject = SampleTexts.subject(PremiumLens.card)
    try subject.knobs.set("languages", "en de th zh")
    try subject.knobs.set("v", "900")
    let plain = try await numbers(table(PremiumLens().look(at: subject, .open), "ctc"), "ctc")
    try subject.knobs.set("algorithm", "superbpe")
    let superwords = try await numbers(table(PremiumLens().look(at: subject, .open), "ctc"), "ctc")
    let shares = zip(plain, superwords).compactMap { a, b in a.flatMap { a in b.map { $0 / a } } }
    #expect(shares.count == 4)
    #expect(min(shares[2], shares[3]) > max(shares[0], shares[1]) - 0.02)
  }

  @Test func `moving the target trains nothing that was trained before`() async throws {
    var subject = SampleTexts.subject(PremiumLens.card)
    try subject.knobs.set("languages", "en tr")
    _ = try await PremiumLens().look(at: subject, .open)
    let known = await subject.memory.count
    try subject.knobs.set("feature", "bytes per character")
    _ = try await PremiumLens().look(at: subject, .open)
    #expect(await subject.memory.count == known)
    try subject.knobs.set("target", "90")
    _ = try await PremiumLens().look(at: subject, .open)
    // Only the two optima are new.
    #expect(await subject.memory.count <= known + 2)
  }

  @Test(arguments: ["bpe", "unigram", "superbpe"])
  func `every way of learning stops when it is cancelled`(algorithm: String) async throws {
    var subject = SampleTexts.subject(PremiumLens.card)
    try subject.knobs.set("algorithm", algorithm)
    let ticket = Ticket()
    subject.show = { _ in ticket.cancel() }
    await #expect(throws: Trouble.cancelled) { try await PremiumLens().look(at: subject, ticket) }
  }

  @Test func `plates are shown while languages are learned`() async throws {
    var subject = SampleTexts.subject(PremiumLens.card)
    let counts = Counter()
    subject.show = { _ in counts.add() }
    _ = try await PremiumLens().look(at: subject, .open)
    #expect(counts.value >= 23)
  }

  @Test func `a reference that is not there is named with those that are`() async throws {
    var subject = SampleTexts.subject(PremiumLens.card)
    try subject.knobs.set("reference", "xx")
    await #expect {
      try await PremiumLens().look(at: subject, .open)
    } throws: {
      ($0 as? Trouble)?.description.hasPrefix("reference: there is no text in xx. There are ar, bn") == true
    }
  }
}
