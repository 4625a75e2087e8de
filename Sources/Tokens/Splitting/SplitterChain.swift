import Basics

/// Several splitters one after the other: each cuts every piece that the one before it left, matches and what lies between
/// alike, as if the piece were the whole text.
///
/// This is how llama.cpp uses its lists of patterns. Everything is covered: nothing lies between the pieces.
package struct SplitterChain: Splitter {
  /// Where a text may be cut without a change in the pieces.
  package enum Cuts: Sendable, Equatable {
    /// Nothing is known.
    case none
    /// Where the stage of this index says; the ones before it decide by single characters or by runs of them.
    case stage(Int)
    /// Behind a newline before something else: the first stage sets newlines apart.
    case newlines
  }

  private let stages: [any Splitter]
  private let cuts: Cuts

  package init(_ stages: [any Splitter], cuts: Cuts) {
    self.stages = stages
    self.cuts = cuts
  }

  package var summary: String { stages.map(\.summary).joined(separator: ", then ") }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    try cut(text, range, stage: 0, body)
  }

  /// As deep as there are stages.
  private func cut(
    _ text: Span<UInt8>, _ range: Range<Int>, stage: Int, _ body: (Int, Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    if range.isEmpty { return }
    if stage == stages.count { return try body(range.lowerBound, range.upperBound) }
    var done = range.lowerBound
    try stages[stage].forEachMatch(in: text, range) { start, end throws(Trouble) in
      try cut(text, done..<start, stage: stage + 1, body)
      try cut(text, start..<end, stage: stage + 1, body)
      done = end
    }
    try cut(text, done..<range.upperBound, stage: stage + 1, body)
  }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    switch cuts {
    case .none: return nil
    case .stage(let index): return stages[index].safeCut(in: bytes, from: from)
    case .newlines:
      var position = max(from, 0) + 1
      while position < bytes.count {
        if bytes[position - 1] == 0x0A && bytes[position] != 0x0A { return position }
        position += 1
      }
      return nil
    }
  }
}
