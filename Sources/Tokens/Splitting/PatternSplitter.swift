import Basics
import Glibc

/// Finds the matches of any pattern with PCRE2, as the pattern's own engine would.
///
/// The pattern is first rewritten (see `PatternTranslator`). A match may be empty: it then only says that a
/// boundary lies there; an empty match directly behind another one is left out, as in both engines. Bytes
/// that are not UTF-8 are matched as U+FFFD, one each.
/// Limits: an attempt may take 50 steps for each byte of the text, and all attempts together two microseconds
/// a byte and a second; beyond that a `Trouble` names the pattern. There is no safe cut, since nothing is
/// known of how far the pattern looks.
package final class PatternSplitter: PatternedSplitter {
  package let pattern: String
  package let dialect: PatternDialect
  private let compiled: CompiledPattern
  private let place: Trouble.Place

  /// Steps that an attempt to match may take for each byte of text.
  package static let stepsPerByte = 50

  /// Compiles the pattern. Throws, at `place`, when it is refused or not understood.
  package init(_ pattern: String, _ dialect: PatternDialect, place: Trouble.Place = .nowhere) throws(Trouble)
  {
    self.pattern = pattern
    self.dialect = dialect
    self.place = place
    let translated: String
    do { translated = try PatternTranslator.translate(pattern, dialect) } catch {
      throw Trouble(.input, at: place, "\(error.what), in \(Self.shortened(pattern))", remedy: error.remedy)
    }
    do { compiled = try CompiledPattern(Array(translated.utf8)) } catch {
      throw Trouble(
        .input, at: place, "the pattern \(Self.shortened(pattern)) is not understood: \(error.message)",
        remedy: "Correct it, or name another pattern")
    }
  }

  package var summary: String { "PCRE2 pattern" }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { nil }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    let part = text.extracting(range)
    if UTF8Text.isValid(part) {
      try search(part) { (start, end) throws(Trouble) in
        try body(range.lowerBound + start, range.lowerBound + end)
      }
    } else {
      let (copy, origins) = UTF8Text.repaired(part)
      try search(copy.span) { (start, end) throws(Trouble) in
        try body(range.lowerBound + origins[start], range.lowerBound + origins[end])
      }
    }
  }

  private func search(_ text: Span<UInt8>, _ body: (Int, Int) throws(Trouble) -> Void) throws(Trouble) {
    try unsafe text.withUnsafeBufferPointer { (bytes) throws(Trouble) in
      try unsafe compiled.withMatcher { (matcher) throws(Trouble) in
        var run = Run(count: text.count)
        while run.position <= text.count {
          let last = min(run.position + Run.window, text.count)
          switch unsafe matcher.match(bytes, from: run.position, last: last, limit: run.limit) {
          case .none: run.position = Self.boundary(text, after: last)
          case .limit: throw overrun
          case .failure(let message):
            throw Trouble(.input, at: place, "the pattern \(Self.shortened(pattern)): \(message)")
          case .match(let found):
            if !found.isEmpty || found.lowerBound != run.lastEnd {
              try body(found.lowerBound, found.upperBound)
            }
            run.lastEnd = found.upperBound
            run.position = found.isEmpty ? Self.boundary(text, after: found.upperBound) : found.upperBound
          }
          if run.isOverTime { throw overrun }
        }
      }
    }
  }

  /// One pass over a text.
  private struct Run {
    /// Matches are looked for in windows of so many first positions, so that time is looked at often enough.
    static let window = 4096
    var position = 0
    var lastEnd = -1
    let limit: UInt32
    private let deadline: UInt64
    private var calls = 0

    init(count: Int) {
      limit = UInt32(clamping: max(count, 64) * PatternSplitter.stepsPerByte)
      deadline = Self.now + 1_000_000_000 + UInt64(count) * 2000
    }

    /// Looks at the clock on every 64th call.
    var isOverTime: Bool {
      mutating get {
        calls += 1
        return calls & 63 == 0 && Self.now > deadline
      }
    }

    /// Nanoseconds of the monotonic clock.
    private static var now: UInt64 {
      var time = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
      return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
  }

  private var overrun: Trouble { Self.overrun(pattern, at: place) }

  /// What is said of a pattern whose matches take too long to find.
  static func overrun(_ pattern: String, at place: Trouble.Place) -> Trouble {
    Trouble(
      .limit, at: place,
      "the pattern \(shortened(pattern)) takes more than \(Self.stepsPerByte) steps a byte",
      remedy: "Simplify its nested repeats, or split with a known pattern")
  }

  /// The start of the next character behind `position`.
  private static func boundary(_ text: Span<UInt8>, after position: Int) -> Int {
    var next = position + 1
    while next < text.count && text[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }

  private static func shortened(_ pattern: String) -> String {
    pattern.count <= 60 ? "\"\(pattern)\"" : "\"\(pattern.prefix(57))…\""
  }
}
