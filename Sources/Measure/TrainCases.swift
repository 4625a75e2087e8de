import Basics
import Formats
import Tokens

/// Learning byte pairs from ten megabytes, beside the plain trainer on a hundredth of them.
enum TrainCases {
  static func cases(_ bench: Bench) -> [Case] {
    let text = bench.corpus
    let start = Array(text.prefix(text.count / 100))
    return [(8_000, "8k"), (32_000, "32k")].map { size, name in
      Case("train \(name), \(text.count / 1_000_000) MB", .milliseconds, reference: "train \(size)") {
        try train(text, size) { words, trainer in try trainer.train(words, .open).merges.count }
      }
    } + [
      Case("train 2k, a hundredth, fast", .milliseconds) {
        try train(start, 2_000) { words, trainer in try trainer.train(words, .open).merges.count }
      },
      Case("train 2k, a hundredth, plain", .milliseconds) {
        try train(start, 2_000) { words, trainer in
          try PlainBytePairTrainer(trainer).train(words, .open).merges.count
        }
      },
      Case("train, words of \(text.count / 1_000_000) MB", .throughput(bytes: text.count)) {
        let source = try rules.source()
        return { try WordCounts([text], source, .open).count }
      },
    ]
  }

  private static let rules = WordRules(WordRules.Cut("gpt2"))

  private static func train(
    _ text: [UInt8], _ size: Int, _ learn: @escaping (WordCounts, BytePairTrainer) throws -> Int
  ) throws -> () throws -> Int {
    let source = try rules.source()
    return { try learn(WordCounts([text], source, .open), BytePairTrainer(vocabularySize: size)) }
  }
}
