import Basics
import Foundation
import Testing
import Tokens

/// Measures of a text in three scripts, computed by Tests/References/measures.py from the ids and ranges of
/// `tessera encode`.
@Suite struct MeasureGoldenTests {
  private struct Golden: Decodable {
    var text: String
    var ids: [TokenID]
    /// Where each token begins, and where the last one ends.
    var starts: [Int]
    var expected: [String: Double]
  }

  /// A vocabulary of which only the number of entries is known.
  private struct Numbers: Vocabulary {
    var count: Int
    var idLimit: Int { count }
    func bytes(of id: TokenID) -> [UInt8]? { nil }
    func id(of bytes: [UInt8]) -> TokenID? { nil }
    func kind(of id: TokenID) -> EntryKind { .normal }
    func weight(of id: TokenID) -> EntryWeight? { nil }
  }

  private static let golden: Golden? = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try? Data(contentsOf: folder.appendingPathComponent("Goldens/measures.json"))
    return file.flatMap { try? JSONDecoder().decode(Golden.self, from: $0) }
  }()

  private func isNear(_ found: Double?, _ expected: Double?) -> Bool {
    guard let found, let expected else { return false }
    return abs(found - expected) <= 1e-9 * max(1, abs(expected))
  }

  /// Measures in parts that end where a token and a character end.
  private func measured(_ golden: Golden, partTokens: Int) throws -> TokenMeasures {
    let text = Array(golden.text.utf8)
    var measuring = TokenMeasuring(Numbers(count: Int(golden.expected["vocabulary"] ?? 0)), MeasureSettings())
    var first = 0
    for next in golden.ids.indices.map({ $0 + 1 }) {
      let end = golden.starts[next]
      let isCharacter = end == text.count || text[end] & 0xC0 != 0x80
      guard next == golden.ids.count || next - first >= partTokens && isCharacter else { continue }
      let start = golden.starts[first]
      let tokens = (first..<next).map { index in
        Token(
          id: golden.ids[index], start: golden.starts[index] - start, end: golden.starts[index + 1] - start)
      }
      measuring.add(Array(text[start..<end]), tokens)
      first = next
    }
    return try measuring.measures(.open)
  }

  @Test(
    "measures are those of the reference, however the text is divided", arguments: [1, 7, 500, 1_000_000])
  func reference(partTokens: Int) throws {
    let golden = try #require(Self.golden)
    let (found, expected) = (try measured(golden, partTokens: partTokens), golden.expected)
    for k in 1...5 {
      #expect(isNear(found.entropies[k - 1], expected["h\(k)"]), "order \(k)")
      if k > 1 { #expect(found.distinctGrams[k - 1].map(Double.init) == expected["distinct_\(k)_grams"]) }
    }
    #expect(
      Double(found.tokens) == expected["tokens"] && Double(found.distinctIDs) == expected["distinct_tokens"])
    #expect(isNear(found.renyiEntropy, expected["renyi_entropy"]))
    #expect(isNear(found.renyiEfficiency, expected["renyi_efficiency"]))
    #expect(isNear(found.capacityUse, expected["capacity_use"]))
    #expect(isNear(found.evenness, expected["shannon_efficiency"]))
    #expect(isNear(found.vocabularyUse, expected["vocabulary_use"]))
    #expect(found.lz78Bits.map(Double.init) == expected["lz78_bits"])
    #expect(found.lz78Phrases.map(Double.init) == expected["lz78_phrases"])
    #expect(found.deflateBytes.map(Double.init) == expected["deflate_bytes"])
    let words = Double(found.words.words)
    #expect(words == expected["words"])
    #expect(isNear(Double(found.words.single) / words, expected["single_token_share"]))
    #expect(isNear(Double(found.words.continued) / words, expected["continued_share"]))
  }

  @Test func `ids beyond the vocabulary leave out what needs its size`() throws {
    var measuring = TokenMeasuring(Numbers(count: 5), MeasureSettings())
    measuring.add(Array("ab".utf8), [Token(id: 1, start: 0, end: 1), Token(id: 9, start: 1, end: 2)])
    let measures = try measuring.measures(.open)
    #expect(measures.entries == nil && measures.lz78Bits == nil && measures.capacityUse == nil)
    #expect(measures.evenness == 1 && measures.entropies[0] == 1)
  }
}
