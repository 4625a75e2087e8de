import Basics

/// One row of the text as it stands on the screen.
package struct TextRow: Sendable, Equatable {
  /// One legible piece at its place.
  package struct Glyph: Sendable, Equatable {
    package var column: Int
    /// The piece; its range counts bytes of the document. A range that is empty marks a character which is
    /// shown once in front of the tokens that each hold a part of it.
    package var item: Legible
    /// The index of its token in the segmentation; nil while the text is not cut yet, or where nothing was kept.
    package var token: Int?
    /// Whether its token begins with it.
    package var startsToken: Bool

    package var endColumn: Int { column + item.columns }
  }

  /// The bytes of the document; rows follow each other without gaps.
  package var range: Range<Int>
  package var glyphs: [Glyph] = []
  /// Whether a line of the text begins here.
  package var startsLine: Bool

  /// The column of the glyph that holds the byte at `offset`, or the one behind the last glyph.
  package func column(of offset: Int) -> Int {
    if let glyph = glyphs.first(where: { $0.item.range.contains(offset) }) { return glyph.column }
    return offset <= range.lowerBound ? 0 : glyphs.last?.endColumn ?? 0
  }

  /// The offset of the glyph at a column; behind the last glyph, the last place the caret can take in this row.
  package func offset(at column: Int, isLastRow: Bool) -> Int {
    let solid = glyphs.filter { !$0.item.range.isEmpty }
    if let glyph = solid.last(where: { $0.column <= column }),
      column < glyph.endColumn || glyph.item.kind == .tab
    {
      return glyph.item.range.lowerBound
    }
    guard let last = solid.last, last.column < column else { return range.lowerBound }
    return isLastRow && last.item.kind != .newline ? range.upperBound : last.item.range.lowerBound
  }
}
