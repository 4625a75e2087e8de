import Basics

/// Chooses the splitter for a pattern.
package enum Splitters {
  /// The hand-written scanner when the pattern is known, a table of transitions when it is a regular expression in the strict
  /// sense, PCRE2 otherwise.
  /// Throws, at `place`, when the pattern is refused or not understood.
  ///
  /// With `isOlder` characters count by Unicode 15.
  package static func find(
    _ pattern: String, _ dialect: PatternDialect, place: Trouble.Place = .nowhere, isOlder: Bool = false
  ) throws(Trouble) -> any Splitter {
    let known = KnownPattern.recognise(pattern, dialect)?.splitter
    let hidden = isOlder ? NewerCharacters.set : CodePointSet()
    if known == nil, let machine = PatternMachine(pattern, dialect, hiding: hidden, place: place) {
      return machine
    }
    let splitter: any Splitter
    if let known { splitter = known } else { splitter = try PatternSplitter(pattern, dialect, place: place) }
    return isOlder ? EditionSplitter(splitter) : splitter
  }
}
