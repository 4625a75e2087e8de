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

    /// The pieces that it leaves of one, none empty.
    @inline(__always)
    func cut(
      _ text: Span<UInt8>, _ piece: Range<Int>, _ body: (Range<Int>) throws(Trouble) -> Void
    ) throws(Trouble) {
      var done = piece.lowerBound
      try splitter.forEachMatch(in: text, piece) { start, end throws(Trouble) in
        if keepsGaps && done < start { try body(done..<start) }
        if keepsMatches && start < end { try body(start..<end) }
        done = end
      }
      if keepsGaps && done < piece.upperBound { try body(done..<piece.upperBound) }
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

  /// So many pieces of one stage are gathered before the next takes them.
  private static let block = 512

  /// The pieces that the last stage leaves. A stage works through many pieces before the next one does, so that each stays
  /// in its own short loop.
  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard let first = stages.first else { return try body(range.lowerBound, range.upperBound) }
    var pieces: [Range<Int>] = []
    var cut: [Range<Int>] = []
    try first.cut(text, range) { piece throws(Trouble) in
      pieces.append(piece)
      if pieces.count == Self.block { try finish(&pieces, &cut, text, body) }
    }
    try finish(&pieces, &cut, text, body)
  }

  /// Lets all stages but the first work through the pieces, leaving none.
  private func finish(
    _ pieces: inout [Range<Int>], _ cut: inout [Range<Int>], _ text: Span<UInt8>,
    _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    for stage in stages.dropFirst() {
      for piece in pieces { try stage.cut(text, piece) { cut.append($0) } }
      swap(&pieces, &cut)
      cut.removeAll(keepingCapacity: true)
    }
    for piece in pieces { try body(piece.lowerBound, piece.upperBound) }
    pieces.removeAll(keepingCapacity: true)
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
