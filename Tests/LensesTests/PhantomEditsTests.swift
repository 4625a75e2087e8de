import Basics
import Figures
import Lenses
import Testing
import Tokens

@Suite struct PhantomEditsTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `the spellings of abcab are counted byte by byte`() throws {
    let toy = try Toy.abc()
    let graph = SpellingGraph(of: bytes("abcab"), try SurfaceEntries(toy, .open))
    #expect(graph.ways == [1, 1, 2, 4, 4, 8])
    #expect(try Toy.text(toy.encode(bytes("abcab")).map(\.id), toy) == ["abc", "ab"])
    let all = graph.shortest(100)
    #expect(all.count == 8 && Set(all).count == 8 && all[0] == Toy.ids("abc ab", toy))
    #expect(all.map(\.count) == all.map(\.count).sorted())
    for spelling in all { #expect(Toy.text(spelling, toy).joined() == "abcab") }
    #expect(graph.shortest(3) == Array(all.prefix(3)))
  }

  @Test func `logits are masked and renormalised, and the order of the others stays`() {
    let logits = [2.0, 1.0, 0.5, -1.0]
    func close(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 } }
    #expect(close(Masking.probabilities(logits), [0.609460, 0.224208, 0.135989, 0.030343]))
    #expect(close(Masking.probabilities(logits, without: [1]), [0.785597, 0, 0.175290, 0.039113]))
    #expect(close(Masking.probabilities(logits, without: [0, 1]), [0, 0, 0.817574, 0.182426]))
  }

  /// A model in which every token comes by itself.
  private struct Independent: TokenChances {
    var chances: [TokenID: Double]
    var end: Double
    func probability(of token: TokenID, after context: TokenTrigrams.Context) -> Double {
      chances[token] ?? 0
    }
    func wordEnds(after context: TokenTrigrams.Context) -> Double { end }
  }

  private func independent(_ toy: any Tokenizer) -> Independent {
    let chances = ["a": 0.1, "b": 0.1, "c": 0.1, "bc": 0.1, "ab": 0.2, "abc": 0.3]
    return Independent(
      chances: Dictionary(uniqueKeysWithValues: chances.map { (Toy.ids($0.key, toy)[0], $0.value) }), end: 0.1
    )
  }

  private func slot(masked: Bool) throws -> (Slot, any Tokenizer) {
    let toy = try Toy.abc()
    var model = independent(toy)
    let graph = SpellingGraph(of: bytes("abc"), try SurfaceEntries(toy, .open))
    let slot = Slot(
      graph, canonical: Toy.ids("abc", toy), after: .init(0, 0), masked: masked, limit: 10, &model)
    return (slot, toy)
  }

  @Test func `unchanged, different and replaced are exact sums`() throws {
    let (slot, toy) = try slot(masked: false)
    #expect(abs(slot.unchanged - 0.03) < 1e-12 && abs(slot.different - 0.0031) < 1e-12)
    #expect(abs(slot.replaced - 0.9669) < 1e-12)
    let found = Dictionary(
      uniqueKeysWithValues: slot.spellings.map {
        (Toy.text($0.ids, toy).joined(separator: "|"), $0.probability)
      })
    for (spelling, chance) in ["a|b|c": 0.0001, "a|bc": 0.001, "ab|c": 0.002, "abc": 0.03] {
      #expect(abs((found[spelling] ?? 0) - chance) < 1e-12, "\(spelling)")
    }
    #expect(abs((slot.differentByLength[2] ?? 0) - 0.003) < 1e-12)
    #expect(abs((slot.differentByLength[3] ?? 0) - 0.0001) < 1e-12)
  }

  @Test func `behind the mask nothing is different`() throws {
    let (slot, _) = try slot(masked: true)
    #expect(slot.different == 0 && slot.spellings.allSatisfy(\.isCanonical))
    #expect(abs(slot.unchanged + slot.replaced - 1) < 1e-12 && slot.unchanged >= 0.03 - 1e-12)
  }

  @Test(arguments: UInt64(0)..<8)
  func `sums over the graph are sums over every spelling`(seed: UInt64) throws {
    let toy = try Toy.example()
    let entries = try SurfaceEntries(toy, .open)
    var random = SeededRandom(seed: seed)
    let texts = (0..<40).map { _ in (0..<30).map { _ in TokenID(random.next() % 14) } }
    let model = try TokenTrigrams(
      texts, entries: 14, beginsWord: (0..<14).map { $0 % 3 == 0 }, .open)
    for sampler in [
      SampledTrigrams(model), SampledTrigrams(model, temperature: 0.7), SampledTrigrams(model, top: 6),
      SampledTrigrams(model, temperature: 1.4, nucleus: 0.8), SampledTrigrams(model, top: 9, nucleus: 0.9),
    ] {
      var sampler = sampler
      let graph = SpellingGraph(of: bytes("example"), entries)
      let context = TokenTrigrams.Context(texts[0][0], texts[0][1])
      let canonical = Toy.ids("example", toy)
      let slot = Slot(graph, canonical: canonical, after: context, masked: false, limit: 100, &sampler)
      var sum = 0.0
      for spelling in graph.shortest(100) where spelling != canonical {
        var (chance, at) = (1.0, context)
        for id in spelling {
          chance *= sampler.probability(of: id, after: at)
          at = at.adding(id)
        }
        sum += chance * sampler.wordEnds(after: at)
      }
      #expect(abs(slot.different - sum) < 1e-12)
      #expect(slot.unchanged + slot.different <= 1 + 1e-12)
      let total = (0...TokenID(14)).reduce(0) { $0 + sampler.probability(of: $1, after: context) }
      #expect(abs(total - 1) < 1e-9, "what the sampler keeps sums to one")
      let ends = (0...TokenID(14)).reduce(0) {
        model.begins($1) ? $0 + sampler.probability(of: $1, after: context) : $0
      }
      #expect(abs(ends - sampler.wordEnds(after: context)) < 1e-9)
    }
  }

  @Test(arguments: UInt64(0)..<4)
  func `the trigram model sums to one and is what its equation says`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let texts = (0..<5).map { _ in (0..<200).map { _ in TokenID(random.next() % 12) } }
    let model = try TokenTrigrams(texts, entries: 12, beginsWord: (0..<12).map { $0 < 4 }, .open)
    let (u, v, w) = (texts[1][5], texts[1][6], texts[1][7])
    let context = TokenTrigrams.Context(u, v)
    let distribution = model.distribution(after: context)
    #expect(abs(distribution.reduce(0, +) - 1) < 1e-12)
    for token in TokenID(0)...12 {
      #expect(abs(distribution[Int(token)] - model.probability(of: token, after: context)) < 1e-12)
    }
    let streams = texts.map { [12, 12] + $0 + [12] }
    func count(_ pattern: [TokenID]) -> Double {
      Double(
        streams.reduce(0) { sum, stream in
          sum + (2..<stream.count).count { at in Array(stream[at - pattern.count + 1...at]) == pattern }
        })
    }
    func context1(_ v: TokenID) -> Double { (TokenID(0)...12).reduce(0) { $0 + count([v, $1]) } }
    let total = Double(texts.count * 201)
    let p1 = (count([w]) + 0.5) / (total + 0.5 * 13)
    let p2 = (count([v, w]) + 2 * p1) / (context1(v) + 2)
    let p3 = (count([u, v, w]) + 2 * p2) / ((TokenID(0)...12).reduce(0) { $0 + count([u, v, $1]) } + 2)
    #expect(abs(model.probability(of: w, after: context) - p3) < 1e-12)
    let words = (0..<4).reduce(distribution[12]) { $0 + distribution[$1] }
    #expect(abs(model.wordBegins(after: context) - words) < 1e-12)
  }

  @Test(arguments: [
    (" February", "February", SpellingChange.boundaryShift), (" Saturday", " | Saturday", .detachedSpace),
    (" However", "\n|However", .newlineForSpace), (" unbelievable", " un|bel|ievable", .resegmentation),
    (" Dorm|er", " D|orm|er", .properNoun), (" repaid", " re|paid", .morphological),
    (" HIV", " H|IV", .acronym),
    (" HIV", "H|IV", .acronym), (" rights", " right|s", .pluralTail), (" boss's", " boss|'s", .pluralTail),
    (" walking", "walk|ing", .morphological),
  ])
  func `changes of spelling have the types of the paper's examples`(
    before: String, after: String, type: SpellingChange
  ) {
    func pieces(_ text: String) -> [[UInt8]] { text.split(separator: "|").map { Array($0.utf8) } }
    #expect(SpellingChange(from: pieces(before), to: pieces(after), startsSentence: false) == type)
  }

  @Test func `an edit has exactly one outcome, and white space counts only where it should`() {
    let february: ([TokenID], [UInt8]) = ([1], bytes(" February"))
    #expect(EditOutcome(february, ([1], bytes(" February")), .exact) == .unchanged)
    #expect(EditOutcome(february, ([2], bytes("February")), .trimmed) == .different)
    #expect(EditOutcome(february, ([2], bytes("February")), .exact) == .replaced)
    #expect(EditOutcome(february, ([3], bytes(" March")), .trimmed) == .replaced)
  }

  @Test(.enabled(if: RealTokenizers.isPresent, "needs TESSERA_DATA"), arguments: RealTokenizers.names)
  func `every spelling found decodes to the word, and the canonical one is among them`(name: String) throws {
    let tokenizer = try RealTokenizers.read(name)
    let entries = try SurfaceEntries(tokenizer, .open)
    for word in ["unbelievable", "February", "naïve", "tokenization"] {
      let all = try tokenizer.encode(Array("a \(word)".utf8)).map(\.id)
      let canonical = all.dropFirst()
      guard let surface = entries.surface(of: canonical) else { continue }
      let graph = SpellingGraph(of: surface, entries)
      #expect(graph.count >= 1 && graph.path(of: Array(canonical)) != nil, "\(word)")
      let decoded = try tokenizer.decode(all)
      for spelling in graph.shortest(50) {
        #expect(try tokenizer.decode(all.prefix(1) + spelling) == decoded)
      }
      var random = SeededRandom(seed: 1)
      for _ in 0..<20 { #expect(entries.surface(of: graph.random(&random)) == surface) }
      let spaced = try SpacedEntries(entries, .open)
      let trimmed = SpellingGraph(trimmed: Array(surface.drop { $0 == 0x20 }), entries, spaced)
      #expect(trimmed.count >= graph.count && trimmed.path(of: Array(canonical)) != nil)
    }
  }

  @Test
  func `without dropout there are next to no phantoms, with more dropout more, and the mask takes them away`()
    async throws
  {
    var subject = try Samples.subject(PhantomEditsLens.card)
    var shares: [Double] = []
    try subject.knobs.set("surface", "exact")
    for dropout in ["0", "0.1", "0.3"] {
      try subject.knobs.set("dropout", dropout)
      let plate = try await PhantomEditsLens().look(at: subject, .open)
      guard case .table(let outcomes) = plate.figures[2] else { continue }
      let numbers = outcomes.rows.map { row in
        row.map { if case .share(let share) = $0 { share } else { 0.0 } }
      }
      #expect(abs(numbers[0][3] + numbers[1][3] + numbers[2][3] - 1) < 1e-9)
      #expect(numbers[1][2] == 0 && numbers[1][4] == 0, "nothing is different behind the mask")
      #expect(numbers[2][4] >= numbers[2][3] - 0.2)
      shares.append(numbers[3][3])
    }
    // Measured: 0.0000003, 0.08 and 0.19 of the same word.
    #expect(
      shares[0] < 0.001 && shares[1] > 0.04 && shares[1] < 0.16 && shares[2] > 1.5 * shares[1], "\(shares)")
  }

  @Test func `trials of a real model are counted by outcome and type`() async throws {
    let toy = try Toy.abc()
    let lines = """
      {"target":"abc","context":"x [abc]","ids_in":[5],"ids_out":[5]}
      {"target":"abc","note":{"a":[1,"]"]},"ids_in":[5],"ids_out":[3, 2],"context":"He said \\"[abc]\\""}

      {"target":"abc","ids_in":[5],"ids_out":[0]}
      {"target":"abc","ids_in":[5],"ids_out":[99]}
      """
    let subject = Subject(
      texts: [.init(name: "trials.jsonl", bytes: bytes(lines))], tokenizers: [toy],
      knobs: Knobs(PhantomEditsLens.card.knobs))
    let plate = try await PhantomEditsLens().look(at: subject, .open)
    guard case .table(let trials) = plate.figures[0], case .table(let outcomes) = plate.figures[1] else {
      Issue.record("two tables come first")
      return
    }
    #expect(trials.rows.map { $0[0] } == ["unchanged", "different", "replaced"].map(Value.text))
    #expect(outcomes.rows.map { $0[1] } == [.integer(1), .integer(1), .integer(1)])
    #expect(plate.label.contains { $0.contains("1 trials have ids") })
  }

  @Test func `a trial that is none is named with its line`() async throws {
    let text = "{\"ids_in\":[1],\"ids_out\":[2]}\n{\"ids_in\":[1],\"ids_out\":\"two\"}\n"
    #expect {
      _ = try ReplacementDump.read(Array(text.utf8), named: "t.jsonl", .open)
    } throws: {
      ($0 as? Trouble)?.description.hasPrefix("t.jsonl, line 2: ") == true
    }
  }

  @Test func `a row of logits is read from NumPy's file, and anything else is refused`() throws {
    var file: [UInt8] = [0x93] + bytes("NUMPY") + [1, 0]
    let header = bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n")
    file += [UInt8(header.count), 0] + header
    for value in [Float(2), 1, -0.5] {
      file += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    #expect(try LogitsRow.read(file, named: "row.npy") == [2, 1, -0.5])
    for length in 0..<file.count {
      #expect(throws: Trouble.self) { try LogitsRow.read(Array(file.prefix(length)), named: "row.npy") }
    }
  }
}
