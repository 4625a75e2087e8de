import Basics
import Figures
import Formats
import Lenses
import Testing
import Tokens

@Suite struct SuperBPETests {
  private func look(_ settings: [String: String], _ change: (inout Subject) -> Void = { _ in }) async throws
    -> Plate
  {
    var subject = try Samples.subject(SuperBPELens.card)
    subject.texts = Array(subject.texts.prefix(4))
    for (key, value) in settings { try subject.knobs.set(key, value) }
    change(&subject)
    return try await SuperBPELens().look(at: subject, .open)
  }

  private func table(_ plate: Plate, _ title: String) -> Table? {
    plate.figures.lazy.compactMap {
      if case .table(let table) = $0, table.title.hasPrefix(title) { table } else { nil }
    }.first
  }

  private func chart(_ plate: Plate, _ title: String) -> Chart? {
    plate.figures.lazy.compactMap {
      if case .chart(let chart) = $0, chart.title.hasPrefix(title) { chart } else { nil }
    }.first
  }

  @Test func `the authors' own counts of tokens are 32.82 percent apart`() {
    let fewer = 1 - 150_738_138.0 / 224_388_826
    #expect((fewer * 10_000).rounded() == 3282)
  }

  @Test
  func `the first t merges are plain BPE's, no entry has more words than allowed, none a colon and a space`()
    async throws
  {
    let plain = try #require(table(try await look(["t": "600", "T": "600"]), "Merges"))
    let supers = try #require(table(try await look(["t": "300", "T": "600"]), "Merges"))
    #expect(plain.rows.count == 600 && supers.rows.count == 600)
    #expect(plain.rows.prefix(300).map { $0[4] } == supers.rows.prefix(300).map { $0[4] })
    #expect(plain.rows.prefix(300).map { $0[5] } == supers.rows.prefix(300).map { $0[5] })
    #expect(supers.rows[299][1] == .text("inside words") && supers.rows[300][1] == .text("across"))
    for row in supers.rows {
      guard case .bytes(let entry) = row[4] else { continue }
      #expect(entry.split(separator: 0x20).count <= 4 && !entry.dropLast().contains(0x0A))
      #expect(!zip(entry, entry.dropFirst()).contains { $0 == (0x3A, 0x20) })
    }
    let words = try #require(
      table(try await look(["t": "300", "T": "600", "words": "2"]), "Merges"))
    for row in words.rows {
      guard case .bytes(let entry) = row[4] else { continue }
      #expect(entry.split(separator: 0x20).count <= 2)
    }
  }

  @Test func `lifting the barrier brings superwords and more bytes a token; at t = T there are none`()
    async throws
  {
    let all = try await look(["t": "300", "T": "600"])
    let superwords = try #require(table(all, "Superwords"))
    #expect(superwords.rows.count > 10)
    let curve = try #require(chart(all, "By t"))
    let training = curve.series[1].points
    #expect(
      training.map(\.x) == training.map(\.x).sorted() && training.first?.x == 0 && training.last?.x == 600)
    let at300 = try #require(training.first { $0.x == 300 }), atEnd = try #require(training.last)
    #expect(at300.y > atEnd.y, "on the training text something is gained")
    let none = try await look(["t": "600", "T": "600"])
    #expect(try #require(table(none, "Superwords")).rows.isEmpty)
    let measures = try #require(table(none, "Measures"))
    guard case .number(let a, _) = measures.rows[0][1], case .number(let b, _) = measures.rows[0][2] else {
      return
    }
    #expect(abs(a - b) / a < 0.03, "BPE's merges under the second pattern are close to BPE, not equal")
  }

  @Test func `a t beyond T is told and not used`() async throws {
    let plate = try await look(["t": "900", "T": "500"])
    #expect(plate.label.contains { $0.contains("only 500 merges") })
  }

  @Test func `the bend of the growing vocabulary is at t`() async throws {
    let plate = try await look(["t": "300", "T": "600"])
    let growth = try #require(chart(plate, "By vocabulary"))
    let (plain, supers) = (growth.series[0].points, growth.series[1].points)
    for (a, b) in zip(plain, supers) where a.x <= 256 + 300 { #expect(abs(a.y - b.y) / a.y < 0.03) }
    #expect(plain.count == 12 && supers.count == 12)
  }

  @Test func `a sentence of the person is cut both ways, byte for byte`() async throws {
    let plate = try await look(["t": "200", "T": "400", "sentence": "at the end of the day: 12345 … naïve"])
    guard case .alignment(let alignment) = plate.figures[0] else {
      Issue.record("the first figure is an alignment")
      return
    }
    for row in alignment.rows {
      #expect(
        row.segments.flatMap { Array(row.text[$0.range]) }
          == Array("at the end of the day: 12345 … naïve".utf8))
    }
  }

  @Test func `two tokenizers can be compared, one cannot`() async throws {
    let toy = try Toy.abc()
    let plate = try await look(["start": "compare"]) {
      $0.texts = [.init(name: "typed", bytes: Array("abcab abc".utf8))]
      $0.tokenizers = [toy, TokenizerCatalog.named("bytes") ?? toy]
    }
    let measures = try #require(table(plate, "Measures"))
    #expect(measures.rows[0][1] == .integer(3) && measures.rows[0][2] == .integer(9))
    await #expect(throws: Trouble.self) { try await self.look(["start": "compare"]) }
    await #expect(throws: Trouble.self) {
      try await self.look(["start": "extend"]) { $0.tokenizers = TokenizerCatalog.all }
    }
  }

  @Test(
    .enabled(if: RealTokenizers.isPresent, "needs TESSERA_DATA"),
    arguments: ["tiktoken/gpt2.tiktoken", "hf/qwen2.json"])
  func `the first merges of a real tokenizer are gone on from`(name: String) async throws {
    let tokenizer = try RealTokenizers.read(name)
    let plate = try await look(["start": "extend", "t": "400", "T": "600"]) { $0.tokenizers = [tokenizer] }
    let log = try #require(table(plate, "Merges"))
    // More merges than new entries: some make an entry that another has made.
    #expect(log.rows.count >= 600)
    // Both know ` the` and ` and` among their first merges.
    let early = log.rows.prefix(400).compactMap {
      if case .bytes(let entry) = $0[4] { String(decoding: entry, as: UTF8.self) } else { nil }
    }
    #expect(early.contains(" the") && early.contains(" and") && early.contains("ing"))
    for row in log.rows.prefix(400) {
      guard case .bytes(let entry) = row[4] else { continue }
      #expect(tokenizer.vocabulary.id(of: entry) != nil)
    }
    #expect(try #require(table(plate, "Superwords")).rows.count > 5)
  }
}
