import Figures

/// What a lens found: a few titled figures, the first being the main one.
package struct Plate: Sendable, Equatable {
  /// A title may begin with a word and a colon: that word is the figure's name where there is room for no more.
  package var figures: [Figure]
  /// What was measured on what, and what a micro model is: one sentence each.
  package var label: [String]
  /// Which parts of the figures stand for which bytes of the first text, so that one cursor moves them all.
  package var links: [Link]

  /// A row, node, bar, segment or point that stands for bytes.
  package struct Link: Sendable, Equatable {
    /// Index into `figures`.
    package var figure: Int
    /// Index of the row, node, bar, segment or point.
    package var item: Int
    /// Bytes of the subject's first text.
    package var bytes: Range<Int>

    package init(figure: Int, item: Int, bytes: Range<Int>) {
      self.figure = figure
      self.item = item
      self.bytes = bytes
    }
  }

  package init(figures: [Figure], label: [String], links: [Link] = []) {
    self.figures = figures
    self.label = label
    self.links = links
  }
}
