import Basics

/// Finds the matches of any pattern with PCRE2.
package final class PatternSplitter: Splitter {
  package let pattern: String
  package let dialect: PatternDialect

  /// Compiles the pattern. Throws, at `place`, when it is refused or not understood.
  package init(_ pattern: String, _ dialect: PatternDialect, place: Trouble.Place = .nowhere) throws(Trouble) {
    self.pattern = pattern
    self.dialect = dialect
    throw Trouble(.input, at: place, "the pattern \(pattern) has no scanner")
  }

  package var summary: String { "PCRE2 pattern" }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {}

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { nil }
}
