import Basics
import Testing

@testable import Tokens

/// WordPiece: the fast model against the definition, and what it says about words.
struct WordPieceTests {
  private static func table(_ entries: [String]) -> VocabularyTable {
    VocabularyTable(entries.map { Array($0.utf8) })
  }

  private let small = WordPieceModel(
    vocabulary: table(["[UNK]", "un", "##able", "##a", "una", "##bl", "e", "é", "##é"]),
    rules: WordPieceRules(unknown: 0))

  private func ids(_ text: String, _ model: some Model) -> [TokenID] {
    var tokens: [Token] = []
    let bytes = Array(text.utf8)
    model.encode(bytes.span, 0..<bytes.count, into: &tokens)
    return tokens.map(\.id)
  }

  @Test func `the longest entry wins at each place, and a word without an end is unknown as a whole`() {
    #expect(ids("unable", small) == [0])
    #expect(ids("unaa", small) == [4, 3])
    #expect(ids("unablé", small) == [4, 5, 8])
    #expect(ids("é", small) == [7])
    #expect(ids("xun", small) == [0])
    #expect(ids("", small) == [])
  }

  @Test func `words over the limit are unknown, counted in characters`() {
    var rules = WordPieceRules(unknown: 0, characterLimit: 3)
    let entries = Self.table(["[UNK]", "é", "##é"])
    #expect(ids("ééé", WordPieceModel(vocabulary: entries, rules: rules)) == [1, 2, 2])
    #expect(ids("éééé", WordPieceModel(vocabulary: entries, rules: rules)) == [0])
    rules.unknown = nil
    #expect(ids("éééé", WordPieceModel(vocabulary: entries, rules: rules)) == [])
  }

  @Test func `reasons tell every look-up`() {
    let text = Array("unable".utf8)
    guard case .search(let search)? = small.reasons(text.span, 0..<6) else {
      Issue.record("no search")
      return
    }
    #expect(
      search.attempts.prefix(4).map { String(decoding: $0.spelling, as: UTF8.self) } == [
        "unable", "unabl", "unab", "una",
      ])
    #expect(search.attempts[3].found == 4)
    #expect(search.attempts.allSatisfy { !$0.isTaken })
    #expect(search.remark == "Nothing matches from byte 5, so the whole word is [UNK].")
  }

  @Test(arguments: UInt64(1)...12) func `the fast model agrees with the definition`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let letters = ["a", "b", "é", "中", "#", "c"]
    func word(_ limit: UInt64) -> String {
      (0...random.next() % limit).map { _ in letters[Int(random.next() % UInt64(letters.count))] }.joined()
    }
    let prefix = ["##", "", "a", "é"][Int(seed % 4)]
    var entries = ["[UNK]"] + letters.prefix(Int(3 + seed % 4))
    for _ in 0..<60 {
      let entry = (random.next() & 1 == 0 ? prefix : "") + word(5)
      if !entries.contains(entry) { entries.append(entry) }
    }
    let rules = WordPieceRules(
      unknown: seed % 5 == 0 ? nil : 0, continuingPrefix: Array(prefix.utf8), characterLimit: 30)
    let table = Self.table(entries)
    let model = WordPieceModel(vocabulary: table, rules: rules)
    let plain = WordPieceSearch(table, rules)
    for _ in 0..<400 {
      let text = Array(("x" + word(40)).utf8)
      var tokens: [Token] = []
      model.encode(text.span, 1..<text.count, into: &tokens)
      #expect(tokens == plain.tokens(text.span, 1..<text.count))
    }
  }

  @Test func `a whole word is an entry or unknown`() {
    let model = WordLevelModel(vocabulary: Self.table(["<unk>", "ab"]), unknown: 0)
    #expect(ids("ab", model) == [1])
    #expect(ids("abc", model) == [0])
    #expect(ids("abc", WordLevelModel(vocabulary: Self.table(["ab"]), unknown: nil)) == [])
    let text = Array("abc".utf8)
    #expect(model.reasons(text.span, 0..<3)?.remark == "The word is no entry, so it is <unk>.")
  }
}
