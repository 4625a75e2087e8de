import Basics
import Foundation
import Testing

@testable import Tokens

/// Cuts drawn at random: what is drawn is possible, as frequent as it should be, and the same from one seed.
@Suite struct SamplingTests {
  private static let table = VocabularyTable(["a", "b", "c", "ab", "abc", "abab"].map { Array($0.utf8) })

  private static func pairs(_ merges: [Merge], dropout: Double? = nil, ignoresMerges: Bool = false) throws
    -> BytePairModel
  {
    var rules = BytePairRules(alphabet: .characters, ignoresMerges: ignoresMerges)
    rules.dropout = dropout
    return try BytePairModel(vocabulary: table, merges: merges, rules: rules)
  }

  private static let merges = [Merge(0, 1), Merge(3, 2), Merge(3, 3)]

  /// How often each cut of a text is drawn in 10,000 draws from one seed.
  private func counts(_ model: some Model, _ method: Sampling.Method, _ text: String, seed: UInt64 = 3) throws
    -> [[TokenID]: Double]
  {
    let sampler = try #require(try model.sampler(method))
    let bytes = Array(text.utf8)
    var random = SeededRandom(seed: seed)
    var counts: [[TokenID]: Double] = [:]
    for _ in 0..<10_000 {
      var tokens: [Token] = []
      sampler(bytes.span, 0..<bytes.count, &random, &tokens)
      #expect(tokens.flatMap { Array($0.bytes) } == Array(0..<bytes.count))
      counts[tokens.map(\.id), default: 0] += 1
    }
    return counts
  }

