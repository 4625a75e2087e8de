/// Two or more segmentations side by side: of one text by several tokenizers, or of several texts.
///
/// The regions tile every row, in order: where all rows have the same cuts a region is shared, elsewhere it spans the bytes
/// up to the next cut that all rows have. A region may be empty in some rows when the rows have different texts.
package struct Alignment: Sendable, Equatable {
  /// One segmentation.
  package struct Row: Sendable, Equatable {
    package var name: String
    package var text: [UInt8]
    /// In order, not overlapping; ranges are bytes of this row's text.
    package var segments: [Segments.Segment]

    package init(name: String, text: [UInt8], segments: [Segments.Segment]) {
      self.name = name
      self.text = text
      self.segments = segments
    }
  }

  /// A part of all rows.
  package struct Region: Sendable, Equatable {
    /// By row, bytes of its text.
    package var ranges: [Range<Int>]
    /// Whether all rows agree here.
    package var isShared: Bool

    package init(ranges: [Range<Int>], isShared: Bool) {
      self.ranges = ranges
      self.isShared = isShared
    }
  }

  package var title: String
  package var rows: [Row]
  package var regions: [Region]

  package init(title: String, rows: [Row], regions: [Region]) {
    self.title = title
    self.rows = rows
    self.regions = regions
  }
}
