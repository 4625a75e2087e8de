import Basics

/// What a stretch of a sketch says; whoever shows it chooses the colour, and the shape has said it already.
package enum Ink: Sendable, Hashable {
  /// What is read.
  case text
  /// Labels, and what matters less.
  case dim
  /// A number at an axis or in a legend.
  case number
  /// Text on which not all agree.
  case changed
  /// A special token.
  case special
  /// A cut that all rows have.
  case boundary
  /// A cut that only some rows have, and the mark below such a place.
  case difference
  /// The strokes of an axis.
  case axis
  /// A line that helps to read the others.
  case guide
  /// A curve or its points, by number.
  case series(Int)
  /// A cell of a ramp, its share 0…1 as the ground.
  case heat(Double)
  /// An upper half of a cell over its lower half, each by its share; nil where there is no number. The glyph `▀` is in the colour of
  /// the upper, `▄` (where that has none) in the colour of the lower; of a chosen cell it is the cursor, over the half that is left.
  case halves(upper: Double?, lower: Double?)
  /// An upper half of a cell (the glyph `▀`) over its lower half.
  case pixels(upper: Tint, lower: Tint)
  /// A sign of a series on a tint; nil for the ink of what matters less.
  case sign(Int?, on: Tint)
  /// A sentence below a figure.
  case note
}

/// Neighbouring pieces of one ink in one row.
package struct SketchRun: Sendable, Equatable {
  /// Columns from the left edge of the sketch.
  package var column: Int
  package var items: [Legible]
  package var ink: Ink
  /// What is chosen.
  package var isSelected: Bool
  /// Underlined, or a cell of a ramp lightened, for what stands out inside its row.
  package var isMarked: Bool
  /// The same for the lower of two halves, whose upper one `isMarked` is about.
  package var isLowerMarked: Bool

  package init(
    column: Int, items: [Legible], ink: Ink, isSelected: Bool = false, isMarked: Bool = false,
    isLowerMarked: Bool = false
  ) {
    self.column = column
    self.items = items
    self.ink = ink
    self.isSelected = isSelected
    self.isMarked = isMarked
    self.isLowerMarked = isLowerMarked
  }

  /// A run of our own characters, each one column wide.
  package init(
    column: Int, own text: String, ink: Ink, isSelected: Bool = false, isMarked: Bool = false,
    isLowerMarked: Bool = false
  ) {
    let items = text.unicodeScalars.map {
      Legible(.plain, 0..<0, String($0), columns: 1, scalar: $0.value)
    }
    self.init(
      column: column, items: items, ink: ink, isSelected: isSelected, isMarked: isMarked,
      isLowerMarked: isLowerMarked)
  }

  /// A run of foreign text, cut to `columns`.
  package init(
    column: Int, _ text: String, to columns: Int, ink: Ink, isASCII: Bool, isSelected: Bool = false
  ) {
    let items = Fit.items(of: Array(text.utf8), to: columns, Legible.Options(isASCII: isASCII))
    self.init(column: column, items: items, ink: ink, isSelected: isSelected)
  }

  /// How many columns the run takes.
  package var columns: Int { items.columns }
  /// The column after it.
  package var endColumn: Int { column + columns }
}

/// One row of a sketch: runs from left to right that do not overlap.
package typealias SketchRow = [SketchRun]

extension SketchRow {
  /// What lies left of a column; a wide character that would be cut is left out.
  func clipped(to columns: Int) -> SketchRow {
    compactMap { run in
      if run.endColumn <= columns { return run }
      var (short, end) = (run, run.column)
      short.items = run.items.prefix { item in
        end += item.columns
        return end <= columns
      }.map { $0 }
      return short.items.isEmpty ? nil : short
    }
  }

  /// The row as plain text, without spaces at its end.
  package var text: String {
    var line = ""
    var column = 0
    for run in self {
      line += String(repeating: " ", count: Swift.max(0, run.column - column))
      for item in run.items { line += item.glyph }
      column = run.endColumn
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// The footnotes of a figure as rows of a sketch, with an empty row before them.
func noteRows(_ notes: [String], width: Int, isASCII: Bool) -> [SketchRow] {
  let lines = notes.flatMap { Fit.wrap($0, to: width) }
  guard !lines.isEmpty else { return [] }
  return [[]] + lines.map { [SketchRun(column: 0, $0, to: width, ink: .note, isASCII: isASCII)] }
}
