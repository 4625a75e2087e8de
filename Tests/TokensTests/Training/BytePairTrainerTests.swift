import Basics
import Testing
import Tokens

/// The trainer against the plain one.
@Suite struct BytePairTrainerTests {
  private func gpt2() throws -> WordSource { WordSource(try Splitters.find(Patterns.gpt2, .rust)) }

  private func trainer(_ size: Int, minimum: Int = 2) -> BytePairTrainer {
    BytePairTrainer(vocabularySize: size, minimumFrequency: minimum, specialTokens: ["<|endoftext|>"])
  }

  @Test("the trainer learns what the plain one learns", arguments: UInt64(0)..<12)
  func fastEqualsPlain(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let texts = (0..<4).map { _ in seed % 2 == 0 ? random.text(atMost: 200) : random.broken(atMost: 200) }
    let words = try WordCounts(texts, seed % 3 == 0 ? WordSource(nil) : gpt2(), .open)
    var trainer = trainer(257 + 150, minimum: Int(seed % 3))
    if seed % 4 == 1 { trainer.maximumLength = 4 }
    let fast = try trainer.train(words, .open)
    #expect(try fast == PlainBytePairTrainer(trainer).train(words, .open))
    #expect(fast.merges.count > 20)
  }

  @Test("over characters, with affixes and a limited alphabet, too", arguments: UInt64(0)..<24)
  func fastEqualsPlainOverCharacters(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let texts = (0..<4).map { _ in seed % 2 == 0 ? random.text(atMost: 200) : random.broken(atMost: 200) }
    let words = try WordCounts(texts, gpt2(), .open)
    let alphabet = TrainingAlphabet.characters(
      limit: seed % 3 == 0 ? 30 : nil, initial: seed % 5 == 0 ? ["☃", "a"] : [],
      continuingPrefix: seed % 4 < 2 ? "##" : "", endOfWordSuffix: seed % 8 < 4 ? "</w>" : "")
    let trainer = BytePairTrainer(
      vocabularySize: 400, minimumFrequency: 1, specialTokens: ["[UNK]"], alphabet: alphabet)
    let fast = try trainer.train(words, .open)
    #expect(try fast == PlainBytePairTrainer(trainer).train(words, .open))
    #expect(Set(fast.entries).count == fast.entries.count)
  }

  @Test("runs of equal symbols merge from left to right", arguments: UInt64(0)..<40)
  func runs(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let texts = (0..<12).map { _ in
      (0..<random.number(below: 40)).map { _ in [97, 98][random.number(below: 2)] as UInt8 }
    }
    let words = try WordCounts(texts, WordSource(nil), .open)
    let trainer = trainer(257 + 60, minimum: 1)
    #expect(try trainer.train(words, .open) == PlainBytePairTrainer(trainer).train(words, .open))
  }

  @Test func `of equally frequent pairs that with the lower ids is merged first`() throws {
    let learned = try trainer(257 + 4, minimum: 1).train([Array("abab ab".utf8)], gpt2(), .open)
    #expect(learned.entries.suffix(3).map { String(decoding: $0, as: UTF8.self) } == ["ab", " ab", "abab"])
    #expect(learned.entries[0] == Array("<|endoftext|>".utf8) && learned.kinds[0] == .special)
  }

  @Test func `what was learned makes a model that gives the text back`() throws {
    let text = Array("the cat sat on the mat; the cat sat on the hat".utf8)
    let learned = try trainer(257 + 30).train([text], gpt2(), .open)
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

  @Test func `a long run of one byte is learned in time`() throws {
    let learned = try trainer(257 + 20).train([[UInt8](repeating: 0, count: 1 << 20)], WordSource(nil), .open)
    #expect(learned.entries.last?.count == 1 << 19)
  }

  @Test func `training stops when it is cancelled`() throws {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) {
      try trainer(300).train([Array("the cat the".utf8)], gpt2(), ticket)
    }
  }

  @Test("steps tell what was merged and what was not", arguments: UInt64(0)..<6)
  func steps(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let words = try WordCounts([random.text(atMost: 400)], gpt2(), .open)
    let trainer = trainer(257 + 40)
    var training = try BytePairTraining(trainer, words, .open)
    while true {
      var ahead = training
      guard let step = try training.next(runnersUp: 10, .open) else { break }
      #expect(step.rank == training.learned.merges.count - 1)
      #expect(step.chosen.entry == training.learned.entries[Int(step.id)])
      let counts = ([step.chosen] + step.runnersUp).map(\.count)
      #expect(counts == counts.sorted(by: >) && step.runnersUp.count <= 10)
      #expect(Set(step.runnersUp.map(\.merge)).union([step.chosen.merge]).count == counts.count)
      #expect(try ahead.next(.open)?.chosen == step.chosen)
    }
    #expect(try training.learned == trainer.train(words, .open))
  }
}

/// Words and their counts.
@Suite struct WordCountsTests {
  @Test("words are counted like in a dictionary, in one go or in parts", arguments: UInt64(0)..<10)
  func counting(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let splitter = try Splitters.find(Patterns.cl100k, .rust)
    let texts = (0..<5).map { _ in random.broken(atMost: 900) }
    let whole = try WordCounts(texts, WordSource(splitter), .open)
    var parts = WordCounts()
    for text in texts { parts.add(try WordCounts([text], WordSource(splitter), .open)) }
    var expected: [[UInt8]: Int] = [:]
    for text in texts {
      for range in try pieces(splitter, text) { expected[Array(text[range]), default: 0] += 1 }
    }
    #expect(whole.dictionary == expected && parts.dictionary == expected)
    #expect(whole.sorted().dictionary == expected)
    #expect(
      (0..<whole.count).map { Array(whole.word($0)) } == (0..<parts.count).map { Array(parts.word($0)) })
  }

  @Test func `text between matches is a word, and lines are texts of their own`() throws {
    let digits = try Splitters.find(#"\d+"#, .oniguruma)
    let words = try WordCounts([Array("ab12cd\nef".utf8)], WordSource(digits, unit: .lines), .open)
    #expect(
      words.dictionary
        == ["ab": 1, "12": 1, "cd\n": 1, "ef": 1].reduce(into: [:]) { $0[Array($1.key.utf8)] = $1.value })
  }

  @Test func `sums stop at the largest number`() {
    var words = WordCounts()
    words.add([97].span, 0..<1, times: .max)
    words.add([97].span, 0..<1, times: 5)
    #expect(words.counts == [.max])
  }
}
