import Basics
import Foundation
import Testing
import Tokens

/// What tiktoken's and Hugging Face's own engines do with patterns and training texts, recorded by
/// Tests/References/make_engine_goldens.py.
@Suite struct EngineGoldenTests {
  private struct Line: Decodable {
    var texts: [String]?
    var dialect: String?
    var pattern: String?
    var pieces: [[String]]?
  }

  private struct Training: Decodable {
    var text: String
    var merges: [[TokenID]]
    var count: Int
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Goldens/"

  @Test func `patterns match as with their own engine`() throws {
    let lines = try Files.read(Self.folder + "patterns.jsonl").split(separator: 10).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
    let texts = try #require(lines[0].texts).map { Array($0.utf8) }
    for line in lines.dropFirst() {
      let pattern = try #require(line.pattern)
      let dialect = try #require(PatternDialect(rawValue: line.dialect ?? ""))
      let general = try PatternSplitter(pattern, dialect)
      let machine = PatternMachine(pattern, dialect)
      for (text, expected) in zip(texts, try #require(line.pieces)) {
        let found = try pieces(general, text)
        if let machine { #expect(try pieces(machine, text) == found, "\(dialect) \(pattern)") }
        let ours = dialect == .rust ? found.filter { !$0.isEmpty } : isolated(found, text.count)
        let words = ours.map { String(decoding: text[$0], as: UTF8.self) }
        #expect(
          words.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
          "\(dialect) \(pattern): \(words) \(expected)")
      }
    }
    #expect(lines.count > 40)
  }

  /// The matches and what lies between them.
  private func isolated(_ matches: [Range<Int>], _ count: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var last = 0
    for match in matches + [count..<count] {
      if match.lowerBound > last { result.append(last..<match.lowerBound) }
      if !match.isEmpty { result.append(match) }
      last = match.upperBound
    }
    return result
  }

  @Test func `the trainer learns what Hugging Face's learns`() throws {
    let golden = try JSONDecoder().decode(
      Training.self, from: Data(try Files.read(Self.folder + "trainer.json")))
    let trainer = BytePairTrainer(
      vocabularySize: 1000, specialTokens: ["<|endoftext|>"])
    let source = WordSource(try Splitters.find(Patterns.gpt2, .oniguruma))
    let learned = try trainer.train([Array(golden.text.utf8)], source, .open)
    #expect(learned.entries.count == golden.count)
    #expect(learned.merges == golden.merges.map { Merge($0[0], $0[1]) })
  }
}
