import Basics
import Figures
import Lenses
import Testing
import Tokens

/// The numbers are those worked out by hand for the vocabulary `e x a m p l ex am ple le pl exam ample example`.
@Suite struct StochasTokTests {
  private func table(_ tokenizer: any Tokenizer) throws -> (SurfaceEntries, SplitTable) {
    let entries = try SurfaceEntries(tokenizer, .open)
    return (entries, try SplitTable(entries, .open))
  }

  @Test func `all cuts count, in the order of their places`() throws {
    let toy = try Toy.example()
    let (_, table) = try table(toy)
    var found: [String: [String]] = [:]
    for id in 0..<TokenID(toy.vocabulary.idLimit) {
      let pairs = table.pairs(of: id).map { Toy.text([$0.left, $0.right], toy).joined(separator: "|") }
      if !pairs.isEmpty { found[Toy.text([id], toy)[0]] = pairs }
    }
    #expect(
      found == [
        "ex": ["e|x"], "am": ["a|m"], "le": ["l|e"], "pl": ["p|l"], "ple": ["p|le", "pl|e"],
        "exam": ["ex|am"],
        "ample": ["am|ple"], "example": ["ex|ample", "exam|ple"],
      ])
  }

  @Test func `23 spellings can be reached from the whole word, and there are no others`() throws {
    let toy = try Toy.example()
    let (entries, table) = try table(toy)
    let whole = Toy.ids("example", toy)[0]
    #expect(table.reachable(from: whole, limit: 100)?.count == 23)
    #expect(table.reachable(from: whole, limit: 22) == nil)
    #expect(SpellingGraph(of: Array("example".utf8), entries).count == 23)
  }

  @Test(arguments: [
    (1.0, ["ex ample": 0.5, "exam ple": 0.5]),
    (2.0, ["ex am ple": 0.5, "e x ample": 0.25, "exam p le": 0.125, "exam pl e": 0.125]),
  ])
  func `ten thousand draws have the law of the paper within three standard errors`(
    p: Double, law: [String: Double]
  )
    throws
  {
    let toy = try Toy.example()
    let (_, table) = try table(toy)
    var counts: [String: Int] = [:]
    var random = SeededRandom(seed: 7)
    for _ in 0..<10_000 {
      let drawn = StochasticExpansion(of: Toy.ids("example", toy), p: p, table, &random)
      counts[Toy.text(drawn.ids, toy).joined(separator: " "), default: 0] += 1
    }
    #expect(Set(counts.keys) == Set(law.keys))
    for (spelling, share) in law {
      let error = (share * (1 - share) / 10_000).squareRoot()
      #expect(abs(Double(counts[spelling] ?? 0) / 10_000 - share) < 3 * error, "\(spelling)")
    }
  }

  @Test func `the number of steps is fixed before the first, and fewer than 1/p tokens stay as they are`()
    throws
  {
    let toy = try Toy.example()
    let (_, table) = try table(toy)
    var random = SeededRandom(seed: 1)
    let nine = Array(repeating: Toy.ids("example", toy)[0], count: 9)
    #expect(StochasticExpansion(of: nine, p: 0.1, table, &random).ids == nine)
    #expect(StochasticExpansion(of: nine, p: 0, table, &random).ids == nine)
    for p in [0.5, 1, 1.9] {
      let drawn = StochasticExpansion(of: nine, p: p, table, &random)
      #expect(drawn.steps == Int(9 * p) && drawn.ids.count == 9 + drawn.changes.count)
      #expect(drawn.ids.count <= 9 + drawn.steps)
    }
    #expect(StochasticExpansion(of: nine, p: 2, table, limit: 3, &random).changes.count == 3)
  }

  @Test func `a step on a token that cannot be cut is used up`() throws {
    let toy = try Toy.example()
    let (_, table) = try table(toy)
    var random = SeededRandom(seed: 1)
    let single = StochasticExpansion(of: Toy.ids("e x a m", toy), p: 2, table, &random)
    #expect(single.steps == 8 && single.changes.isEmpty && single.ids == Toy.ids("e x a m", toy))
  }

  @Test func `the right half of a WordPiece entry carries the mark of a continuation`() throws {
    let toy = try Toy.wordPiece([
      "[UNK]", "un", "##able", "unable", "able", "##a", "##ble", "a", "ble", "##un",
    ])
    let (entries, table) = try table(toy)
    func pairs(_ word: String) -> [[String]] {
      table.pairs(of: Toy.ids(word, toy)[0]).map { Toy.text([$0.left, $0.right], toy) }
    }
    #expect(pairs("unable") == [["un", "##able"]])
    #expect(pairs("##able") == [["##a", "##ble"]])
    #expect(pairs("able") == [["a", "##ble"]])
    #expect(SpellingGraph(of: Array("unable".utf8), entries).count == 3)
  }

  @Test(.enabled(if: RealTokenizers.isPresent, "needs TESSERA_DATA"), arguments: RealTokenizers.names)
  func `expanding a text of a real tokenizer never changes what it decodes to`(name: String) throws {
    let tokenizer = try RealTokenizers.read(name)
    let (entries, table) = try table(tokenizer)
    let text = try Samples.text("Prose/news-the-bridge-that-closed.txt").prefix(3000)
    let ids = try tokenizer.encode(Array(text)).map(\.id)
    let decoded = try tokenizer.decode(ids)
    for seed in UInt64(0)..<5 {
      var random = SeededRandom(seed: seed)
      let drawn = StochasticExpansion(of: ids, p: 1.5, table, &random)
      #expect(try tokenizer.decode(drawn.ids) == decoded)
      #expect(drawn.ids.allSatisfy { Int($0) < tokenizer.vocabulary.idLimit })
      #expect(drawn.ids.count == ids.count + drawn.changes.count && drawn.changes.count > ids.count / 4)
      #expect(zip(drawn.sources, drawn.sources.dropFirst()).allSatisfy { $0 <= $1 })
    }
    // The table against its definition, on some thousand entries.
    for id in entries.ids.prefix(4000) where !entries.hasRoles {
      let bytes = Array(entries.bytes(of: id))
      let cuts = (1..<max(1, bytes.count)).filter { cut in
        [bytes[..<cut], bytes[cut...]].allSatisfy {
          entries.id(of: Array($0).span, SurfaceEntries.Role()) != nil
        }
      }
      #expect(table.pairs(of: id).count == cuts.count)
      for (pair, cut) in zip(table.pairs(of: id), cuts) { #expect(entries.bytes(of: pair.left).count == cut) }
    }
  }

  @Test(.enabled(if: RealTokenizers.isPresent, "needs TESSERA_DATA"))
  func `a vocabulary with all bytes ends in single bytes when it is expanded without end`() throws {
    let tokenizer = try RealTokenizers.read("tiktoken/gpt2.tiktoken")
    let (entries, table) = try table(tokenizer)
    let text = Array("a few words, 12345 and naïve 中文".utf8)
    var ids = try tokenizer.encode(text).map(\.id)
    for seed in UInt64(0)..<200 {
      var random = SeededRandom(seed: seed)
      ids = StochasticExpansion(of: ids, p: 1, table, &random).ids
    }
    #expect(ids.count == text.count && ids.allSatisfy { entries.bytes(of: $0).count == 1 })
    #expect(try tokenizer.decode(ids) == text)
  }

  @Test(
    .enabled(if: RealTokenizers.isPresent, "needs TESSERA_DATA"),
    arguments: ["tiktoken/gpt2.tiktoken", "tiktoken/cl100k_base.tiktoken"])
  func `BPE-dropout is the encoding itself at 0 and single bytes at 1`(name: String) throws {
    let tokenizer = try RealTokenizers.read(name)
    let entries = try SurfaceEntries(tokenizer, .open)
    let noise = try WordNoise(tokenizer, entries, .open)
    let ids = try tokenizer.encode(Array(Samples.text("welcome.txt"))).map(\.id)
    var random = SeededRandom(seed: 3)
    for group in WordSpans.groups(ids, WordSpans.beginnings(entries)) {
      let surface = entries.surface(of: group) ?? []
      #expect(noise.spelled(group, p: 1e-12, &random) == Array(group))
      #expect(noise.spelled(group, p: 1, &random).count == surface.count)
      #expect(entries.surface(of: noise.spelled(group, p: 0.5, &random)) == surface)
    }
  }

  @Test func `the plate shows the text before and after, with marks where it changed`() async throws {
    var subject = try Samples.subject(StochasTokLens.card)
    try subject.knobs.set("p", "0.5")
    let plate = try await StochasTokLens().look(at: subject, .open)
    guard case .alignment(let alignment) = plate.figures[0] else {
      Issue.record("the first figure is an alignment")
      return
    }
    #expect(alignment.rows.count == 3)
    #expect(alignment.rows.allSatisfy { $0.text == alignment.rows[0].text })
    #expect(
      alignment.rows[1].segments.contains(where: \.isMarked)
        && !alignment.rows[0].segments.contains(where: \.isMarked))
    for row in alignment.rows {
      #expect(row.segments.flatMap { Array(row.text[$0.range]) } == row.text, "\(row.name) tiles the text")
    }
    #expect(alignment.regions.first?.ranges[0].lowerBound == 0)
    #expect(alignment.regions.last?.ranges[0].upperBound == alignment.rows[0].text.count)
    try subject.knobs.set("p", "0")
    let still = try await StochasTokLens().look(at: subject, .open)
    guard case .alignment(let same) = still.figures[0] else { return }
    #expect(
      same.rows[0].segments.map(\.id) == same.rows[1].segments.map(\.id)
        && same.regions.allSatisfy(\.isShared))
  }
}
