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
    set {
      cursorPlace = newValue.flatMap {
        bounds.contains(column: $0.column, row: $0.row) ? $0.row * size.columns + $0.column : nil
      }
    }
  }
  private var cursorPlace: Int?

  package init(_ size: Size, style: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: max(0, size.columns * size.rows))
  }

  package var bounds: Rect { Rect(size) }

  /// The cells of one row of the frame.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }

  /// Reading outside the frame gives a blank; writing outside does nothing. A character of two columns that loses
  /// one of its halves to another becomes blank, so no half is ever left over.
  package subscript(column column: Int, row row: Int) -> Cell {
    get { bounds.contains(column: column, row: row) ? cells[row * size.columns + column] : Cell() }
    set {
      guard bounds.contains(column: column, row: row) else { return }
      let i = row * size.columns + column
      if cells[i].glyph.isEmpty && !newValue.glyph.isEmpty && column > 0 {
        cells[i - 1].glyph = " "
      }
      let next = i + 1
      if column + 1 < size.columns && cells[next].glyph.isEmpty && !cells[i].glyph.isEmpty {
        cells[next].glyph = " "
      }
      cells[i] = newValue
    }
  }

  /// Changes a style and leaves the glyph.
  mutating func setStyle(_ style: Style, column: Int, row: Int) {
    cells[row * size.columns + column].style = style
  }
}
