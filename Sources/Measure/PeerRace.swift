import Basics
import Formats
import Tokens

/// What a process with `--encode TOKENIZER TEXT` does, for a race with other libraries: loads, encodes the text as the script
/// `bench_peers.py` cuts it for them, and prints a line of JSON.
enum PeerRace {
  /// Documents are about this long, and end at line ends.
  private static let documentSize = 8_000

  static func run(_ arguments: [String]) throws {
    guard arguments.count == 2 else {
      throw Trouble(.usage, at: .option("--encode"), "it wants a tokenizer and a text", remedy: "Name both")
    }
    let text = try Files.read(arguments[1])
    let documents = documents(of: text)
    let clock = ContinuousClock()
    let before = MemoryBench.residentMegabytes()
    var tokenizer: (any Tokenizer)?
    let load = try clock.measure {
      tokenizer = try TokenizerReader.read(path: arguments[0], ticket: .open)
    }
    guard let tokenizer else { return }
    let first = try clock.measure { try encode(documents, tokenizer) }
    let later = try [false, true, false, true, false].map { isWhole in
      try clock.measure { try encode(isWhole ? [text] : documents, tokenizer) }
    }
    let memory = MemoryBench.residentMegabytes() - before
    func rate(_ time: Duration) -> Double { Double(text.count) / 1e6 / (time / .seconds(1)) }
    print(
      "{\"load\": \(load / .seconds(1)), \"first\": \(rate(first)), \"later\": \(rate(later.min() ?? first)), "
        + "\"memory\": \(memory)}")
  }

  private static func encode(_ texts: [[UInt8]], _ tokenizer: any Tokenizer) throws {
    for text in texts { _ = try tokenizer.ids(text, EncodeOptions(), .open) }
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
