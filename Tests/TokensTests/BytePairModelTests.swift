import Basics
import Testing
import Tokens

/// The fast model against the plain one, on vocabularies made up from a seed, and its rules one by one.
@Suite struct BytePairModelTests {
  /// A vocabulary over the bytes of `alphabet` and random merges of what there is; some merges make an entry
  /// twice, some entries have no merge.
  private func madeUp(
    seed: UInt64, alphabet: String = "abcde", merges: Int, spurious: Int = 3
  ) -> (VocabularyTable, [Merge]) {
    var random = RandomText(seed: seed)
    var entries: [[UInt8]] = alphabet.unicodeScalars.map { Array(String($0).utf8) }
    var list: [Merge] = []
    while list.count < merges {
      let left = random.number(below: entries.count)
      let right = random.number(below: entries.count)
      let joined = entries[left] + entries[right]
      if joined.count > 12 || list.contains(Merge(UInt32(left), UInt32(right))) { continue }
      if !entries.contains(joined) { entries.append(joined) }
      list.append(Merge(UInt32(left), UInt32(right)))
    }
    for _ in 0..<spurious {
      let entry = (0..<4).map { _ in Array(alphabet.utf8)[random.number(below: alphabet.utf8.count)] }
      if !entries.contains(entry) { entries.append(entry) }
    }
    return (VocabularyTable(entries), list)
  }

  private func encode(_ model: some Model, _ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    model.encode(text.span, 0..<text.count, into: &tokens)
    return tokens
  }

  private func randomPiece(_ random: inout RandomText, _ alphabet: [UInt8], atMost most: Int) -> [UInt8] {
    let few = 1 + random.number(below: alphabet.count)
    return (0..<random.number(below: most + 1)).map { _ in alphabet[random.number(below: few)] }
  }

  @Test("the fast model with a list of merges equals the plain one", arguments: UInt64(0)..<12)
  func listOfMerges(seed: UInt64) throws {
    for ignores in [false, true] {
      let (table, merges) = madeUp(seed: seed, merges: 40)
      let rules = BytePairRules(ignoresMerges: ignores)
      let fast = try BytePairModel(vocabulary: table, merges: merges, rules: rules)
      let plain = PlainBytePair(vocabulary: table, merges: merges, rules: rules)
      var random = RandomText(seed: seed &+ 100)
      for round in 0..<400 {
        let text = randomPiece(&random, Array("abcdef".utf8), atMost: round % 20 == 0 ? 400 : 20)
        try #require(encode(fast, text) == encode(plain, text), "\(text)")
      }
    }
  }

  @Test("the fast model of ranked entries equals the plain one", arguments: UInt64(0)..<12)
  func rankedEntries(seed: UInt64) throws {
    let (table, _) = madeUp(seed: seed, merges: 50, spurious: 20)
    let fast = try BytePairModel(ranked: table)
    let plain = PlainBytePair(ranked: table)
    var random = RandomText(seed: seed &+ 100)
    for round in 0..<400 {
      let text = randomPiece(&random, Array("abcde".utf8), atMost: round % 20 == 0 ? 400 : 20)
      try #require(encode(fast, text) == encode(plain, text), "\(text)")
    }
  }

