import Basics
import Testing
import Tokens

/// The two stages of SuperBPE on a text small enough to follow by hand.
@Suite struct SuperBytePairTests {
  private static let lines = [
    "by the way the cat sat by the mat", "by the way we sat by the way", "the cat sat on the mat by the way",
  ].map { Array($0.utf8) }

  private func words() throws -> WordCounts {
    try WordCounts(Self.lines, WordSource(Splitters.find(#" ?\p{L}+"#, .oniguruma)), .open)
  }

  private func lines() throws -> WordCounts { try WordCounts(Self.lines, WordSource(nil), .open) }

  private func trainer(merges: Int, transition: Int) -> SuperBytePairTrainer {
    SuperBytePairTrainer(
      BytePairTrainer(vocabularySize: 13 + merges, minimumFrequency: 1, alphabet: .characters()),
      transition: transition)
  }

  private func learned(_ transition: Int, merges: Int = 16) throws -> TrainedBytePairs {
    try trainer(merges: merges, transition: transition).train(words: words(), lines: lines(), .open)
  }

  private func tokens(_ text: String, _ learned: TrainedBytePairs) throws -> [String] {
    let model = try BytePairModel(
      vocabulary: learned.vocabulary, merges: learned.merges, rules: BytePairRules(alphabet: .characters))
    var tokens: [Token] = []
    let bytes = Array(text.utf8)
    model.encode(bytes.span, 0..<bytes.count, into: &tokens)
    return tokens.map {
      String(decoding: learned.entries[Int($0.id)], as: UTF8.self).replacing(" ", with: "_")
    }
  }

  @Test func `the first stage is plain training`() throws {
    var training = try BytePairTraining(
      trainer(merges: 16, transition: 16).trainer, words(), .open)
    var steps: [String] = []
    while let step = try training.next(.open) {
      steps.append(
        String(decoding: step.chosen.entry, as: UTF8.self).replacing(" ", with: "_") + "\(step.chosen.count)")
    }
    #expect(training.learned.entries.count - steps.count == 13)
    #expect(
      steps.joined(separator: " ")
        == "he8 the8 _the7 at7 _w5 by5 ay4 _way4 _s3 _by3 _sat3 _c2 _m2 _cat2 _mat2 _o1")
  }

  @Test func `the second stage joins words, most frequent first`() throws {
    let super10 = trainer(merges: 16, transition: 10)
    let first = try BytePairTrainer(vocabularySize: 23, minimumFrequency: 1, alphabet: .characters())
      .train(words(), .open)
    var training = try super10.secondStage(first, lines: lines(), .open)
    var steps: [String] = []
    while let step = try training.next(.open) {
      steps.append(
        String(decoding: step.chosen.entry, as: UTF8.self).replacing(" ", with: "_") + "\(step.chosen.count)")
    }
    #expect(steps.joined(separator: " ") == "_the_way4 _the_3 at_by3 cat2 by_the_way2 _sat_by2")
    #expect(try training.learned == learned(10))
  }

  @Test(arguments: zip([0, 4, 8, 10, 12, 14, 16], [18, 20, 20, 24, 25, 25, 28]))
  func `how many tokens the lines have by the place of the transition`(transition: Int, count: Int) throws {
    let learned = try learned(transition)
    let counts = try Self.lines.map { try tokens(String(decoding: $0, as: UTF8.self), learned).count }
    #expect(counts.reduce(0, +) == count)
  }

  @Test func `unseen text may have more tokens than before`() throws {
    let (pairs, supers) = (try learned(16), try learned(10))
    let text = "by the way the cat sat on the mat"
    #expect(try tokens(text, pairs).count == 10)
    #expect(
      try tokens(text, supers).joined(separator: "|") == "by_the_way|_the_|cat|_s|at|_|o|n|_the_|m|at")
    #expect(try tokens("by the mat we sat", pairs).count == 6)
    #expect(try tokens("by the mat we sat", supers).count == 8)
  }

  @Test(
    "no entry breaks the rules, and the first merges are those of plain training", arguments: UInt64(0)..<6)
  func invariants(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let texts = (0..<3).map { _ in Array("note: a b ".utf8) + random.text(atMost: 600) }
    let first = WordSource(try Splitters.find(SuperBytePairTrainer.firstPattern, .oniguruma), unit: .lines)
    let second = WordSource(try Splitters.find(SuperBytePairTrainer.secondPattern, .oniguruma), unit: .lines)
    let words = try WordCounts(texts, first, .open)
    let plain = BytePairTrainer(vocabularySize: 256 + 200, minimumFrequency: 1)
    let trainer = SuperBytePairTrainer(plain, transition: 60)
    let learned = try trainer.train(words: words, lines: WordCounts(texts, second, .open), .open)
    #expect(try learned.merges.prefix(60) == plain.train(words, .open).merges.prefix(60))
    for entry in learned.entries {
      #expect(!zip(entry, entry.dropFirst()).contains { $0 == (0x3A, 0x20) })
      #expect(entry.split(separator: 0x20).count <= 4 && !entry.dropLast().contains(10))
    }
    let whole = SuperBytePairTrainer(plain, transition: 200)
    #expect(try whole.train(words: words, lines: words, .open) == plain.train(words, .open))
  }
}
