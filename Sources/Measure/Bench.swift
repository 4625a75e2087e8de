import Basics
import Documents
import Formats
import Glibc
import Tokens

/// Where cases find their inputs.
struct Bench {
  /// A folder with `vocabs`, as `--data` names it; nil without.
  let folder: String?
  /// The text that encoders read, as `--text` names it, or a made-up one.
  let text: [UInt8]
  /// What trainers learn from, as `--corpus` names it; nil without.
  let corpusPath: String?
  /// That text, or `text` without one.
  let corpus: [UInt8]

  /// A file below the data folder; nil when there is none, and the cases that need it are left out.
  func bytes(_ name: String) -> [UInt8]? { folder.flatMap { try? Files.read($0 + "/" + name) } }

  /// cl100k when there is a data folder, else the sample tokenizer.
  var tokenizer: (any Tokenizer)? {
    let path = folder.map { $0 + "/vocabs/tiktoken/cl100k_base.tiktoken" } ?? "Samples/tessera-sample.json"
    return try? TokenizerReader.read(path: path, ticket: .open)
  }

  /// The text, repeated up to a size.
  func text(of size: Int) -> Rope {
    var rope = Rope()
    let whole = Rope(text)
    while rope.count < size {
      rope.append(size - rope.count < whole.count ? whole.part(0..<size - rope.count) : whole)
    }
    return rope
  }

  /// A file of 200 MB in the temporary folder; nil when there is no room.
  func largeFile() -> String? {
    let path = "/tmp/tessera-bench-\(getpid()).txt"
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    for _ in 0...(200_000_000 / text.count) where !Files.write(text, to: descriptor) { return nil }
    return path
  }

  /// Sentences of made-up words from a seed, for want of a text: two megabytes.
  static func madeUpText() -> [UInt8] {
    var random = SeededRandom(seed: 1)
    let syllables = [
      "ka", "lo", "min", "ter", "a", "es", "ing", "tion", "re", "pro", "un", "der", "be", "sta", "the", "of",
    ]
    let words = (0..<5000).map { _ in
      (0...Int(random.next() % 3)).map { _ in syllables[Int(random.next() % UInt64(syllables.count))] }
        .joined()
    }
    var text: [UInt8] = []
    while text.count < 2_000_000 {
      // Squaring the number makes some words frequent and most rare.
      let place = Int(random.unit() * random.unit() * Double(words.count))
      text += Array(words[place].utf8)
      text += Array([" ", " ", " ", " ", " ", ", ", ". ", ".\n"][Int(random.next() % 8)].utf8)
    }
    return text
  }
}
