import Basics

/// The numbers of a tensor in a few numbers, found in two passes over its rows.
///
/// Sums are kept in doubles. Values that are not finite are counted and left out of everything else.
package struct TensorStatistics: Sendable, Equatable {
  /// How many elements there are, and how many of them are no numbers or infinite.
  package private(set) var count = 0
  package private(set) var nanCount = 0
  package private(set) var infiniteCount = 0
  package private(set) var zeroCount = 0
  package private(set) var least = Float.infinity
  package private(set) var most = -Float.infinity
  package private(set) var mean = 0.0
  /// Standard deviation, dividing by the number of values.
  package private(set) var deviation = 0.0
  /// The square root of the sum of squares (Frobenius norm), and the sum of magnitudes.
  package private(set) var norm = 0.0
  package private(set) var magnitude = 0.0
  /// The shortest, the mean and the longest length of a row.
  package private(set) var rowNorms = (least: Double.infinity, mean: 0.0, most: 0.0)
  /// How many values lie in each of equal parts of `least...most`.
  package private(set) var bins: [Int] = []

  /// How many parts the histogram has.
  package static let binCount = 20

  /// Throws what reading throws, and when the ticket is cancelled.
  package init(_ tensor: StoredTensor, _ ticket: Ticket) throws(Trouble) {
    var (sum, squares, own) = (0.0, 0.0, 0.0)
    try tensor.forEachPiece(rowByRow: true, ticket) { (isEnd, floats) throws(Trouble) in
      own += add(floats, &sum)
      guard isEnd else { return }
      squares += own
      let row = own.squareRoot()
      rowNorms = (min(rowNorms.least, row), rowNorms.mean + row, max(rowNorms.most, row))
      own = 0
    }
    let finite = Double(max(1, count - nanCount - infiniteCount))
    mean = sum / finite
    norm = squares.squareRoot()
    rowNorms.mean /= Double(max(1, tensor.rowCount))
    try measureSpread(tensor, finite, ticket)
  }

  /// Adds a row or a piece of one; gives its sum of squares.
  private mutating func add(_ floats: Span<Float>, _ sum: inout Double) -> Double {
    var own = 0.0
    count += floats.count
    for index in floats.indices {
      let value = floats[index]
      if !value.isFinite {
        if value.isNaN { nanCount += 1 } else { infiniteCount += 1 }
        continue
      }
      if value == 0 { zeroCount += 1 }
      (least, most) = (min(least, value), max(most, value))
      sum += Double(value)
      own += Double(value) * Double(value)
      magnitude += Double(abs(value))
    }
    return own
  }

  /// The second pass: deviation around the mean, and the histogram.
  private mutating func measureSpread(_ tensor: StoredTensor, _ finite: Double, _ ticket: Ticket)
    throws(Trouble)
  {
    var spread = 0.0
    bins = Array(repeating: 0, count: least < most ? Self.binCount : 1)
    let scale = least < most ? Double(bins.count) / (Double(most) - Double(least)) : 0
    try tensor.forEachPiece(rowByRow: false, ticket) { (_, floats) throws(Trouble) in
      for index in floats.indices where floats[index].isFinite {
        let value = Double(floats[index])
        spread += (value - mean) * (value - mean)
        bins[min(bins.count - 1, Int((value - Double(least)) * scale))] += 1
      }
    }
    deviation = (spread / finite).squareRoot()
  }

  package static func == (a: TensorStatistics, b: TensorStatistics) -> Bool {
    a.count == b.count && a.mean == b.mean && a.deviation == b.deviation && a.norm == b.norm
      && a.bins == b.bins
      && a.nanCount == b.nanCount && a.infiniteCount == b.infiniteCount && a.least == b.least
      && a.most == b.most
  }
}

extension StoredTensor {
  /// The longest piece of a row, in elements.
  private static let piece = 1 << 20

  /// Hands over all rows in order, one by one or as many as are read at a time, long ones in pieces, and with each whether a row
  /// ends with it.
  fileprivate func forEachPiece(
    rowByRow: Bool, _ ticket: Ticket, _ body: (Bool, Span<Float>) throws(Trouble) -> Void
  ) throws(Trouble) {
    let width = columnCount
    if width <= Self.piece {
      return try forEachBlock(ticket) { (_, floats) throws(Trouble) in
        for start in stride(from: 0, to: floats.count, by: rowByRow ? width : floats.count) {
          try body(true, floats.extracting(start..<start + (rowByRow ? width : floats.count)))
        }
      }
    }
    var plane = TensorPlane(rowAxis: nil, columnAxis: shape.rank - 1, place: shape.sizes.map { _ in 0 })
    for row in 0..<rowCount {
      var rest = row
      for axis in (0..<shape.rank - 1).reversed() {
        (rest, plane.place[axis]) = rest.quotientAndRemainder(dividingBy: shape.sizes[axis])
      }
      for start in stride(from: 0, to: width, by: Self.piece) {
        try ticket.step((Double(row) + Double(start) / Double(width)) / Double(rowCount))
        let end = min(width, start + Self.piece)
        let piece = try numbers(of: plane, rows: [0], columns: Array(start..<end))
        try body(end == width, piece.span)
      }
    }
  }
}
