import Basics
import Tokens

/// Finding pieces: by masks with every kind of registers, by the scanner that goes from character to character, by a table of
/// transitions, by the general engine.
enum SplitCases {
  static func cases(_ bench: Bench) -> [Case] {
    texts(bench).flatMap { title, text in
      (Patterns.all + [("clip", Patterns.clip)]).flatMap { name, pattern in
        cases("split \(name)\(title)", pattern, text)
      }
    }
  }

  /// The text of the bench, and those of the race against other libraries when they are there.
  private static func texts(_ bench: Bench) -> [(title: String, text: [UInt8])] {
    let others = ["prose", "code", "multilingual"].compactMap { name in
      (try? Files.read(".build/bench/peers/\(name).txt")).map { (" " + name, $0) }
    }
    return [("", bench.text)] + others
  }

  private static func cases(_ title: String, _ pattern: String, _ text: [UInt8]) -> [Case] {
    guard let rules = KnownPattern.recognise(pattern, .rust)?.rules else {
      return general(title, pattern, text)
    }
    let unit = Case.Unit.throughput(bytes: text.count)
    let masks = Lanes.present.map { lanes in
      Case("\(title), masks \(lanes)", unit) {
        let scanner = PatternScanner(rules, lanes: lanes)
        return { scanner.pieceCount(in: text.span, 0..<text.count) }
      }
    }
    return masks + [
      Case("\(title), scanner", unit) {
        let scanner = PatternScanner(rules)
        return { try count(text, scanner) }
      }
    ] + general(title, pattern, text)
  }

  /// What serves any pattern.
  private static func general(_ title: String, _ pattern: String, _ text: [UInt8]) -> [Case] {
    let unit = Case.Unit.throughput(bytes: text.count)
    let table = PatternMachine(pattern, .rust).map { machine in
      Case("\(title), table", unit) { { try count(text, machine) } }
    }
    let library = Case("\(title), PCRE2", unit) {
      let splitter = try PatternSplitter(pattern, .rust)
      return { try count(text, splitter) }
    }
    return (table.map { [$0] } ?? []) + [library]
  }

  private static func count(_ text: [UInt8], _ splitter: any Splitter) throws -> Int {
    var pieces = 0
    try splitter.forEachMatch(in: text.span, 0..<text.count) { _, _ in pieces += 1 }
    return pieces
  }
}
