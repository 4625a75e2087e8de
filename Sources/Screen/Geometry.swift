/// Columns and rows.
package struct Size: Sendable, Hashable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A rectangle of cells; the top left cell of a frame is column 0, row 0.
package struct Rect: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package var width: Int
  package var height: Int

  package init(column: Int, row: Int, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = max(0, width)
    self.height = max(0, height)
  }

  package init(_ size: Size) { self.init(column: 0, row: 0, width: size.columns, height: size.rows) }

  package var endColumn: Int { column + width }
  package var endRow: Int { row + height }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(column c: Int, row r: Int) -> Bool {
    c >= column && c < endColumn && r >= row && r < endRow
  }

  /// The rectangle without `amount` cells at each side.
  package func inset(by amount: Int) -> Rect {
    Rect(column: column + amount, row: row + amount, width: width - 2 * amount, height: height - 2 * amount)
  }

  /// What both rectangles cover.
  package func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(column, other.column), max(row, other.row))
    return Rect(
      column: left, row: top, width: min(endColumn, other.endColumn) - left,
      height: min(endRow, other.endRow) - top)
  }

  /// The upper `rows` rows and the rest.
  package func split(top rows: Int) -> (top: Rect, rest: Rect) {
    let h = min(max(0, rows), height)
    return (
      Rect(column: column, row: row, width: width, height: h),
      Rect(column: column, row: row + h, width: width, height: height - h)
    )
  }

  /// The left `columns` columns and the rest.
  package func split(left columns: Int) -> (left: Rect, rest: Rect) {
    let w = min(max(0, columns), width)
    return (
      Rect(column: column, row: row, width: w, height: height),
      Rect(column: column + w, row: row, width: width - w, height: height)
    )
  }
}
