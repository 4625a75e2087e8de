import Basics

/// Several splitters one after the other: each cuts every piece that the one before it left, as if the piece were the whole
/// text.
///
/// This is how lists of patterns are used in tokenizer.json and by llama.cpp.
package struct SplitterChain: Splitter {
  /// A splitter, and what becomes of its matches and of what lies between them.
  package struct Stage: Sendable {
    package let splitter: any Splitter
    package let keepsMatches: Bool
    package let keepsGaps: Bool

    package init(_ splitter: any Splitter, keepsMatches: Bool = true, keepsGaps: Bool = true) {
      self.splitter = splitter
      self.keepsMatches = keepsMatches
      self.keepsGaps = keepsGaps
    }

    /// As of its splitter, of the pieces that are kept.
    func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
      let seam = splitter.seam(left, right)
      return seam == .gap && !keepsGaps ? .cut : seam
    }
  }

  private let stages: [Stage]

  package init(_ stages: [Stage]) { self.stages = stages }

  package var summary: String { stages.map(\.splitter.summary).joined(separator: ", then ") }

  /// The pieces that the last stage leaves.
  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    try cut(text, range, stage: 0, body)
  }

  /// As deep as there are stages.
  private func cut(
    _ text: Span<UInt8>, _ range: Range<Int>, stage index: Int, _ body: (Int, Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    if range.isEmpty { return }
    if index == stages.count { return try body(range.lowerBound, range.upperBound) }
    let stage = stages[index]
    var done = range.lowerBound
    try stage.splitter.forEachMatch(in: text, range) { start, end throws(Trouble) in
      if stage.keepsGaps { try cut(text, done..<start, stage: index + 1, body) }
      if stage.keepsMatches { try cut(text, start..<end, stage: index + 1, body) }
      done = end
    }
    if stage.keepsGaps { try cut(text, done..<range.upperBound, stage: index + 1, body) }
  }

  /// Certain is a cut where some stage cuts for certain, and the stages before it do what they would do to two texts.
  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    for stage in stages {
      let seam = stage.seam(left, right)
      if seam == .unknown || seam == .cut { return seam }
    }
    return .joinable
  }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    place(in: bytes, from: from) { seam(.scalar($0), $1) == .cut }
  }
}
