import Basics
import Testing
import Tokens

/// Short, long and repetitive pieces against the plain model, on vocabularies that are as bad as can be: merges in any order, entries
/// that no merge reaches, entries longer than a window, merges that make the same entry.
@Suite struct MergingTests {
  /// Entries and merges over a few letters. With `isPlain` every byte is an entry, so that bytes are merged and not listed symbols.
  private struct MadeUp {
    var table: VocabularyTable
    var merges: [Merge] = []
    let letters: [UInt8]

    init(seed: UInt64, isPlain: Bool) {
      var random = RandomText(seed: seed)
      let letters = Array("abcdefgh".utf8.prefix(2 + random.number(below: 5)))
      self.letters = letters
      var entries: [[UInt8]] = isPlain ? (0...255).map { [$0] } : letters.map { [$0] }
      let count = 10 + random.number(below: 60)
      let longest = [4, 12, 40, 300][random.number(below: 4)]
      var made: [[UInt8]: Int] = [:]
      for (index, entry) in entries.enumerated() { made[entry] = index }
      var parts = letters.compactMap { made[[$0]] }
      for _ in 0..<count {
        // The newest entries are taken more often, so that long ones come about.
        let newest = max(0, parts.count - 4)
        let left = parts[random.number(below: 2) == 0 ? random.number(below: parts.count) : newest]
        let right = parts[random.number(below: 2) == 0 ? random.number(below: parts.count) : newest]
        let joined = entries[left] + entries[right]
        let merge = Merge(TokenID(left), TokenID(right))
        if joined.count > longest || merges.contains(merge) { continue }
        if made[joined] == nil {
          made[joined] = entries.count
          parts.append(entries.count)
          entries.append(joined)
        }
        merges.append(merge)
      }
      for _ in 0..<5 {
        let entry = (0..<3 + random.number(below: 70)).map { _ in letters[random.number(below: letters.count)]
        }
        if made.updateValue(entries.count, forKey: entry) == nil { entries.append(entry) }
      }
      if seed % 3 == 1 { Self.shuffle(&merges, &random) }
      if seed % 4 == 2, isPlain { Self.reorder(&entries, &merges, &random) }
      table = VocabularyTable(entries)
    }

    private static func shuffle<T>(_ values: inout [T], _ random: inout RandomText) {
      for index in values.indices { values.swapAt(index, random.number(below: values.count)) }
    }

    /// Gives the entries other ids.
    private static func reorder(
      _ entries: inout [[UInt8]], _ merges: inout [Merge], _ random: inout RandomText
    ) {
      var order = Array(entries.indices)
      shuffle(&order, &random)
      var places = order
      for (new, old) in order.enumerated() { places[old] = new }
      entries = order.map { entries[$0] }
      merges = merges.map { Merge(TokenID(places[Int($0.left)]), TokenID(places[Int($0.right)])) }
    }

    /// A random, a periodic or a uniform text, or one put together from such.
    func text(_ count: Int, _ random: inout RandomText) -> [UInt8] {
      switch random.number(below: 4) {
      case 0: return (0..<count).map { _ in letters[random.number(below: letters.count)] }
      case 1: return Array(repeating: letters[random.number(below: letters.count)], count: count)
      case 2:
        let period = text(1 + random.number(below: 20), &random)
        return (0..<count).map { period[$0 % period.count] }
      default:
        let middle = random.number(below: count + 1)
        return count < 2 ? letters : text(middle, &random) + text(count - middle, &random)
      }
    }
  }

  /// Lengths on both sides of every threshold.
  private static let lengths = [
    1, 2, 3, 7, 8, 9, 15, 16, 17, 30, 63, 64, 65, 66, 100, 129, 200, 300, 511, 513, 700, 1200,
  ]

  private func encode(_ model: some Model, _ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    model.encode(text.span, 0..<text.count, into: &tokens)
    return tokens
  }

  @Test("pieces of all lengths with a list of merges equal the plain model", arguments: UInt64(0)..<24)
  func listed(seed: UInt64) throws {
    let made = MadeUp(seed: seed, isPlain: seed % 2 == 0)
    let rules = BytePairRules(ignoresMerges: seed % 5 == 0)
    let fast = try BytePairModel(vocabulary: made.table, merges: made.merges, rules: rules)
    let plain = PlainBytePair(vocabulary: made.table, merges: made.merges, rules: rules)
    try compare(fast, plain, made, seed)
  }

  @Test("pieces of all lengths with ranked entries equal the plain model", arguments: UInt64(0)..<24)
  func ranked(seed: UInt64) throws {
    let made = MadeUp(seed: seed, isPlain: seed % 2 == 0)
    let fast = try BytePairModel(ranked: made.table)
    try compare(fast, PlainBytePair(ranked: made.table), made, seed)
  }

  private func compare(_ fast: some Model, _ plain: some Model, _ made: MadeUp, _ seed: UInt64) throws {
    var random = RandomText(seed: seed &+ 1000)
    for length in Self.lengths {
      for _ in 0..<(length < 70 ? 20 : length < 300 ? 4 : 1) {
        let text = made.text(length, &random)
        try #require(encode(fast, text) == encode(plain, text), "\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  @Test(
    "letters that no entry has are left out, and what they part is joined or not", arguments: UInt64(0)..<8)
  func gaps(seed: UInt64) throws {
    let made = MadeUp(seed: seed, isPlain: false)
    let listed = try BytePairModel(vocabulary: made.table, merges: made.merges, rules: BytePairRules())
    let ranked = try BytePairModel(ranked: made.table)
    let plainListed = PlainBytePair(vocabulary: made.table, merges: made.merges, rules: BytePairRules())
    let plainRanked = PlainBytePair(ranked: made.table)
    var random = RandomText(seed: seed &+ 2000)
    for length in Self.lengths {
      var text = made.text(length, &random)
      for _ in 0..<1 + length / 10 { text[random.number(below: text.count)] = UInt8(ascii: "z") }
      try #require(encode(listed, text) == encode(plainListed, text))
      try #require(encode(ranked, text) == encode(plainRanked, text))
    }
  }

  @Test("a real vocabulary merges long pieces as the plain model does", .enabled(if: Samples.arePresent))
  func realVocabulary() throws {
    let (table, _) = try Samples.tiktoken("cl100k_base")
    let fast = try BytePairModel(ranked: table)
    let plain = PlainBytePair(ranked: table)
    var random = RandomText(seed: 3)
    let texts: [[UInt8]] = [
      Array(repeating: 32, count: 900), Array(repeating: 94, count: 700),
      Array(String(repeating: "\u{301}", count: 300).utf8),
      (0..<600).map { _ in UInt8(random.number(below: 256)) },
      (0..<600).map { _ in UInt8(48 + random.number(below: 2)) },
      Array("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen漢字かな交じり文".utf8)
        + random.broken(atMost: 200),
      random.text(atMost: 150), random.broken(atMost: 150),
      Array(repeating: 32, count: 300) + Array(repeating: 97, count: 300),
    ]
    for text in texts { try #require(encode(fast, text) == encode(plain, text)) }
  }
}
