import Basics
import Formats
import Tokens

/// Merging of single pieces: short ones that are no entries, and long ones of the kinds that make merging slow.
enum MergeCases {
  static func cases(_ bench: Bench) -> [Case] {
    ["gpt2", "cl100k_base"].flatMap { name -> [Case] in
      guard let file = bench.bytes("vocabs/tiktoken/\(name).tiktoken") else { return [] }
      return short(bench, name, file) + hostile.flatMap { long(name, file, $0.name, $0.text) }
    } + listed(bench)
  }

  /// A whole tokenizer with a list of merges.
  private static func listed(_ bench: Bench) -> [Case] {
    guard let folder = bench.folder else { return [] }
    return hostile.map { title, text in
      Case("merge hf/llama3.json \(text.count) bytes of \(title)", .throughput(bytes: text.count)) {
        let tokenizer = try TokenizerReader.read(path: "\(folder)/vocabs/hf/llama3.json", ticket: .open)
        return { try tokenizer.encode(text).count }
      }
    }
  }

  /// Every piece of the text that is no entry, the fast model beside the plain one.
  private static func short(_ bench: Bench, _ name: String, _ file: [UInt8]) -> [Case] {
    guard let pattern = Patterns.all.first(where: { $0.0 == name })?.1 else { return [] }
    return [(false, bench.text), (true, Array(bench.text.prefix(200_000)))].compactMap { isPlain, text in
      guard let pieces = try? Pieces(text, RankFile(file).table, pattern) else { return nil }
      let title = "merge \(name) \(pieces.ends.count) pieces, \(isPlain ? "plain" : "fast")"
      return Case(title, .throughput(bytes: pieces.bytes.count)) {
        let model = try model(file, isPlain: isPlain)
        return { pieces.encode(model) }
      }
    }
  }

  private static func long(_ name: String, _ file: [UInt8], _ title: String, _ text: [UInt8]) -> [Case] {
    [(false, text), (true, Array(text.prefix(1_000)))].map { isPlain, text in
      Case(
        "merge \(name) \(text.count) bytes of \(title), \(isPlain ? "plain" : "fast")",
        .throughput(bytes: text.count)
      ) {
        let model = try model(file, isPlain: isPlain)
        return {
          var tokens: [Token] = []
          model.encode(text.span, 0..<text.count, into: &tokens)
          return tokens.count
        }
      }
    }
  }

  private static func model(_ file: [UInt8], isPlain: Bool) throws -> any Model {
    let table = RankFile(file).table
    return isPlain ? PlainBytePair(ranked: table) : try BytePairModel(ranked: table)
  }

  /// Pieces that splitting never parts, each of a megabyte but the marks.
  private static var hostile: [(name: String, text: [UInt8])] {
    var random = SeededRandom(seed: 1)
    let size = 1 << 20
    func drawn(_ bytes: [UInt8]) -> [UInt8] {
      (0..<size).map { _ in bytes[Int(random.next() % UInt64(bytes.count))] }
    }
    let marks = (0..<26_000).flatMap { _ in
      [0xCC, 0x80 + UInt8(truncatingIfNeeded: random.next() % 0x40)]
    }
    return [
      ("a", Array(repeating: 97, count: size)), ("^", Array(repeating: 94, count: size)),
      ("spaces", Array(repeating: 32, count: size)), ("random bytes", drawn(Array(0...255))),
      ("combining marks", marks), ("DNA", drawn(Array("ACGT".utf8))),
      ("base64", drawn(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8))),
    ]
  }
}

/// The pieces of a text that are no entries, one behind the other.
private struct Pieces {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []

  init(_ text: [UInt8], _ table: VocabularyTable, _ pattern: String) throws(Trouble) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    let splitter = try Splitters.find(pattern, .rust)
    try splitter.forEachMatch(in: text.span, 0..<text.count) { (start, end) throws(Trouble) in
      if table.find(text.span.extracting(start..<end)) != nil { return }
      bytes += text[start..<end]
      ends.append(bytes.count)
    }
    (self.bytes, self.ends) = (bytes, ends)
  }

  func encode(_ model: any Model) -> Int {
    var tokens: [Token] = []
    var start = 0
    for end in ends {
      model.encode(bytes.span, start..<end, into: &tokens)
      start = end
    }
    return tokens.count
  }
}
