import Basics
import Foundation
import Testing
import Tokens

@testable import Formats

/// Counts as files.
struct WordCountsFileTests {
  private static let odd: [[UInt8]] = [
    Array(" the".utf8), [10], [13, 10], [9], [0], [0x5C], Array("\\n".utf8), [0xFF], [0xC3],
    [0x41, 0xE2, 0x82],
    Array("漢字".utf8), Array("\"quoted\"".utf8), [0x7F], Array("\\x41".utf8), [0xED, 0xA0, 0x80],
    [0xF4, 0x90, 0x80, 0x80],
  ]

  private func file(_ words: [[UInt8]] = odd, _ rules: WordRules = WordRules(.init("cl100k"), .nfc))
    -> WordCountsFile
  {
    var counts = WordCounts()
    for (index, word) in words.enumerated() { counts.add(word.span, 0..<word.count, times: index + 1) }
    return WordCountsFile(rules: rules, words: counts)
  }

  private func read(_ bytes: [UInt8]) throws -> WordCountsFile {
    let path = NSTemporaryDirectory() + "tessera-counts-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try WordCountsFile.read(path, .open)
  }

  @Test(arguments: ["a.tsv", "a.json"])
  func `words of any bytes are read as they were written`(_ name: String) throws {
    let file = file()
    let again = try read(file.written(as: name))
    #expect(again.words.dictionary == file.words.dictionary && again.rules == file.rules)
    #expect(again.written(as: name) == file.written(as: name))
  }

  @Test(arguments: [
    WordRules(.none), WordRules(.none, isByLine: true), WordRules(.bert, .bert), WordRules(.metaspace, .nfkc),
    WordRules(.pattern("a\tb|\\n"), isByLine: true), WordRules(.whitespace, .bertCased),
  ])
  func `rules are read as they were written`(_ rules: WordRules) throws {
    for name in ["a.tsv", "a.json"] {
      #expect(try read(file([[97]], rules).written(as: name)).rules == rules)
    }
  }

  @Test func `counts of the same rules are added, others refused`() throws {
    var sum = file()
    try sum.merge(file(), named: "b")
    #expect(sum.words.counts == file().words.counts.map { $0 * 2 })
    #expect(throws: Trouble.self) {
      try sum.merge(file(Self.odd, WordRules(.init("gpt2"), .nfc)), named: "c")
    }
    #expect(throws: Trouble.self) { try sum.merge(file(Self.odd, WordRules(.init("cl100k"))), named: "c") }
  }

  @Test(arguments: ["a.tsv", "a.json"])
  func `no prefix and no change of a byte traps`(_ name: String) throws {
    let good = file().written(as: name)
    for end in good.indices { _ = try? read(Array(good[..<end])) }
    var random = SeededRandom(seed: 3)
    for _ in 0..<600 {
      var bad = good
      bad[Int(random.next() % UInt64(bad.count))] = UInt8(truncatingIfNeeded: random.next())
      _ = try? read(bad)
    }
  }

  @Test func `a file that was cut off is refused with its line`() throws {
    let good = file().written(as: "a.tsv")
    let cut = good.prefix(good.count - 5)
    #expect { try read(Array(cut)) } throws: { "\($0)".contains("line") }
  }
}
