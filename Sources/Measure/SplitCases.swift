import Basics
import Tokens

/// Finding pieces, the hand-written scanner beside the general engine.
enum SplitCases {
  static func cases(_ bench: Bench) throws -> [Case] {
    var cases: [Case] = []
    let text = bench.text
    for (name, pattern) in Patterns.all {
      guard let scanner = KnownPattern.recognise(pattern, .rust)?.splitter else { continue }
      let general = try PatternSplitter(pattern, .rust)
      cases.append(Case("split \(name), scanner", .throughput(bytes: text.count)) { try count(text, scanner) })
      cases.append(Case("split \(name), PCRE2", .throughput(bytes: text.count)) { try count(text, general) })
    }
    return cases
  }

  private static func count(_ text: [UInt8], _ splitter: any Splitter) throws -> Int {
    var pieces = 0
    try splitter.forEachMatch(in: text.span, 0..<text.count) { _, _ in pieces += 1 }
    return pieces
  }
}