  @Test("affixes, unknowns and byte fallback equal the plain model", arguments: UInt64(0)..<16)
  func rules(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let alphabet = ["a", "b", "é", "漢", "##a", "##b", "##é", "a</w>", "##b</w>", "é</w>", "##é</w>", "b</w>"]
    var entries = alphabet.map { Array($0.utf8) } + [Array("<unk>".utf8)]
    for byte in 0..<(seed % 3 == 0 ? 256 : 128) {
      let hex = String(byte, radix: 16, uppercase: true)
      entries.append(Array("<0x\(hex.count < 2 ? "0" : "")\(hex)>".utf8))
    }
    let unknown = TokenID(alphabet.count)
    let rules = BytePairRules(
      alphabet: .characters, unknown: seed & 1 == 0 ? unknown : nil, fusesUnknown: seed & 2 == 0,
      fallsBackToBytes: seed & 4 == 0, continuingPrefix: seed & 8 == 0 ? Array("##".utf8) : [],
      endOfWordSuffix: seed & 1 == 1 ? Array("</w>".utf8) : [])
    var merges: [Merge] = []
    for _ in 0..<60 {
      let left = random.number(below: alphabet.count)
      let right = random.number(below: alphabet.count)
      let part = entries[right]
      if part.count < rules.continuingPrefix.count { continue }
      let joined = entries[left] + part.dropFirst(rules.continuingPrefix.count)
      if joined.isEmpty || merges.contains(Merge(UInt32(left), UInt32(right))) { continue }
      if !entries.contains(joined) { entries.append(joined) }
      merges.append(Merge(UInt32(left), UInt32(right)))
    }
    let table = VocabularyTable(entries)
    let fast = try BytePairModel(vocabulary: table, merges: merges, rules: rules)
    let plain = PlainBytePair(vocabulary: table, merges: merges, rules: rules)
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<random.number(below: 12) {
        text += ["a", "b", "é", "漢", "x", "😀"][random.number(below: 6)]
      }
      var bytes = Array(text.utf8)
      if random.number(below: 4) == 0 { bytes.append(0xC3) }
      try #require(encode(fast, bytes) == encode(plain, bytes), "\(text)")
    }
  }

  @Test("a real vocabulary gives the same tokens fast and plain", .enabled(if: Samples.arePresent))
  func realVocabulary() throws {
    let (table, _) = try Samples.tiktoken("gpt2")
    let fast = try BytePairModel(ranked: table)
    let plain = PlainBytePair(ranked: table)
    var texts = RandomText(seed: 5)
    for _ in 0..<300 {
      let text = texts.broken(atMost: 40)
      try #require(encode(fast, text) == encode(plain, text))
    }
  }

  @Test func `of equal ranks the leftmost merges first`() throws {
    let table = VocabularyTable(["a", "aa"].map { Array($0.utf8) })
    let model = try BytePairModel(vocabulary: table, merges: [Merge(0, 0)], rules: BytePairRules())
    #expect(
      encode(model, Array("aaa".utf8)) == [Token(id: 1, start: 0, end: 2), Token(id: 0, start: 2, end: 3)])
  }

  @Test func `an entry that no merge reaches is never made unless merges are ignored`() throws {
    let table = VocabularyTable(["a", "b", "ab", "abab"].map { Array($0.utf8) })
    let strict = try BytePairModel(vocabulary: table, merges: [Merge(0, 1)], rules: BytePairRules())
    #expect(encode(strict, Array("abab".utf8)).map(\.id) == [2, 2])
    let loose = try BytePairModel(
      vocabulary: table, merges: [Merge(0, 1)], rules: BytePairRules(ignoresMerges: true))
    #expect(encode(loose, Array("abab".utf8)).map(\.id) == [3])
    #expect(
      loose.derivation(of: 3)?.remark
        == "merges never reach this entry, they give \"ab\" \"ab\"; it is found by look-up only")
  }

  @Test func `an entry outside the model is found but never made`() throws {
    let table = VocabularyTable(
      blob: Array("abab".utf8), starts: [0, 1, 0], lengths: [1, 1, 2], kinds: [.normal, .normal, .special],
      outsideModel: [2])
    let model = try BytePairModel(ranked: table)
    #expect(table.id(of: Array("ab".utf8)) == 2)
    #expect(encode(model, Array("ab".utf8)).map(\.id) == [0, 1])
  }

  @Test func `a derivation is the tree of merges from bytes up`() throws {
    let table = VocabularyTable(["a", "b", "c", "bc", "abc"].map { Array($0.utf8) })
    let model = try BytePairModel(
      vocabulary: table, merges: [Merge(1, 2), Merge(0, 3)], rules: BytePairRules())
    let tree = try #require(model.derivation(of: 4))
    #expect(tree.nodes.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", "b", "c", "bc", "abc"])
    #expect(tree.nodes.map(\.rank) == [nil, nil, nil, 0, 1])
    #expect(tree.nodes[4].parts?.left == 0 && tree.nodes[4].parts?.right == 3)
    #expect(model.vocabulary.weight(of: 3) == .rank(0))
  }

  @Test func `a merge whose result is no entry is refused with its number`() {
    let table = VocabularyTable(["a", "b"].map { Array($0.utf8) })
    let trouble = #expect(throws: Trouble.self) {
      try BytePairModel(
        vocabulary: table, merges: [Merge(0, 1)], rules: BytePairRules(),
        place: .field(file: "t.json", name: "model.merges"))
    }
    #expect(
      trouble?.description
        == "t.json, model.merges: merge 0 makes \"ab\", which is not in the vocabulary. Export the vocabulary and the merges together."
    )
  }

  // In quadratic time this would take hours.
  @Test func `one piece of a megabyte is merged`() throws {
    let (table, merges) = madeUp(seed: 1, merges: 40)
    let model = try BytePairModel(vocabulary: table, merges: merges, rules: BytePairRules())
    let tokens = encode(model, Array(repeating: UInt8(ascii: "a"), count: 1 << 20))
    #expect(tokens.first?.start == 0 && tokens.last?.end == 1 << 20)
    #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.end == $1.start })
  }
}
