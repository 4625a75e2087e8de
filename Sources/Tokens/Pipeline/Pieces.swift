import Basics

/// A stretch of text cut into pieces: what one pre-tokenizer hands to the next.
package struct Pieces: Sendable {
  /// The stretch, as rewritten so far.
  package private(set) var text: AlignedText
  /// Ranges of `text`, in order, none empty.
  package private(set) var ranges: [Range<Int>]

  /// The stretch as one piece.
  package init(_ text: AlignedText) {
    self.text = text
    ranges = text.isEmpty ? [] : [0..<text.count]
  }

  /// Cuts every piece: `cut` gives the parts it keeps; empty ones are dropped.
  mutating func split(
    _ cut: (Span<UInt8>, Range<Int>, _ keep: (Range<Int>) -> Void) throws(Trouble) -> Void
  ) throws(Trouble) {
    var parts: [Range<Int>] = []
    parts.reserveCapacity(ranges.count)
    for range in ranges {
      try cut(text.bytes.span, range) { part in if !part.isEmpty { parts.append(part) } }
    }
    ranges = parts
  }

  /// Writes every piece anew: `write` puts what becomes of it at the end of the text it is given.
  mutating func rewrite(_ write: (AlignedText, Range<Int>, inout AlignedText) -> Void) {
    var fresh = AlignedText(origin: text.origin, capacity: text.count + ranges.count)
    for index in ranges.indices {
      let start = fresh.count
      write(text, ranges[index], &fresh)
      ranges[index] = start..<fresh.count
    }
    text = fresh
    ranges.removeAll(where: \.isEmpty)
  }
}
