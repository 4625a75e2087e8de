import Basics

/// A matrix whose rows become floats when they are read: a tensor, or a file of any type that is mapped.
package protocol RowSource: Sendable {
  /// How many rows there are.
  var count: Int { get }
  /// How many numbers a row has.
  var width: Int { get }
  /// Writes the rows, one behind the other, into the beginning of `target`, which has room for them.
  func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble)
  /// The rows less `centre` times `x` [width, k]: [count, k].
  func times(_ x: Tensor, less centre: Tensor?, _ ticket: Ticket) throws(Trouble) -> Tensor
  /// The transpose of the rows less `centre` times `q` [count, k]: [width, k].
  func transposedTimes(_ q: Tensor, less centre: Tensor?, _ ticket: Ticket) throws(Trouble) -> Tensor
}

extension RowSource {
  /// The rows as a tensor, [rows.count, width], less `centre` [width] if there is one.
  package func tensor(rows: Range<Int>, less centre: Tensor? = nil) throws(Trouble) -> Tensor {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) lie outside 0..<\(count)")
    var values = [Float](repeating: 0, count: rows.count * width)
    var target = values.mutableSpan
    try read(rows: rows, into: &target)
    if let centre { Elementwise.subtract(centre.values.span, fromRowsOf: &target) }
    return Tensor(values, [rows.count, width])
  }

  /// Calls `body` with the rows in order, all unless `part` says which, less `centre`, and the range they are: `height`
  /// rows at a time, or about 1 MiB.
  ///
  /// Larger blocks pay only where there is much to do with each.
  package func forEachBlock(
    of part: Range<Int>? = nil, less centre: Tensor? = nil, height: Int? = nil, _ ticket: Ticket = .open,
    _ body: (Range<Int>, Tensor) throws(Trouble) -> Void
  ) throws(Trouble) {
    let size = height ?? max(16, (1 << 18) / max(1, width))
    let offset = centre?.values
    // One array for all blocks: it belongs to the tensor while `body` has that, and is written again afterwards.
    var values: [Float] = []
    let all = part ?? 0..<count
    var start = all.lowerBound
    while start < all.upperBound {
      try ticket.step(Double(start - all.lowerBound) / Double(all.count))
      let rows = start..<min(all.upperBound, start + size)
      if values.count != rows.count * width { values = Array(repeating: 0, count: rows.count * width) }
      var target = values.mutableSpan
      try read(rows: rows, into: &target)
      if let offset { Elementwise.subtract(offset.span, fromRowsOf: &target) }
      try body(rows, Tensor(values, [rows.count, width]))
      start = rows.upperBound
    }
  }

  /// The mean of the rows, [width].
  package func mean(_ ticket: Ticket = .open) throws(Trouble) -> Tensor {
    var sums = [Double](repeating: 0, count: width)
    try forEachBlock(less: nil, ticket) { (_, block) throws(Trouble) in
      for (index, value) in block.sum(over: [0]).values.enumerated() { sums[index] += Double(value) }
    }
    return Tensor(sums.map { Float($0 / Double(max(1, count))) })
  }
}

/// The rows of a matrix, [rows, width], as a source.
package struct TensorRows: RowSource {
  private let matrix: Tensor

  /// The rows of [rows, width].
  package init(_ matrix: Tensor) {
    precondition(matrix.rank == 2, "only a matrix has rows")
    self.matrix = matrix.packed()
  }

  /// How many rows the matrix has.
  package var count: Int { matrix.size(0) }
  /// How many columns it has.
  package var width: Int { matrix.size(1) }

  /// Copies the rows; never throws.
  package func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble) {
    let source = matrix.elements.span
    let start = matrix.offset + rows.lowerBound * width
    for index in 0..<rows.count * width { target[index] = source[start + index] }
  }
}
