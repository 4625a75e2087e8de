import Basics

/// Finds the pieces of a text that a model then encodes one by one.
///
/// One method, one meaning: the matches of a pattern from left to right, never overlapping. A match may be
/// empty where a general pattern matches nothing but a place: it says that a boundary lies there. Text
/// between matches is the caller's business (Hugging Face keeps it, tiktoken drops it). Hand-written scanners
/// of patterns that cover every text leave nothing between.
package protocol Splitter: Sendable {
  /// Calls `body(start, end)` for every match in `text[range]`; look-ahead sees `text` up to
  /// `range.upperBound` only.
  func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble)

  /// Adds the pieces of a part of a text as they come, none empty: matches, and what lies between them, as far as they are
  /// kept. A requirement, so that each splitter has a loop of its own.
  func cut(
    _ range: Range<Int>, of text: Span<UInt8>, keepsMatches: Bool, keepsGaps: Bool,
    into pieces: inout [Range<Int>]
  ) throws(Trouble)

  /// As `Tokenizer.safeCut`, for the pieces.
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int?

  /// What is certain of the place between these two, whatever else the text holds.
  func seam(_ left: Neighbour, _ right: UInt32) -> Seam

  /// In words for the tokenizer's card: `GPT-2 pattern, hand-written`.
  var summary: String { get }
}

/// A character, or whichever visible one beyond ASCII.
package enum Neighbour: Sendable {
  case scalar(UInt32)
  case others
}

/// How the pieces of a text compare with those of the two texts that it falls into at a place. Pieces are matches and what lies
/// between them.
package enum Seam: Sendable {
  /// Nothing is known.
  case unknown
  /// They are the same, but for the two that meet there, which may be one.
  case joinable
  /// They are the same, but that what lies between matches may reach across.
  case gap
  /// They are the same.
  case cut
}

extension Splitter {
  package func cut(
    _ range: Range<Int>, of text: Span<UInt8>, keepsMatches: Bool, keepsGaps: Bool,
    into pieces: inout [Range<Int>]
  ) throws(Trouble) {
    var done = range.lowerBound
    try forEachMatch(in: text, range) { start, end throws(Trouble) in
      if keepsGaps && done < start { pieces.append(done..<start) }
      if keepsMatches && start < end { pieces.append(start..<end) }
      done = end
    }
    if keepsGaps && done < range.upperBound { pieces.append(done..<range.upperBound) }
  }

  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam { .unknown }

  /// The first place behind `from` between two characters that satisfy a condition.
  func place(
    in bytes: Span<UInt8>, from: Int, where holds: (_ left: UInt32, _ right: UInt32) -> Bool
  ) -> Int? {
    var position = max(from, 0) + 1
    while position < bytes.count {
      let (right, length) = Unit.at(position, in: bytes, end: bytes.count)
      let left = Unit.before(position, in: bytes, start: 0).unit
      if left < Unit.oddByte, right < Unit.oddByte, holds(left, right) { return position }
      position += length
    }
    return nil
  }
}

/// A splitter that is made from the text of a pattern.
package protocol PatternedSplitter: Splitter {
  var pattern: String { get }
}
