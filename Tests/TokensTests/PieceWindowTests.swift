import Basics
import Testing
import Tokens

/// The scanner by masks against the one that goes from character to character.
@Suite struct PieceWindowTests {
  /// Every combination of rules in use that leaves no gaps.
  private static let rules: [ScannerRules] = {
    var all = Patterns.all.compactMap { KnownPattern.recognise($0, .rust)?.rules }
    for contractions in [ScannerRules.Contractions.none, .lowerCase, .anyCase, .folded] {
      for digits in [1, 2, 3, Int.max] {
        for bits in 0..<8 {
          var cl100k = ScannerRules(.cl100k, contractions: contractions, digits: digits)
          cl100k.takesNewlines = bits & 1 != 0
          cl100k.marksAreLetters = bits & 2 != 0
          cl100k.keepsEndWhole = bits & 4 != 0
          var o200k = ScannerRules(.o200k, contractions: contractions, digits: digits)
          o200k.takesNewlines = bits & 3 != 0
          o200k.takesSlashes = bits & 3 > 1
          o200k.separatesHan = bits & 4 != 0
          all += [cl100k, o200k]
        }
      }
    }
    return all.filter(\.takesLoneSpace)
  }()

  private func check(_ scanner: PatternScanner, _ text: [UInt8], _ range: Range<Int>, room: Int = 4096) throws
  {
    let plain = try pieces(scanner, text, range).map(\.upperBound)
    let fast = scanner.ends(in: text.span, range, room: room)
    if plain == fast { return }
    let place = zip(plain, fast).first { $0 != $1 }.map { min($0, $1) } ?? min(plain.count, fast.count)
    let around = text[max(0, place - 40)..<min(text.count, place + 40)]
    Issue.record(
      "\(scanner.rules.name) \(scanner.lanes), \(range), \(place): \(String(decoding: around, as: UTF8.self).debugDescription)"
    )
    throw Different()
  }

  private struct Different: Error {}

  @Test("masks give the pieces of the plain scanner", arguments: Lanes.present)
  func masksEqualPlain(lanes: Lanes) throws {
    var texts = RandomText(seed: 11)
    for round in 0..<12000 {
      let rules = Self.rules[round % Self.rules.count]
      let scanner = PatternScanner(rules, lanes: lanes)
      let most = [8, 30, 60, 200][round / 7 % 4]
      let text = round % 5 == 4 ? texts.broken(atMost: most) : texts.mixed(atMost: most)
      try check(scanner, text, 0..<text.count, room: [4096, 4096, 100, 7][round % 4])
    }
  }

  @Test("masks give the pieces of the plain scanner in any range", arguments: Lanes.present)
  func ranges(lanes: Lanes) throws {
    var texts = RandomText(seed: 12)
    for round in 0..<4000 {
      let scanner = PatternScanner(Self.rules[round % Self.rules.count], lanes: lanes)
      let text = round % 5 == 4 ? texts.broken(atMost: 120) : texts.mixed(atMost: 120)
      let from = texts.number(below: text.count + 1)
      try check(scanner, text, from..<from + texts.number(below: text.count - from + 1))
    }
  }

  @Test("masks give the pieces of the plain scanner over several windows", arguments: Lanes.present)
  func windows(lanes: Lanes) throws {
    var texts = RandomText(seed: 13)
    for round in 0..<200 {
      let scanner = PatternScanner(Self.rules[texts.number(below: Self.rules.count)], lanes: lanes)
      var text = texts.mixed(atMost: 4000)
      if round % 3 == 0 { text += texts.broken(atMost: 3000) }
      if round % 4 == 0 {
        // A piece that is longer than a window, at any place.
        let place = texts.number(below: text.count + 1)
        let part = ["a", " ", "\n ", "9", "é", "漢", "!", "\u{301}"][texts.number(below: 8)]
        text.insert(
          contentsOf: Array(repeating: Array(part.utf8), count: 2000 + texts.number(below: 5000)).joined(),
          at: place)
      }
      try check(scanner, text, 0..<text.count, room: [4096, 20000, 333][round % 3])
    }
  }

  @Test("a text that ends around the edge of a block or a window", arguments: Lanes.present)
  func edges(lanes: Lanes) throws {
    var texts = RandomText(seed: 14)
    for edge in [64, 128, 192, 1024, 4096, 8192] {
      for round in 0..<150 {
        let scanner = PatternScanner(Self.rules[texts.number(below: Self.rules.count)], lanes: lanes)
        var text: [UInt8] = []
        while text.count < edge + 20 { text += texts.mixed(atMost: 200) }
        let end = edge - 10 + round % 21
        try check(scanner, text, 0..<end)
      }
    }
  }

  @Test(
    "masks give the pieces of the plain scanner on written text", .enabled(if: Samples.arePresent),
    arguments: Patterns.all)
  func writtenText(pattern: String) throws {
    let known = try #require(KnownPattern.recognise(pattern, .rust))
    if !known.rules.takesLoneSpace { return }
    for text in try Samples.texts("tiktoken.cl100k_base.tiktoken") {
      for lanes in Lanes.present {
        try check(PatternScanner(known.rules, lanes: lanes), text, 0..<text.count)
      }
    }
  }
}
