/// One place on the screen.
package struct Cell: Sendable, Hashable {
  /// One base character and at most four marks; empty in the second half of a wide character.
  package var glyph: String
  package var style: Style

  package init(_ glyph: String = " ", style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }

  /// The right half of a character of two columns.
  package static func continuation(_ style: Style) -> Cell { Cell("", style: style) }
}

/// A whole screen as data: what `render` makes and a display shows.
package struct Frame: Sendable, Equatable {
  package let size: Size
  package private(set) var cells: [Cell]
  /// Where the terminal's own cursor stands; nil hides it.
  package var cursor: (column: Int, row: Int)? {
    get { cursorPlace.map { ($0 % size.columns, $0 / size.columns) } }
    set { cursorPlace = newValue.map { $0.row * size.columns + $0.column } }
  }
  private var cursorPlace: Int?

  package init(_ size: Size, style: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: max(0, size.columns * size.rows))
  }

  package var bounds: Rect { Rect(size) }

  package subscript(column column: Int, row row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set {
      guard bounds.contains(column: column, row: row) else { return }
      cells[row * size.columns + column] = newValue
    }
  }
}
