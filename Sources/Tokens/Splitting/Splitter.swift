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

  /// As `Tokenizer.safeCut`, for the pieces.
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int?

  /// Whether no match ever holds these two characters side by side, and the matches before are the same as if the text ended
  /// between them. What lies between matches may hold both.
  func isApart(_ left: UInt32, _ right: UInt32) -> Bool

  /// Whether nothing ever lies between matches.
  var coversEverything: Bool { get }

  /// In words for the tokenizer's card: `GPT-2 pattern, hand-written`.
  var summary: String { get }
}

extension Splitter {
  package func isApart(_ left: UInt32, _ right: UInt32) -> Bool { false }

  package var coversEverything: Bool { false }
}

/// A splitter that is made from the text of a pattern.
package protocol PatternedSplitter: Splitter {
  var pattern: String { get }
}
