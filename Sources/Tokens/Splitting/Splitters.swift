import Basics

/// Chooses the splitter for a pattern.
package enum Splitters {
  /// The hand-written scanner when the pattern is known, PCRE2 otherwise.
  /// Throws, at `place`, when the pattern is refused or not understood.
  package static func find(
    _ pattern: String, _ dialect: PatternDialect, place: Trouble.Place = .nowhere
  ) throws(Trouble) -> any Splitter {
    if let known = KnownPattern.recognise(pattern, dialect) { return known.splitter }
    return try PatternSplitter(pattern, dialect, place: place)
  }
}
