import Basics
import Testing

@testable import Tokens

/// The Unigram trainer against the plain one.
@Suite struct UnigramTrainerTests {
  private func words(_ seed: UInt64, atMost most: Int) throws -> WordCounts {
    var random = RandomText(seed: seed)
    let texts = (0..<4).map { _ in random.text(atMost: most) }
    return try WordCounts(texts, WordSource(Splitters.find(Patterns.gpt2, .rust)), .open)
  }

  @Test("sorted places find the substrings that a dictionary finds", arguments: UInt64(0)..<20)
  func substrings(seed: UInt64) throws {
    let words = UnigramWords(try words(seed, atMost: 200), .characters(limit: seed % 3 == 0 ? 20 : nil))
    let length = 2 + Int(seed % 6)
    let found = try SubstringCounts(words, maximumLength: length, .open).all()
    let pairs = found.map { (Array(words.units[$0.start..<$0.start + $0.length]), $0.count) }
    #expect(Set(pairs.map(\.0)).count == pairs.count)
    #expect(Dictionary(pairs) { a, _ in a } == PlainUnigramTrainer.substrings(words, length))
    #expect(!found.isEmpty)
  }

  @Test("the trainer learns what the plain one learns", arguments: UInt64(0)..<12)
  func fastEqualsPlain(seed: UInt64) throws {
    let words = try words(seed, atMost: 150)
    var trainer = UnigramTrainer(vocabularySize: 120, alphabet: .characters(limit: seed % 4 == 0 ? 40 : 80))
    trainer.maximumLength = 6
    if seed % 3 == 0 { trainer.seedSize = 150 }
    let fast = try trainer.train(words, .open)
    let plain = try PlainUnigramTrainer(trainer).train(words, .open)
    #expect(fast.entries == plain.entries)
    #expect(zip(fast.scores, plain.scores).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try fast == trainer.train(words.sorted(), .open))
    #expect(fast.entries.count <= 120 && Set(fast.entries).count == fast.entries.count)
  }

  @Test func `frequent words become entries, and every character stays`() throws {
    let text = Array(String(repeating: "the cat sat on the mat while the other cat ran ", count: 30).utf8)
    let words = try WordCounts([text], WordSource(Splitters.find(Patterns.gpt2, .rust)), .open)
    let learned = try UnigramTrainer(vocabularySize: 24, specialTokens: ["<unk>", "<s>"]).train(words, .open)
    let entries = learned.entries.map { String(decoding: $0, as: UTF8.self) }
    #expect(entries.count == 24 && entries.prefix(2) == ["<unk>", "<s>"])
    #expect(entries.contains(" the") && Set("thecasonmwilr ").isSubset(of: entries.joined()))
    #expect(learned.scores.dropFirst(2) == learned.scores.dropFirst(2).sorted(by: >)[...])
  }

  @Test func `digamma is right where it is known`() {
    #expect(abs(UnigramTrainer.digamma(1) + 0.577_215_664_901_532_9) < 1e-9)
    #expect(abs(UnigramTrainer.digamma(0.5) + 1.963_510_026_021_423_5) < 1e-9)
    #expect(abs(UnigramTrainer.digamma(10) - 2.251_752_589_066_721) < 1e-9)
  }

  @Test func `training stops when it is cancelled`() throws {
    let ticket = Ticket()
    ticket.cancel()
    let words = try words(1, atMost: 100)
    #expect(throws: Trouble.cancelled) { try UnigramTrainer(vocabularySize: 100).train(words, ticket) }
  }
}
