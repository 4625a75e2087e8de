import Basics
import Testing

@testable import Tokens

/// The unigram model against its definition: all ways to cut a text, looked at one by one.
struct UnigramTests {
  private static func model(_ precision: UnigramModel.Precision) throws -> UnigramModel {
    let entries = ["<unk>", "a", "b", "c", "ab", "bc", "abc", "aa", "é"].map { Array($0.utf8) }
    let scores = [0, -2, -2.5, -3, -3.75, -4.5, -5.125, -4, -3].map { Double($0) }
    let kinds: [EntryKind] = [.unknown] + Array(repeating: .normal, count: 8)
    return try UnigramModel(
      vocabulary: VocabularyTable(entries, kinds: kinds), scores: scores, unknown: 0, fallsBackToBytes: false,
      precision: precision, place: .nowhere)
  }

  private static func texts() -> [[UInt8]] {
    var random = SeededRandom(seed: 4)
    return (0..<200).map { _ in
      let letters = (0..<Int(random.next() % 10 + 1)).map { _ in
        ["a", "b", "c", "é", "z"][Int(random.next() % 5)]
      }
      return Array(letters.joined().utf8)
    }
  }

  /// Every path from the start of the lattice to its end, best first.
  private func allPaths(_ lattice: UnigramLattice) -> [UnigramLattice.Path] {
    var paths: [UnigramLattice.Path] = []
    func extend(_ nodes: [Int], _ score: Double, _ position: Int) {
      if position == lattice.length { paths.append(UnigramLattice.Path(nodes: nodes, score: score)) }
      for (index, node) in lattice.nodes.enumerated() where node.range.lowerBound == position {
        extend(nodes + [index], score + node.score, node.range.upperBound)
      }
    }
    extend([], 0, 0)
    return paths.sorted { $0.score > $1.score }
  }

  @Test(arguments: [UnigramModel.Precision.single, .double])
  func `the tokens are those of the best way, and the best ways are in order`(
    _ precision: UnigramModel.Precision
  ) throws {
    let model = try Self.model(precision)
    for text in Self.texts() {
      let all = 0..<text.count
      let lattice = model.lattice(text.span, all)
      let paths = allPaths(lattice)
      #expect(lattice.best.score == paths[0].score)
      var tokens: [Token] = []
      model.encode(text.span, all, into: &tokens)
      #expect(tokens == model.tokens(of: lattice.best, in: lattice, text.span, all))
      #expect(lattice.bestPaths(5).map(\.score) == paths.prefix(5).map(\.score))
    }
  }

  @Test func `the probabilities of all ways add up to one`() throws {
    let model = try Self.model(.double)
    for text in Self.texts().prefix(40) {
      let lattice = model.lattice(text.span, 0..<text.count)
      for alpha in [0, 0.5, 1, 2] {
        let chances = lattice.chances(alpha: alpha)
        let paths = allPaths(lattice)
        let weights = paths.map { lattice.probability(of: $0, chances) }
        #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
        let entropy = zip(paths, weights).reduce(0) { sum, pair in
          sum - pair.1 * (alpha * pair.0.score - chances.logTotal)
        }
        #expect(abs(entropy - chances.entropy) < 1e-9)
        for (index, marginal) in chances.marginals.enumerated() {
          let sum = zip(paths, weights).reduce(0) { $0 + ($1.0.nodes.contains(index) ? $1.1 : 0) }
          #expect(abs(sum - marginal) < 1e-9)
        }
      }
    }
  }

  @Test func `ways are drawn as often as their probability says, the same from one seed`() throws {
    let model = try Self.model(.double)
    let text = Array("abcab".utf8)
    let lattice = model.lattice(text.span, 0..<text.count)
    let chances = lattice.chances(alpha: 0.5)
    var random = SeededRandom(seed: 1)
    var again = SeededRandom(seed: 1)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<20_000 {
      let path = lattice.sample(chances, &random)
      #expect(path == lattice.sample(chances, &again))
      counts[path.nodes, default: 0] += 1
    }
    for path in allPaths(lattice) {
      let share = Double(counts[path.nodes] ?? 0) / 20_000
      #expect(abs(share - lattice.probability(of: path, chances)) < 0.012)
    }
  }

  @Test func `the trie finds all entries that begin at a place`() {
    var random = SeededRandom(seed: 8)
    let entries: [[UInt8]] = (0..<3000).map { _ in
      (0..<Int(random.next() % 6 + 1)).map { _ in UInt8(truncatingIfNeeded: random.next() % 7 * 41) }
    }
    let table = VocabularyTable(entries)
    let trie = EntryTrie((0..<3000).map { TokenID($0) }, of: table)
    let last = Dictionary(zip(entries, 0..<3000), uniquingKeysWith: { $1 })
    for _ in 0..<300 {
      let text = (0..<8).map { _ in UInt8(truncatingIfNeeded: random.next() % 7 * 41) }
      var found: [Int] = []
      trie.forEachPrefix(of: text.span, at: 0, end: text.count) { entry, end in
        #expect(last[Array(text[..<end])] == Int(entry))
        found.append(end)
      }
      #expect(found == (1...8).filter { last[Array(text[..<$0])] != nil })
    }
  }

  @Test func `scores that are missing or not finite are refused`() {
    let table = VocabularyTable([[0x61], [0x62]])
    for scores in [[1.0], [1, .nan], [1, .infinity]] {
      #expect(throws: Trouble.self) {
        try UnigramModel(
          vocabulary: table, scores: scores, unknown: 0, fallsBackToBytes: false, precision: .double,
          place: .nowhere)
      }
    }
  }
}
