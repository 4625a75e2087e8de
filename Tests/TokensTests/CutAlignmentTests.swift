import Basics
import Testing
import Tokens

struct CutAlignmentTests {
  private func tokens(_ lengths: [Int], gaps: Set<Int> = []) -> [Token] {
    var (tokens, start): ([Token], Int) = ([], 0)
    for (index, length) in lengths.enumerated() {
      if !gaps.contains(index) { tokens.append(Token(id: TokenID(index), start: start, end: start + length)) }
      start += length
    }
    return tokens
  }

  private func random(_ random: inout SeededRandom, _ count: Int) -> [Token] {
    var lengths: [Int] = []
    var gaps: Set<Int> = []
    var rest = count
    while rest > 0 {
      let length = Int.random(in: 1...min(rest, 5), using: &random)
      if Int.random(in: 0..<8, using: &random) == 0 { gaps.insert(lengths.count) }
      lengths.append(length)
      rest -= length
    }
    return tokens(lengths, gaps: gaps)
  }

  @Test func `two ways to cut are one region between common cuts`() {
    let alignment = CutAlignment(count: 6, [tokens([2, 2, 2]), tokens([1, 2, 1, 2])])
    #expect(alignment.map(\.range) == [0..<4, 4..<6])
    #expect(alignment.map(\.isShared) == [false, true])
    #expect(alignment[0].tokens == [0..<2, 0..<3])
    #expect(alignment.commonCuts == 1)
    #expect(alignment.otherCuts == [1, 2])
  }

  @Test func `the same count with other cuts is a difference`() {
    let alignment = CutAlignment(count: 4, [tokens([1, 3]), tokens([3, 1])])
    #expect(alignment.map(\.isShared) == [false])
  }

  @Test(arguments: 0..<100) func `the quick walk over two rows that tile finds what the general way finds`(
    seed: Int
  ) {
    var generator = SeededRandom(seed: UInt64(seed))
    let count = Int.random(in: 1...80, using: &generator)
    func lengths() -> [Int] {
      var (lengths, rest): ([Int], Int) = ([], count)
      while rest > 0 {
        lengths.append(Int.random(in: 1...min(rest, 4), using: &generator))
        rest -= lengths[lengths.count - 1]
      }
      return lengths
    }
    let (a, b) = (tokens(lengths()), tokens(lengths()))
    let (quick, general) = (CutAlignment(count: count, [a, b]), CutAlignment(count: count, [a, b, b]))
    #expect(quick.map(\.range) == general.map(\.range))
    #expect(quick.map(\.isShared) == general.map(\.isShared))
    #expect(quick.map { $0.tokens } == general.map { Array($0.tokens.prefix(2)) })
    #expect(quick.otherCuts == Array(general.otherCuts.prefix(2)))
    #expect(quick.indices.allSatisfy { quick.tokenCount(of: $0, in: 1) == quick[$0].tokens[1].count })
  }

  @Test(arguments: 0..<200) func `regions tile, swapping mirrors, and a row against itself has no difference`(
    seed: Int
  ) {
    var generator = SeededRandom(seed: UInt64(seed))
    let count = Int.random(in: 0...60, using: &generator)
    let (a, b) = (random(&generator, count), random(&generator, count))
    let (forth, back) = (CutAlignment(count: count, [a, b]), CutAlignment(count: count, [b, a]))
    var end = 0
    for region in forth {
      #expect(region.range.lowerBound == end)
      end = region.range.upperBound
    }
    #expect(end == count)
    #expect(forth.map(\.range) == back.map(\.range))
    #expect(forth.map(\.isShared) == back.map(\.isShared))
    #expect(forth.map { $0.tokens[0] } == back.map { $0.tokens[1] })
    #expect(forth.otherCuts == back.otherCuts.reversed())
    let itself = CutAlignment(count: count, [a, a])
    let differing = itself.filter { !$0.isShared }
    #expect(differing.isEmpty && itself.otherCuts == [0, 0])
    for (row, tokens) in [a, b].enumerated() {
      #expect(forth.flatMap { Array($0.tokens[row]) } == Array(tokens.indices))
    }
  }

  @Test(arguments: 0..<100) func `totals of parts are totals of the whole`(seed: Int) {
    var generator = SeededRandom(seed: UInt64(seed))
    let (first, second) = (10, 14)
    let parts = [first, second].map { count in [random(&generator, count), random(&generator, count)] }
    let whole = (0..<2).map { row in
      parts[0][row]
        + parts[1][row].map { Token(id: $0.id, start: Int($0.start) + first, end: Int($0.end) + first) }
    }
    var sum = CutTotals(rows: 2)
    sum.add(CutAlignment(count: first, parts[0]), tokens: parts[0].map(\.count))
    sum.add(CutAlignment(count: second, parts[1]), tokens: parts[1].map(\.count))
    var all = CutTotals(rows: 2)
    all.add(CutAlignment(count: first + second, whole), tokens: whole.map(\.count))
    // A cut between the parts is a cut of both rows, unless a gap on one side hides it.
    let meets = parts[0].filter { Int($0.last?.end ?? 0) != first }.isEmpty
    if meets {
      #expect(sum == all)
    } else {
      #expect(sum.tokenCounts == all.tokenCounts && sum.byteCount == all.byteCount)
    }
  }

  @Test(arguments: 0..<200) func `edits tile both sequences and keep only what is equal`(seed: Int) {
    var generator = SeededRandom(seed: UInt64(seed))
    func ids(_ count: Int) -> [TokenID] {
      (0..<count).map { _ in TokenID.random(in: 0..<6, using: &generator) }
    }
    let (old, new) = (ids(seed % 40), ids((seed * 7) % 40))
    let edits = TokenEdits(from: old, to: new).edits
    var (i, j) = (0, 0)
    for edit in edits {
      #expect(edit.old.lowerBound == i && edit.new.lowerBound == j)
      (i, j) = (edit.old.upperBound, edit.new.upperBound)
      if edit.isKept { #expect(Array(old[edit.old]) == Array(new[edit.new])) }
    }
    #expect(i == old.count && j == new.count)
    let kept = edits.filter(\.isKept).reduce(0) { $0 + $1.old.count }
    #expect(kept == Self.longestCommon(old, new))
    let changed = TokenEdits(from: old, to: old).edits.filter { !$0.isKept }
    #expect(changed.isEmpty)
  }

  /// The plain way: the length of the longest common subsequence by a table.
  private static func longestCommon(_ a: [TokenID], _ b: [TokenID]) -> Int {
    var row = Array(repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = x == y ? diagonal + 1 : max(above, row[j])
        diagonal = above
      }
    }
    return row[b.count]
  }

  @Test func `long sequences are aligned between tokens that occur once`() {
    let old: [TokenID] = Array(0..<6000)
    let new: [TokenID] = old.map { id in id % 3 == 0 ? 10_000 + id : id }
    let edits = TokenEdits(from: old, to: new).edits
    let kept = edits.filter(\.isKept).reduce(0) { $0 + $1.old.count }
    #expect(kept == 4000)
  }
}
