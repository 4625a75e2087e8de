import Basics
import Tokens

/// Finding pieces, the hand-written scanner beside the general engine.
enum SplitCases {
  static func cases(_ bench: Bench) -> [Case] {
    let text = bench.text
    return Patterns.all.flatMap { name, pattern in
      [
        Case("split \(name), scanner", .throughput(bytes: text.count)) {
          let scanner = try Splitters.find(pattern, .rust)
          return { try count(text, scanner) }
        },
        Case("split \(name), PCRE2", .throughput(bytes: text.count)) {
          let general = try PatternSplitter(pattern, .rust)
          return { try count(text, general) }
        },
      ]
    }
  }

  private static func count(_ text: [UInt8], _ splitter: any Splitter) throws -> Int {
    var pieces = 0
    try splitter.forEachMatch(in: text.span, 0..<text.count) { _, _ in pieces += 1 }
    return pieces
  }
}