  /// Each share lies within three standard errors of its probability, and nothing else is drawn.
  private func expect(_ counts: [[TokenID]: Double], _ chances: [[TokenID]: Double]) {
    #expect(abs(chances.values.reduce(0, +) - 1) < 1e-9)
    #expect(Set(counts.keys).isSubset(of: chances.keys))
    for (cut, chance) in chances {
      let error = (chance * (1 - chance) / 10_000).squareRoot()
      #expect(abs((counts[cut] ?? 0) / 10_000 - chance) <= 3 * error, "\(cut)")
    }
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `merges are left out as often as dropout says`(_ p: Double) throws {
    let model = try Self.pairs(Self.merges, ignoresMerges: true)
    let q = 1 - p
    expect(try counts(model, .dropout(p), "abc"), [[0, 1, 2]: p, [3, 2]: q * p, [4]: q * q])
    // The pair that was passed over comes back once another has merged, and then the two may merge with each other.
    expect(
      try counts(model, .dropout(p), "abab"),
      [
        [0, 1, 0, 1]: p * p, [3, 0, 1]: q * p, [0, 1, 3]: p * q * p,
        [3, 3]: q * q * (1 + p) * p, [5]: q * q * (1 + p) * q,
      ])
  }

  @Test func `a path is drawn as often as its probability says`() throws {
    let entries = ["<unk>", "a", "b", "c", "ab", "bc", "abc"].map { Array($0.utf8) }
    let model = try UnigramModel(
      vocabulary: VocabularyTable(entries, kinds: [.unknown] + Array(repeating: .normal, count: 6)),
      scores: [0, -2, -2.5, -3, -3.75, -4.5, -5.125], unknown: 0, fallsBackToBytes: false, precision: .double,
      place: .nowhere)
    for alpha in [0, 0.3, 1] {
      let scores: [[TokenID]: Double] = [[1, 2, 3]: -7.5, [4, 3]: -6.75, [1, 5]: -6.5, [6]: -5.125]
      let total = scores.values.reduce(0) { $0 + exp(alpha * $1) }
      expect(
        try counts(model, .paths(alpha: alpha), "abc"), scores.mapValues { exp(alpha * $0) / total })
    }
  }

  @Test func `no dropout leaves nothing to chance, full dropout leaves the symbols`() throws {
    let model = try Self.pairs(Self.merges)
    #expect(try model.sampler(.dropout(0)) == nil)
    #expect(try counts(model, .dropout(1), "ababc") == [[0, 1, 0, 1, 2]: 10_000])
    let ranked = try BytePairModel(ranked: Self.table)
    #expect(try counts(ranked, .dropout(1), "ababc") == [[0, 1, 0, 1, 2]: 10_000])
  }

  @Test func `pairs whose joined bytes are looked up drop out alike`() throws {
    let p = 0.4
    expect(
      try counts(BytePairModel(ranked: Self.table), .dropout(p), "abc"),
      [[0, 1, 2]: p, [3, 2]: (1 - p) * p, [4]: (1 - p) * (1 - p)])
  }

  @Test func `merging by scores passes a pair over for good`() throws {
    let model = try ScoredBytePairModel(
      vocabulary: Self.table, scores: [0, 0, 0, 3, 2, 1], unknown: nil, fallsBackToBytes: false,
      place: .nowhere)
    #expect(try model.sampler(.dropout(0)) == nil)
    #expect(try counts(model, .dropout(1), "abc") == [[0, 1, 2]: 10_000])
    let (p, q) = (0.3, 0.7)
    expect(try counts(model, .dropout(p), "abc"), [[0, 1, 2]: p, [3, 2]: q * p, [4]: q * q])
    expect(
      try counts(model, .dropout(p), "abab"),
      [
        [0, 1, 0, 1]: p * p, [3, 0, 1]: q * p, [0, 1, 3]: p * q, [3, 3]: q * q * p, [5]: q * q * q,
      ])
  }

  @Test func `one seed draws the same again, another draws something else`() throws {
    let model = try Self.pairs(Self.merges)
    let text = String(repeating: "ababc", count: 20)
    #expect(
      try counts(model, .dropout(0.5), text, seed: 1) == counts(model, .dropout(0.5), text, seed: 1))
    #expect(
      try counts(model, .dropout(0.5), text, seed: 1) != counts(model, .dropout(0.5), text, seed: 2))
    let sampling = Sampling(.dropout(0.5), seed: 1)
    var numbers: Set<UInt64> = []
    for part in 0..<1000 {
      var random = sampling.of(part: part).random
      numbers.insert(random.next())
    }
    #expect(numbers.count == 1000)
  }

  @Test func `the share of the file counts where none is asked for, and its lack is told`() throws {
    let model = try Self.pairs(Self.merges, dropout: 1)
    #expect(try counts(model, .dropout(nil), "abc") == [[0, 1, 2]: 10_000])
    let trouble = #expect(throws: Trouble.self) { try Self.pairs(Self.merges).sampler(.dropout(nil)) }
    #expect(trouble?.description.contains("names no dropout. Give the share") == true)
    #expect(throws: Trouble.self) { try model.sampler(.dropout(1.5)) }
    #expect(throws: Trouble.self) { try model.sampler(.paths(alpha: 1)) }
  }

  @Test func `a long piece is drawn in bounded time, with hardly any merge or many`() throws {
    let model = try Self.pairs(Self.merges)
    let text = Array(String(repeating: "ab", count: 50_000).utf8)
    for share in [0.01, 0.99, 0.9999] {
      let sampler = try #require(try model.sampler(.dropout(share)))
      var random = SeededRandom(seed: 1)
      var tokens: [Token] = []
      sampler(text.span, 0..<text.count, &random, &tokens)
      #expect(tokens.reduce(0) { $0 + $1.bytes.count } == text.count)
    }
  }

  @Test func `a long piece is cut only where no entry lies across`() throws {
    let entries = ["<unk>", "a", "b", "ab", "ba", " ", " a"].map { Array($0.utf8) }
    let model = try UnigramModel(
      vocabulary: VocabularyTable(entries, kinds: [.unknown] + Array(repeating: .normal, count: 6)),
      scores: [0, -2, -2.5, -3, -3.5, -2, -3], unknown: 0, fallsBackToBytes: false, precision: .double,
      place: .nowhere)
    let text = Array(String(repeating: "abba abab ba", count: 2000).utf8)
    let parts = model.parts(text.span, 0..<text.count)
    #expect(parts.count > 3 && parts.allSatisfy { !$0.isEmpty })
    #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == text.count)
    let lattice = model.lattice(text.span, 0..<text.count)
    let crossed = Set(lattice.nodes.flatMap { Array($0.range.dropFirst()) })
    for (left, right) in zip(parts, parts.dropFirst()) {
      #expect(left.upperBound == right.lowerBound && !crossed.contains(right.lowerBound))
    }
    let (ways, total) = model.bestWays(text.span, 0..<text.count, 3)
    var tokens: [Token] = []
    model.encode(text.span, 0..<text.count, into: &tokens)
    #expect(ways[0].tokens == tokens && ways.count == 3)
    #expect(abs(lattice.chances().logTotal - total) < 1e-6)
  }

  @Test func `the best sums are those of all choices`() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<50 {
      let lists = (0..<4).map { _ in
        (0..<Int(random.next() % 4 + 1)).map { _ in -random.unit() }.sorted(by: >)
      }
      var all: [(sum: Double, choices: [Int])] = [(0, [])]
      for list in lists {
        all = all.flatMap { sum, choices in list.indices.map { (sum + list[$0], choices + [$0]) } }
      }
      all.sort { $0.sum > $1.sum }
      var sums = RankedSums(10)
      for list in lists { sums.add(list) }
      #expect(sums.scores == all.prefix(10).map(\.sum))
      #expect(sums.scores.indices.map(sums.choices) == all.prefix(10).map(\.choices))
    }
  }
}
