import Basics
import Figures
import Testing
import Tokens

@testable import Lenses

/// Merges chosen for compression, by the numbers of the sheet.
@Suite struct MergeRaceTests {
  private static let text = "the cat sat on the mat. the cat ate the rat on the mat."

  private func race(_ settings: MergeRace.Settings, isPlain: Bool, _ text: String = text) throws -> MergeRace
  {
    var race = MergeRace(text, settings)
    try race.run(isPlain: isPlain, .open)
    return race
  }

  @Test func `plain merges are those of byte pair encoding`() throws {
    let race = try race(MergeRace.Settings(merges: 6), isPlain: true)
    #expect(race.startBits == 217)
    #expect(
      race.steps.map { "\($0.entry)(\($0.count))" } == [
        "at(7)", "e (6)", "he (5)", "the (5)", "at (4)", " the (3)",
      ])
    #expect(race.steps.map(\.tokens) == [48, 42, 37, 32, 28, 25])
    #expect(race.steps.map(\.bits) == [199, 181, 163, 136, 139, 139])
  }

  @Test func `merges chosen for length give fewer bits with more tokens`() throws {
    let race = try race(MergeRace.Settings(candidates: 8, merges: 6), isPlain: false)
    #expect(race.steps.map(\.entry) == ["he", "he ", "the ", "on", "at", "at "])
    #expect(race.steps.map(\.tokens) == [50, 45, 40, 38, 31, 27])
    #expect(race.steps.map(\.bits) == [190, 163, 145, 127, 134, 124])
  }

  @Test("one candidate is plain byte pair encoding", arguments: MergeRace.Compressor.allCases)
  func one(compressor: MergeRace.Compressor) throws {
    let settings = MergeRace.Settings(candidates: 1, merges: 10, compressor: compressor)
    #expect(try race(settings, isPlain: false).steps == race(settings, isPlain: true).steps)
  }

  @Test("more candidates never make the first step longer", arguments: [2, 4, 16])
  func candidates(count: Int) throws {
    let few = try race(MergeRace.Settings(candidates: count / 2, merges: 1), isPlain: false).steps[0]
    let many = try race(MergeRace.Settings(candidates: count, merges: 1), isPlain: false).steps[0]
    #expect(many.bits <= few.bits)
  }

  @Test func `tokens are the text, whatever was merged`() throws {
    let text = "aaaa aaab été été naïve aaaa"
    for isPlain in [true, false] {
      let race = try race(MergeRace.Settings(merges: 9), isPlain: isPlain, text)
      #expect(race.ids.map { race.entries[Int($0)] }.joined() == text)
      // `aa` is there twice in `aaaa`, not three times.
      #expect(race.steps.allSatisfy { $0.count >= 2 })
    }
    #expect(try race(MergeRace.Settings(merges: 1), isPlain: true, "aaaaaaa").steps[0].count == 3)
  }

  @Test func `a text without repeats is left as it is`() throws {
    #expect(try race(MergeRace.Settings(), isPlain: false, "abc").steps.isEmpty)
    #expect(try race(MergeRace.Settings(), isPlain: false, "").ids.isEmpty)
  }

  @Test func `a race stops when it is cancelled`() {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) {
      var race = MergeRace(Self.text, MergeRace.Settings())
      try race.run(isPlain: false, ticket)
    }
  }
}

/// The lens on the program's own samples.
@Suite struct InformationTests {
  private func look(_ set: [(String, String)] = [], _ memory: LensMemory = LensMemory()) async throws -> Plate
  {
    var subject = SampleTexts.subject(InformationLens.card)
    subject.memory = memory
    subject.tokenizers = [SegmentTokenizer(ByteSegmenter())]
    for (key, value) in set { try subject.knobs.set(key, value) }
    return try await InformationLens().look(at: subject, .open)
  }

  private func chart(_ plate: Plate, _ index: Int) throws -> Chart {
    guard case .chart(let chart) = plate.figures[index] else { throw Trouble(.fault, "no chart") }
    return chart
  }

  private func line(_ chart: Chart, _ name: String) throws -> [Double] {
    try #require(chart.series.first { $0.name == name }).points.map(\.y)
  }

