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

  /// How many there are.
  var count: Int { stages.count }

  package var summary: String { stages.map(\.splitter.summary).joined(separator: ", then ") }

  /// About how many bytes a stage works through before the next one does, where the text falls apart.
  private static let partSize = 1 << 16

  /// The pieces that the last stage leaves.
  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var (pieces, spare) = ([Range<Int>](), [Range<Int>]())
    var start = range.lowerBound
    while start < range.upperBound {
      let rest = text.extracting(start..<range.upperBound)
      let cut = rest.count > Self.partSize ? safeCut(in: rest, from: Self.partSize) : nil
      let end = start + (cut ?? rest.count)
      pieces.append(start..<end)
      for stage in stages {
        for piece in pieces {
          try stage.splitter.cut(
            piece, of: text, keepsMatches: stage.keepsMatches, keepsGaps: stage.keepsGaps, into: &spare)
        }
        swap(&pieces, &spare)
        spare.removeAll(keepingCapacity: true)
      }
      for piece in pieces { try body(piece.lowerBound, piece.upperBound) }
      pieces.removeAll(keepingCapacity: true)
      start = end
    }
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
