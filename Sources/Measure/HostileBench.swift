import Basics
import Formats
import Tokens

/// Texts that are slow for tokenizers which look at one stretch again and again: one megabyte of each, beside prose of the same
/// tokenizer, fresh for every text and then warm. What no text may do is take many times as long for each byte.
enum HostileBench {
  private static let size = 1 << 20
  private static let vocabularies = [
    ("gpt2", "tiktoken/gpt2.tiktoken"), ("cl100k", "tiktoken/cl100k_base.tiktoken"),
    ("llama3", "hf/llama3.json"), ("llama2", "hf/llama2.json"), ("bert", "hf/bert-base-uncased.json"),
    ("t5", "hf/t5-small.json"),
  ]

  static func run(_ bench: Bench) throws {
    guard let folder = bench.folder else { return }
    for (name, file) in vocabularies {
      let path = "\(folder)/vocabs/\(file)"
      guard let prose = try? time(path, Array(bench.text.prefix(size))) else { continue }
      print("hostile \(name), prose: \(described(prose))")
      for (what, text) in texts {
        let found = try time(path, text)
        let ratios =
          "\(Contest.short(found.first / prose.first)) and \(Contest.short(found.later / prose.later))"
        print("hostile \(name), \(what): \(described(found)), \(ratios) times the prose's time for a byte")
      }
    }
  }

  /// Seconds for a byte, of a tokenizer just opened and of one that has seen the text.
  private struct Times {
    var first: Double
    var later: Double
  }

  private static func described(_ times: Times) -> String {
    "\(Contest.short(1e-6 / times.first)) MB/s first, \(Contest.short(1e-6 / times.later)) later"
  }

  private static func time(_ path: String, _ text: [UInt8]) throws -> Times {
    var times = Times(first: .infinity, later: .infinity)
    for _ in 0..<3 {
      let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
      for round in 0..<3 {
        let start = ContinuousClock.now
        _ = try tokenizer.ids(text, EncodeOptions(), .open)
        let seconds = (ContinuousClock.now - start) / .seconds(1) / Double(text.count)
        if round == 0 {
          times.first = min(times.first, seconds)
        } else {
          times.later = min(times.later, seconds)
        }
      }
    }
    return times
  }

  private static let texts: [(String, [UInt8])] = [
    ("one letter", repeated("a")), ("carets", repeated("^")), ("spaces", repeated(" ")),
    ("newlines", repeated("\n")), ("one digit", repeated("7")), ("one ideograph", repeated("語")),
    ("random bytes", randomBytes()), ("random letters", randomLetters()), ("26,000 combining marks", marks()),
  ]

  private static func repeated(_ text: String) -> [UInt8] {
    let unit = Array(text.utf8)
    return (0..<size / unit.count).flatMap { _ in unit }
  }

  private static func randomBytes() -> [UInt8] {
    var random = SeededRandom(seed: 1)
    return (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private static func randomLetters() -> [UInt8] {
    var random = SeededRandom(seed: 2)
    return (0..<size).map { _ in 97 + UInt8(truncatingIfNeeded: random.next() % 26) }
  }

  /// One letter with acute, grave, diaeresis and tilde again and again.
  private static func marks() -> [UInt8] {
    Array("a".utf8)
      + (0..<26_000).flatMap { Array(["\u{301}", "\u{300}", "\u{308}", "\u{303}"][$0 % 4].utf8) }
  }
}
