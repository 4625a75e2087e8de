import Basics

/// Chooses the splitter for a pattern.
package enum Splitters {
  /// The hand-written scanner when the pattern is known, a table of transitions when it is a regular expression in the strict
  /// sense, PCRE2 otherwise.
  /// Throws, at `place`, when the pattern is refused or not understood.
  package static func find(
    _ pattern: String, _ dialect: PatternDialect, place: Trouble.Place = .nowhere
  ) throws(Trouble) -> any Splitter {
    if let known = KnownPattern.recognise(pattern, dialect) { return known.splitter }
    if let machine = PatternMachine(pattern, dialect, place: place) { return machine }
    return try PatternSplitter(pattern, dialect, place: place)
  }
}
