import Basics
import Documents
import Formats
import Tokens
import Workbench

/// What a process with `--encode TOKENIZER TEXT`, `--ids TOKENIZER TEXT FILE` or `--train KIND TEXT SIZE` does, for the races with other
/// libraries in the script `bench_peers.py`: the work that they do, on the same documents, and a line of JSON.
enum PeerRace {
  /// Documents are about this long, and end at line ends.
  private static let documentSize = 8_000
  /// About so many of them are compared.
  private static let sampleSize = 100

  /// Whether the arguments ask for one of these, which is then done.
  static func answers(_ arguments: [String]) throws -> Bool {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "--encode": try run(rest)
    case "--ids": try ids(rest)
    case "--train": try train(rest)
    default: return false
    }
    return true
  }

  /// Times loading, then all documents, then the same again in one piece and in documents.
  private static func run(_ arguments: [String]) throws {
    guard arguments.count == 2 else { throw usage("--encode", "a tokenizer and a text") }
    let text = try Files.read(arguments[1])
    let documents = documents(of: text)
    let clock = ContinuousClock()
    let before = MemoryBench.residentMegabytes()
    var tokenizer: (any Tokenizer)?
    let load = try clock.measure {
      tokenizer = try TokenizerReader.read(path: arguments[0], ticket: .open)
    }
    guard let tokenizer else { return }
    let encode = { for text in $0 { _ = try tokenizer.ids(text, EncodeOptions(), .open) } } as Work
    let (first, later) = try times(text, documents, encode)
    let memory = MemoryBench.residentMegabytes() - before
    // Counting begins with a tokenizer of its own, so that nothing is cached.
    let counter = try TokenizerReader.read(path: arguments[0], ticket: .open)
    let count = { for text in $0 { _ = try counter.count(text, EncodeOptions(), .open) } } as Work
    let (countFirst, counted) = try times(text, documents, count)
    func rate(_ time: Duration) -> Double { Double(text.count) / 1e6 / (time / .seconds(1)) }
    print(
      "{\"load\": \(load / .seconds(1)), \"first\": \(rate(first)), \"later\": \(rate(later)), "
        + "\"count first\": \(rate(countFirst)), \"count\": \(rate(counted)), \"memory\": \(memory)}")
  }

  private typealias Work = ([[UInt8]]) throws -> Void

  /// The first pass, and the best of the later ones.
  private static func times(_ text: [UInt8], _ documents: [[UInt8]], _ work: Work) throws -> (
    Duration, Duration
  ) {
    let clock = ContinuousClock()
    let first = try clock.measure { try work(documents) }
    let later = try [false, true, false, true, false].map { isWhole in
      try clock.measure { try work(isWhole ? [text] : documents) }
    }
    return (first, later.min() ?? first)
  }

  /// Writes the ids of some documents: for each how many, then they, as numbers of four bytes.
  private static func ids(_ arguments: [String]) throws {
    guard arguments.count == 3 else { throw usage("--ids", "a tokenizer, a text and a file") }
    let tokenizer = try TokenizerReader.read(path: arguments[0], ticket: .open)
    let documents = documents(of: try Files.read(arguments[1]))
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: documents.count, by: max(1, documents.count / sampleSize)) {
      let ids = try tokenizer.ids(documents[index], EncodeOptions(), .open)
      for number in [UInt32(ids.count)] + ids {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
      }
    }
    try SafeFile.write(Rope(bytes), to: arguments[2])
    print("{}")
  }

  /// Times learning a vocabulary from a text: byte pairs in words of GPT-2's pattern, or a Unigram model.
  private static func train(_ arguments: [String]) throws {
    guard arguments.count == 3, let size = Int(arguments[2]) else {
      throw usage("--train", "bpe or unigram, a text and a size")
    }
    let before = MemoryBench.residentMegabytes()
    var entries = 0
    let time = try ContinuousClock().measure {
      let text = try Files.read(arguments[1])
      if arguments[0] == "unigram" {
        let words = try WordCounts([text], WordRules(.metaspace).source(), .open)
        entries = try UnigramTrainer(vocabularySize: size).train(words, .open).entries.count
      } else {
        let words = try WordCounts([text], WordRules(WordRules.Cut("gpt2")).source(), .open)
        entries = try BytePairTrainer(vocabularySize: size).train(words, .open).merges.count + 256
      }
    }
    let memory = MemoryBench.residentMegabytes() - before
    print("{\"seconds\": \(time / .seconds(1)), \"entries\": \(entries), \"memory\": \(memory)}")
  }

  private static func usage(_ option: String, _ what: String) -> Trouble {
    Trouble(.usage, at: .option(option), "it wants \(what)", remedy: "Name all of them")
  }

  private static func documents(of text: [UInt8]) -> [[UInt8]] {
    var documents: [[UInt8]] = []
    var start = 0
    while start < text.count {
      let end =
        text[min(text.count, start + documentSize)...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
        ?? text.count
      documents.append(Array(text[start..<end]))
      start = end
    }
    return documents
  }
}
