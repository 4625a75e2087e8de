import Basics
import Glibc
import Patches
import Tensors
import Testing

/// Twelve words of four numbers and five tokens, by formula; the ids and cosines below were worked out by NumPy.
enum ProbeFormula {
  static let words = table(12) { row, place in sin(4 * row + place + 1) }
  static let tokens = table(5) { row, place in (row + 1) * cos(4 * row + place + 1) }
  static let probe = VisualProbe(TensorRows(words))

  static let nearest: [[(id: Int, score: Float)]] = [
    [(2, 0.987682), (5, 0.921389), (8, 0.650459)], [(3, 0.984704), (6, 0.865836), (0, 0.721750)],
    [(4, 0.992336), (7, 0.922254), (1, 0.836680)], [(5, 0.992276), (8, 0.943061), (2, 0.777164)],
    [(6, 0.984583), (9, 0.898711), (3, 0.641053)],
  ]

  private static func table(_ rows: Int, _ f: (Double, Double) -> Double) -> Tensor {
    Tensor(rows: (0..<rows).map { row in (0..<4).map { Float(f(Double(row), Double($0))) } })
  }
}

@Suite struct ProbeTests {
  @Test func `the nearest words are those of the reference`() throws {
    let fast = try ProbeFormula.probe.nearest(ProbeFormula.tokens, count: 3)
    let plain = try ProbeFormula.probe.plain(ProbeFormula.tokens, count: 3)
    for found in [fast, plain] {
      #expect(found.map { $0.map(\.id) } == ProbeFormula.nearest.map { $0.map(\.id) })
      for (a, b) in zip(found.joined(), ProbeFormula.nearest.joined()) {
        #expect(abs(a.score - b.score) < 2e-6)
      }
    }
    // Products without lengths would find others.
    let products = try Similarity.dot.nearest(3, to: ProbeFormula.tokens, in: TensorRows(ProbeFormula.words))
    #expect(products[4].map(\.index) == [9, 6, 1])
  }

  @Test(
    arguments: [
      ([1], [2]), ([8], [0, 3]), ([11], []), ([1, 8], [0, 2, 3]), ([6, 8], [0, 1, 3, 4]),
    ] as [(Set<Int>, [Int])]) func `a token is a member when one of its three words is a target`(
      ids: Set<Int>, members: [Int]
    ) throws
  {
    let nearest = try ProbeFormula.probe.nearest(ProbeFormula.tokens, count: 10)
    #expect(TokenGroups.members(of: ids, in: nearest) == members)
  }

  @Test func `minus one prunes others at random and skips all others`() throws {
    let nearest = try ProbeFormula.probe.nearest(ProbeFormula.tokens, count: 3)
    let choice = TargetChoice([1, 8, -1])
    let draws = (0..<20).map { choice.pruned(nearest, seed: $0) }
    #expect(draws.allSatisfy { $0 == [1, 4] })
    #expect(TargetChoice([11, -1]).pruned(nearest, seed: 1) == [0, 1, 2, 3, 4])
    #expect(TargetChoice([8, -2]).pruned(nearest, seed: 1) == [1, 2, 4])
    #expect(TargetChoice([8]).pruned(nearest, seed: 1) == [0, 3])
    #expect(TargetChoice([1, -1]).skipped(nearest) == [0, 1, 3, 4])
    #expect(TargetChoice([1, -2]).skipped(nearest) == [2])
    // One member, four others: one is drawn, and not always the same.
    let single = (0..<20).map { TargetChoice([1, -1]).pruned(nearest, seed: $0) }
    #expect(single.allSatisfy { $0.count == 1 && $0 != [2] } && Set(single).count > 1)
    #expect(TargetChoice([1, -1, -2]).pruned(nearest, seed: 3).count == 1, "−1 goes before −2")
  }

  @Test func `one colour a cell is that of the best ranked id, and overlap is counted`() throws {
    let nearest = try ProbeFormula.probe.nearest(ProbeFormula.tokens, count: 3)
    let groups = TokenGroups(nearest, sets: [TargetSet("a", [8]), TargetSet("b", [2, 3])])
    #expect(groups.members == [[0, 3], [0, 1, 3, 4]])
    #expect(groups.colours == [1, 1, nil, 0, 1])
    #expect(groups.overlap == [0, 3] && groups.alive == [2])
    #expect(groups.shares == [0.4, 0.8])
  }

  @Test(arguments: 0..<5 as Range<UInt64>) func `no factor of a row changes an id, and unions are unions`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let words = Tensor.normal([40, 6], &random)
    let tokens = Tensor.normal([30, 6], &random)
    let factors = (
      Tensor.uniform([40, 1], in: 0.01..<50, &random), Tensor.uniform([30, 1], in: 0.01..<50, &random)
    )
    let plain = try VisualProbe(TensorRows(words)).plain(tokens, count: 3)
    let scaled = try VisualProbe(TensorRows(words * factors.0)).nearest(tokens * factors.1, count: 3)
    #expect(plain.map { $0.map(\.id) } == scaled.map { $0.map(\.id) })
    let (a, b): (Set, Set) = ([1, 2, 3], [3, 20, 30])
    let parts = [a, b].map { Set(TokenGroups.members(of: $0, in: plain)) }
    #expect(Set(TokenGroups.members(of: a.union(b), in: plain)) == parts[0].union(parts[1]))
    let few = Set(TokenGroups.members(of: a, in: plain, depth: 1))
    #expect(few.isSubset(of: parts[0]), "more depth only adds members")
  }

  @Test func `the inverse probe ranks tokens by one word`() throws {
    let found = try ProbeFormula.probe.leaning(to: 6, among: ProbeFormula.tokens, count: 2)
    #expect(found.map(\.id) == [4, 1])
    #expect(abs(found[0].score - 0.984583) < 2e-6)
    #expect(throws: Trouble.self) {
      try ProbeFormula.probe.leaning(to: 12, among: ProbeFormula.tokens, count: 2)
    }
    #expect(throws: Trouble.self) { try ProbeFormula.probe.nearest(Tensor.ones([2, 3]), count: 2) }
  }

  @Test func `a row of noughts is as near to all, and no tokens have no words`() throws {
    let found = try ProbeFormula.probe.nearest(Tensor.zeros([1, 4]), count: 2)
    #expect(found == [[.init(id: 0, score: 0), .init(id: 1, score: 0)]])
    #expect(try ProbeFormula.probe.nearest(Tensor.zeros([0, 4]), count: 2).isEmpty)
  }

  @Test func `many tokens are sought in blocks as one by one`() throws {
    var random = SeededRandom(seed: 4)
    let words = Tensor.normal([9000, 40], &random)
    let tokens = Tensor.normal([520, 40], &random)
    let found = try VisualProbe(TensorRows(words)).nearest(tokens, count: 3)
    let whole = Similarity.cosine.matrix(tokens, words).top(3)
    for (a, b) in zip(found.joined(), whole.joined()) { #expect(abs(a.score - b.value) < 2e-6) }
    let same = zip(found, whole).count { a, b in a.map(\.id) == b.map(\.index) }
    #expect(same >= 515, "all but those closer than rounding")
  }
}
