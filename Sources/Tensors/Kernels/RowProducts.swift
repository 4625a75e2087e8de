/// One row of a block against a query, in one pass over its numbers: what searching all rows of a matrix spends its time in.
///
/// Two sums at a time keep the processor busy and rounding small. Indices lie inside the spans by the precondition of each function.
enum RowProducts {
  /// q·x and x·x of the row x that begins at `from`.
  static func products(_ query: Span<Float>, _ rows: Span<Float>, _ from: Int) -> (dot: Float, square: Float)
  {
    let count = query.count
    precondition(from >= 0 && from + count <= rows.count, "a row lies inside its span")
    var (dot, dot2, square, square2) = (Lane(), Lane(), Lane(), Lane())
    var at = 0
    while at + 16 <= count {
      let (x, x2) = (Lanes.load(rows, from + at), Lanes.load(rows, from + at + 8))
      dot = Lanes.load(query, at) * x + dot
      dot2 = Lanes.load(query, at + 8) * x2 + dot2
      square = x * x + square
      square2 = x2 * x2 + square2
      at += 16
    }
    var sums = ((dot + dot2).sum(), (square + square2).sum())
    while at < count {
      let x = rows[from + at]
      sums = (sums.0 + query[at] * x, sums.1 + x * x)
      at += 1
    }
    return sums
  }

  /// q·y and y·y of y = x − `mean`.
  static func products(
    _ query: Span<Float>, _ rows: Span<Float>, _ from: Int, less mean: Span<Float>
  ) -> (dot: Float, square: Float) {
    let count = query.count
    precondition(
      from >= 0 && from + count <= rows.count && mean.count == count, "a row lies inside its span")
    var (dot, square) = (Lane(), Lane())
    var at = 0
    while at + 8 <= count {
      let y = Lanes.load(rows, from + at) - Lanes.load(mean, at)
      dot = Lanes.load(query, at) * y + dot
      square = y * y + square
      at += 8
    }
    var sums = (dot.sum(), square.sum())
    while at < count {
      let y = rows[from + at] - mean[at]
      sums = (sums.0 + query[at] * y, sums.1 + y * y)
      at += 1
    }
    return sums
  }

  /// (q − x)·(q − x).
  static func gap(_ query: Span<Float>, _ rows: Span<Float>, _ from: Int) -> Float {
    let count = query.count
    precondition(from >= 0 && from + count <= rows.count, "a row lies inside its span")
    var square = Lane()
    var at = 0
    while at + 8 <= count {
      let gap = Lanes.load(query, at) - Lanes.load(rows, from + at)
      square = gap * gap + square
      at += 8
    }
    var sum = square.sum()
    while at < count {
      let gap = query[at] - rows[from + at]
      sum += gap * gap
      at += 1
    }
    return sum
  }
}