  @Test func `more training text raises the first entropy and lowers the others`() async throws {
    let entropies = try await chart(look(), 0)
    let (first, second, third) = (
      try line(entropies, "H1"), try line(entropies, "H2"), try line(entropies, "H3")
    )
    #expect(first.count >= 5)
    #expect(try #require(first.last) > first[0])
    #expect(try #require(second.last) < second[0] && #require(third.last) < third[0])
    // The control: shuffled tokens tell little about each other, but on a small text the high orders vanish all the same.
    let control = try line(entropies, "H2 shuffled")
    #expect(zip(control, second).allSatisfy { $0 > $1 })
    #expect(try #require(line(entropies, "H5 shuffled").last) < 0.1)
  }

  @Test func `on numbers the entropies stay apart from zero`() async throws {
    let own = try await line(chart(look([("k", "2")]), 0), "H2")
    let numbers = try await line(chart(look([("k", "2"), ("test", "numbers")]), 0), "H2")
    #expect(try #require(numbers.last) / numbers[0] > #require(own.last) / own[0])
  }

  @Test func `the capacity that is used is a share, and Rényi's is smaller`() async throws {
    let capacity = try await chart(look(), 3)
    let (shannon, renyi) = (try line(capacity, "η"), try line(capacity, "η of order 2.0"))
    #expect(zip(shannon, renyi).allSatisfy { (0...1).contains($0) && $1 <= $0 })
  }

  @Test func `the duel is on the text that the alignment shows`() async throws {
    let plate = try await look([("merges", "21")])
    guard case .alignment(let alignment) = plate.figures.last, let text = alignment.rows.first?.text else {
      return #expect(Bool(false))
    }
    #expect(!text.isEmpty && alignment.rows.allSatisfy { $0.text == text })
    for (index, row) in alignment.rows.enumerated() {
      #expect(row.segments.map(\.range.lowerBound) == [0] + row.segments.dropLast().map(\.range.upperBound))
      #expect(
        alignment.regions.map { $0.ranges[index].lowerBound } == [0]
          + alignment.regions.dropLast().map { $0.ranges[index].upperBound })
      for region in alignment.regions where region.isShared {
        let own = row.segments.filter { region.ranges[index].contains($0.range.lowerBound) }.map(\.range)
        #expect(
          own
            == alignment.rows[0].segments.filter { region.ranges[0].contains($0.range.lowerBound) }.map(
              \.range))
      }
    }
    #expect(alignment.regions.contains { !$0.isShared } && alignment.regions.contains { $0.isShared })
  }

  @Test(arguments: ["wordpiece", "unigram"])
  func `other ways of learning are measured alike`(algorithm: String) async throws {
    let plate = try await look([
      ("algorithm", algorithm), ("n", "10000"), ("vocabulary", "556"), ("merges", "1"),
    ])
    #expect(try line(chart(plate, 0), "H1").allSatisfy { $0 > 3 && $0 < 10 })
    #expect(plate.label[0].contains("over characters"))
  }

  @Test func `turning the order of Rényi learns nothing anew`() async throws {
    let memory = LensMemory()
    _ = try await look([("n", "10000"), ("merges", "1")], memory)
    let first = await memory.count
    _ = try await look([("n", "10000"), ("merges", "1"), ("alpha", "3")], memory)
    // Measurements are kept again, for the new order; trainings and the duel are those of before.
    #expect(await memory.count < 2 * first - 1)
  }

  @Test func `a person's own text is split into learning and measuring`() async throws {
    let text = (0..<400).map { "line \($0) of a text with words\n" }.joined()
    let own = Subject.Text(name: "own.txt", bytes: Array(text.utf8))
    var subject = Subject(texts: [own], tokenizers: [], knobs: Knobs(InformationLens.card.knobs))
    let plate = try await InformationLens().look(at: subject, .open)
    #expect(plate.label[0].contains("own.txt, held out") && !plate.links.isEmpty)
    for link in plate.links.prefix(20) { #expect(link.bytes.upperBound <= own.bytes.count) }
    try subject.knobs.set("test", "second")
    await #expect(throws: Trouble.self) { try await InformationLens().look(at: subject, .open) }
    subject.texts = [.init(name: "short", bytes: Array("short".utf8))]
    await #expect(throws: Trouble.self) { try await InformationLens().look(at: subject, .open) }
  }

  @Test func `the lens stops when it is cancelled`() async throws {
    var subject = SampleTexts.subject(InformationLens.card)
    let ticket = Ticket()
    subject.show = { _ in ticket.cancel() }
    await #expect(throws: Trouble.cancelled) { try await InformationLens().look(at: subject, ticket) }
  }
}
