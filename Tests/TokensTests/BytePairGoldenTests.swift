import Basics
import Testing
import Tokens

/// Ids of whole vocabularies against tiktoken 0.14.0.
@Suite struct BytePairGoldenTests {
  @Test(
    "ids and spans equal the reference's", .enabled(if: Samples.arePresent),
    arguments: [
      "cl100k_base", "gpt2", "kimi-k2", "llama3", "o200k_base", "p50k_base", "qwen", "whisper-multilingual",
    ])
  func idsEqualTheReference(name: String) throws {
    let (table, pattern) = try Samples.tiktoken(name)
    let model = try BytePairModel(ranked: table)
    let splitter = try Splitters.find(pattern, .rust)
    var compared = 0
    for golden in try Samples.goldens("tiktoken.\(name).tiktoken") {
      guard let text = golden.bytes else { continue }
      let tokens = try encode(text, splitter, model)
      let ids = tokens.map { Int($0.id) }
      if let expected = golden.ids {
        #expect(ids == expected, "\(golden.id ?? "")")
        compared += 1
      }
      if let count = golden.count, let head = golden.head, let tail = golden.tail {
        #expect(
          ids.count == count && Array(ids.prefix(16)) == head && Array(ids.suffix(16)) == tail,
          "\(golden.id ?? "")")
      }
      if let spans = golden.spans {
        #expect(tokens.map { [$0.bytes.lowerBound, $0.bytes.upperBound] } == spans, "\(golden.id ?? "")")
      }
    }
    #expect(compared > 20)
  }

  private func encode(_ text: [UInt8], _ splitter: any Splitter, _ model: any Model) throws -> [Token] {
    var tokens: [Token] = []
    try TiktokenPieces.encode(text.span, 0..<text.count, splitter, model, into: &tokens)
    return tokens
  }
}
