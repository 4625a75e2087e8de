import Basics
import Testing
import Tokens

/// The trainer against the plain one and against Hugging Face's.
@Suite struct TrainerTests {
  private func trainer(_ size: Int, minimum: Int = 2) throws -> BytePairTrainer {
    BytePairTrainer(
      vocabularySize: size, minimumFrequency: minimum, specialTokens: ["<|endoftext|>"],
      splitter: try Splitters.find(Patterns.gpt2, .rust))
  }

  @Test("the trainer learns what the plain one learns", arguments: UInt64(0)..<8)
  func fastEqualsPlain(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let texts = (0..<4).map { _ in random.text(atMost: 200) }
    let trainer = try trainer(257 + 150, minimum: Int(seed % 3))
    let fast = try trainer.train(texts, .open)
    let plain = try PlainBytePairTrainer(trainer).train(texts, .open)
    #expect(fast == plain)
    #expect(fast.merges.count > 20)
  }

  @Test func `of equally frequent pairs that with the lower ids is merged first`() throws {
    let learned = try trainer(257 + 4, minimum: 1).train([Array("abab ab".utf8)], .open)
    #expect(learned.entries.suffix(3).map { String(decoding: $0, as: UTF8.self) } == ["ab", " ab", "abab"])
    #expect(learned.entries[0] == Array("<|endoftext|>".utf8) && learned.kinds[0] == .special)
  }

  @Test func `what was learned makes a model that gives the text back`() throws {
    let text = Array("the cat sat on the mat; the cat sat on the hat".utf8)
    let learned = try trainer(257 + 30).train([text], .open)
    let model = try BytePairModel(
      vocabulary: learned.vocabulary, merges: learned.merges, rules: BytePairRules())
    var tokens: [Token] = []
    let splitter = try Splitters.find(Patterns.gpt2, .rust)
    try splitter.forEachMatch(in: text.span, 0..<text.count) { (start, end) throws(Trouble) in
      model.encode(text.span, start..<end, into: &tokens)
    }
    #expect(tokens.flatMap { learned.entries[Int($0.id)] } == text)
    #expect(tokens.count < text.count / 2)
  }

  @Test func `training stops when it is cancelled`() throws {
    let ticket = Ticket()
    ticket.cancel()
    let trainer = try trainer(300)
    #expect(throws: Trouble.cancelled) { try trainer.train([Array("the cat the cat".utf8)], ticket) }
  }
}
