import Basics

/// A matrix of which few numbers are not nought, as a source of rows: only those few are held.
///
/// Rows one behind the other, each as the columns that have a number and the numbers (compressed sparse rows). Products with dense matrices
/// take O(numbers · k), so `truncatedSVD` never meets the noughts.
struct SparseRows: RowSource {
  let count: Int
  let width: Int
  /// Where the numbers of each row begin, and behind them where those of the last end: [count + 1].
  let starts: [Int]
  /// By number, its column.
  let columns: [Int32]
  let values: [Float]

  init(width: Int, starts: [Int], columns: [Int32], values: [Float]) {
    precondition(starts.last == values.count && columns.count == values.count, "every number has a column")
    precondition(columns.allSatisfy { $0 >= 0 && $0 < width }, "every column lies inside the matrix")
    self.width = width
    self.starts = starts
    self.columns = columns
    self.values = values
    count = starts.count - 1
  }

  /// Writes the rows with their noughts; never throws.
  func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble) {
    for index in 0..<rows.count * width { target[index] = 0 }
    for row in rows {
      for index in starts[row]..<starts[row + 1] {
        target[(row - rows.lowerBound) * width + Int(columns[index])] = values[index]
      }
    }
  }

  /// The rows less `centre` times `x` [width, k]: [count, k]. Throws when the ticket is cancelled.
  func times(_ x: Tensor, less centre: Tensor?, _ ticket: Ticket) throws(Trouble) -> Tensor {
    let k = x.size(1)
    var product = [Float](repeating: 0, count: count * k)
    try gather(x.values, into: &product, k, ticket)
    let result = Tensor(product, [count, k])
    return centre.map { result - $0.expanded(0).matmul(x) } ?? result
  }

  /// The transpose of the rows less `centre` times `q` [count, k]: [width, k]. Throws when the ticket is cancelled.
  func transposedTimes(_ q: Tensor, less centre: Tensor?, _ ticket: Ticket) throws(Trouble) -> Tensor {
    let k = q.size(1)
    var product = [Float](repeating: 0, count: width * k)
    try scatter(q.values, into: &product, k, ticket)
    let result = Tensor(product, [width, k])
    return centre.map { result - $0.expanded(1).matmul(q.sum(over: [0]).expanded(0)) } ?? result
  }

  private func gather(_ x: [Float], into product: inout [Float], _ k: Int, _ ticket: Ticket) throws(Trouble) {
    let source = x.span
    var target = product.mutableSpan
    for row in 0..<count {
      if row & 255 == 0 { try ticket.step(Double(row) / Double(count)) }
      for index in starts[row]..<starts[row + 1] {
        Lanes.add(source, Int(columns[index]) * k, times: values[index], to: &target, row * k, count: k)
      }
    }
  }

  private func scatter(_ q: [Float], into product: inout [Float], _ k: Int, _ ticket: Ticket) throws(Trouble)
  {
    let source = q.span
    var target = product.mutableSpan
    for row in 0..<count {
      if row & 255 == 0 { try ticket.step(Double(row) / Double(count)) }
      for index in starts[row]..<starts[row + 1] {
        Lanes.add(source, row * k, times: values[index], to: &target, Int(columns[index]) * k, count: k)
      }
    }
  }
}
