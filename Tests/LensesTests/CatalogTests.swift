import Basics
import Figures
import Foundation
import Lenses
import Testing
import Tokens

/// What holds of every lens.
@Suite struct CatalogTests {
  private static let shelf: [String] = {
    let folder = Samples.root.appendingPathComponent("Sources/Lenses/Shelf")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix("Lens.swift") }.map {
      String($0.split(separator: "/").last?.dropLast(6) ?? "")
    }
  }()

  private static let indexes = Array(LensCatalog.all.indices)

  @Test func `every lens on the shelf is in the catalogue`() {
    let listed = Set(LensCatalog.all.map { "\($0)" })
    #expect(!Self.shelf.isEmpty)
    for name in Self.shelf { #expect(listed.contains(name), "\(name) is not listed in Catalog.swift") }
    #expect(listed.count == Self.shelf.count)
  }

  @Test func `no id and no number is used twice, and either finds its lens`() {
    let cards = LensCatalog.all.map { $0.card }
    #expect(Set(cards.map(\.id)).count == cards.count && Set(cards.map(\.number)).count == cards.count)
    for card in cards {
      #expect(LensCatalog.named(card.id)?.card == card && LensCatalog.named(card.number)?.card == card)
    }
  }

  @Test(arguments: indexes) func `a card says all that a person needs`(index: Int) throws {
    let card = LensCatalog.all[index].card
    #expect(card.question.hasSuffix("?") && card.source.contains("arXiv") && !card.title.isEmpty)
    #expect(!card.needs.words.isEmpty && (!card.needs.samples.isEmpty || card.needs.texts == 0))
    #expect(card.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } && card.number.count == 2)
    for sample in card.needs.samples {
      let path = Samples.root.appendingPathComponent("Samples/\(sample)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(sample)")
    }
    #expect(Set(card.knobs.map(\.key)).count == card.knobs.count)
    var knobs = Knobs(card.knobs)
    for knob in card.knobs {
      #expect(!knob.help.isEmpty && !knob.title.isEmpty)
      try knobs.set(knob.key, knob.initial)
      #expect(knobs.text(knob.key) == knob.initial)
    }
  }

  @Test(arguments: indexes) func `a lens runs on its sample, and its links lead somewhere`(index: Int)
    async throws
  {
    let lens = LensCatalog.all[index]
    let subject = try Samples.subject(lens.card)
    let plate = try await lens.init().look(at: subject, .open)
    #expect(!plate.figures.isEmpty && !plate.label.isEmpty)
    for link in plate.links {
      #expect(plate.figures.indices.contains(link.figure) && link.item >= 0)
      #expect(link.bytes.upperBound <= subject.texts[0].bytes.count)
    }
  }

  @Test(arguments: indexes) func `a lens that was cancelled before it began stops at once`(index: Int)
    async throws
  {
    let lens = LensCatalog.all[index]
    let ticket = Ticket()
    ticket.cancel()
    let subject = try Samples.subject(lens.card)
    await #expect(throws: Trouble.cancelled) { try await lens.init().look(at: subject, ticket) }
  }

  @Test(arguments: indexes) func `a lens that is cancelled while it looks ends as cancelled, or was done`(
    index: Int
  ) async throws {
    let lens = LensCatalog.all[index]
    let ticket = Ticket()
    let subject = try Samples.subject(lens.card)
    async let looking: Plate = lens.init().look(at: subject, ticket)
    try await Task.sleep(for: .milliseconds(60))
    ticket.cancel()
    do { _ = try await looking } catch { #expect(error as? Trouble == .cancelled) }
  }

  @Test(arguments: indexes) func `the same knobs give the same plate`(index: Int) async throws {
    let lens = LensCatalog.all[index]
    var subject = try Samples.subject(lens.card)
    let first = try await lens.init().look(at: subject, .open)
    #expect(try await lens.init().look(at: subject, .open) == first, "what it remembers changes nothing")
    subject.memory = LensMemory()
    #expect(try await lens.init().look(at: subject, .open) == first)
  }

  @Test(arguments: indexes) func `nothing that a person may bring is a trap`(index: Int) async throws {
    let lens = LensCatalog.all[index]
    // What a lens never looks at is not varied.
    if lens.card.needs.texts == 0, lens.card.needs.tokenizers.upperBound == 0 { return }
    // Shared, as a person's looks share it: what does not depend on the text is learned once.
    let memory = LensMemory()
    let texts: [[UInt8]] = [
      [], [0x61], Array(" ".utf8), [0xFF, 0xC3, 0x28, 0], Array("{\"ids_in\"".utf8),
      try Samples.text("nasty.txt"),
    ]
    for text in texts {
      for cursor in [0, text.count] {
        for tokenizer in [try Toy.abc(), TokenizerCatalog.named("bytes"), TokenizerCatalog.named("words")] {
          let subject = Subject(
            texts: [.init(name: "typed", bytes: text)], tokenizers: [tokenizer].compactMap { $0 },
            knobs: Knobs(lens.card.knobs), cursor: cursor, memory: memory)
          do { _ = try await lens.init().look(at: subject, .open) } catch {
            #expect(!error.description.isEmpty)
          }
        }
      }
    }
    let nothing = Subject(texts: [], tokenizers: [], knobs: Knobs(lens.card.knobs))
    await #expect(throws: Trouble.self) { try await lens.init().look(at: nothing, .open) }
  }
}
