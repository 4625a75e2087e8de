/// A plane of numbers with a border of one number around it, which is not stored however wide it is.
package struct PaddedPlane: Sendable, Equatable {
  /// Row by row, `coreRows · coreColumns` numbers.
  package let core: [Float]
  package let coreRows: Int
  package let coreColumns: Int
  /// Rows above and below, and columns on either side.
  package let padding: (rows: Int, columns: Int)
  /// What the border is filled with.
  package let outside: Float

  package init(
    _ core: [Float], rows: Int, columns: Int, padding: (rows: Int, columns: Int) = (0, 0), outside: Float = 0
  ) {
    precondition(
      core.count == rows * columns && padding.rows >= 0 && padding.columns >= 0, "a plane is filled")
    (self.core, coreRows, coreColumns) = (core, rows, columns)
    (self.padding, self.outside) = (padding, outside)
  }

  /// Rows with the border.
  package var rows: Int { coreRows + 2 * padding.rows }
  /// Columns with the border.
  package var columns: Int { coreColumns + 2 * padding.columns }

  /// The number at a place of the whole plane.
  package subscript(row: Int, column: Int) -> Float {
    let (y, x) = (row - padding.rows, column - padding.columns)
    return y >= 0 && y < coreRows && x >= 0 && x < coreColumns ? core[y * coreColumns + x] : outside
  }

  package static func == (a: PaddedPlane, b: PaddedPlane) -> Bool {
    (a.core, a.coreRows, a.coreColumns, a.outside) == (b.core, b.coreRows, b.coreColumns, b.outside)
      && a.padding == b.padding
  }
}

/// A plane seen at another size, by straight lines between its numbers; each is worked out when it is asked for.
///
/// As PyTorch's `interpolate(mode: bilinear, align_corners: False)` without antialiasing: pixel i of the new size lies at (i + ½) · old / new − ½ of the
/// old one, and nothing lies outside of the first and last number. Single precision, in its order.
package struct StretchedPlane: Sendable, Equatable {
  package let plane: PaddedPlane
  package let rows: Int
  package let columns: Int

  package init(_ plane: PaddedPlane, rows: Int, columns: Int) {
    precondition(rows > 0 && columns > 0 && plane.rows > 0 && plane.columns > 0, "a plane has a size")
    (self.plane, self.rows, self.columns) = (plane, rows, columns)
  }

  /// The number at a place of the new size.
  package subscript(row: Int, column: Int) -> Float {
    let (y, x) = (Self.taps(row, plane.rows, rows), Self.taps(column, plane.columns, columns))
    let above = plane[y.low, x.low] * (1 - x.share) + plane[y.low, x.high] * x.share
    let below = plane[y.high, x.low] * (1 - x.share) + plane[y.high, x.high] * x.share
    return above * (1 - y.share) + below * y.share
  }

  /// All numbers, row by row.
  package var values: [Float] {
    (0..<rows).flatMap { row in (0..<columns).map { self[row, $0] } }
  }

  /// The two numbers beside a place, and how far it lies towards the second.
  private static func taps(_ place: Int, _ old: Int, _ new: Int) -> (low: Int, high: Int, share: Float) {
    let exact = max(0, Float(old) / Float(new) * (Float(place) + 0.5) - 0.5)
    let low = min(old - 1, Int(exact))
    return (low, min(old - 1, low + 1), min(1, max(0, exact - Float(low))))
  }
}
