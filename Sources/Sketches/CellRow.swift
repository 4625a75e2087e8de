import Basics

/// Builds one row of a sketch cell by cell; neighbours of one look become one run.
struct CellRow {
  private(set) var runs: SketchRow = []
  private var column: Int

  /// Begins at a column.
  init(at column: Int = 0) { self.column = column }

  /// One sign of one column.
  mutating func put(_ glyph: Legible, _ ink: Ink, isSelected: Bool = false) {
    let last = runs.count - 1
    if last >= 0, runs[last].ink == ink, runs[last].isSelected == isSelected {
      runs[last].items.append(glyph)
    } else {
      runs.append(SketchRun(column: column, items: [glyph], ink: ink, isSelected: isSelected))
    }
    column += 1
  }

  /// A sign of ours that takes one column.
  static func glyph(_ text: String) -> Legible {
    Legible(.plain, 0..<0, text, columns: 1, scalar: text.unicodeScalars.first?.value ?? 0x20)
  }

  static let space = glyph(" ")
  static let half = glyph("▀")
}
