/// A text cut into numbered pieces.
package struct Segments: Sendable, Equatable {
  /// One numbered piece.
  package struct Segment: Sendable, Equatable {
    package var id: UInt32
    /// Bytes of `text`.
    package var range: Range<Int>
    package var isSpecial: Bool
    /// Whether it stands out: something happened to it, or another cut differs here.
    package var isMarked: Bool

    package init(id: UInt32, range: Range<Int>, isSpecial: Bool = false, isMarked: Bool = false) {
      self.id = id
      self.range = range
      self.isSpecial = isSpecial
      self.isMarked = isMarked
    }
  }

  package var title: String
  package var text: [UInt8]
  /// In order, not overlapping; bytes between them were dropped.
  package var segments: [Segment]

  package init(title: String, text: [UInt8], segments: [Segment]) {
    self.title = title
    self.text = text
    self.segments = segments
  }
}
