import Basics

/// Some rows of a matrix, less a mean, as one byte a number.
struct CodedRows: Sendable {
  /// Which rows of the matrix they are.
  let range: Range<Int>
  private let width: Int
  /// Row by row, -127…127.
  private let codes: [Int8]
  /// By row: what a code of one stands for, the length of what codes leave out, the length of the row, and that of the row less the mean.
  private let scales: [Float]
  private let leftOut: [Float]
  private let lengths: [Float]
  private let moved: [Float]

  /// A row that may be among the nearest, and what its score is no more than.
  struct Candidate: Sendable {
    var row: Int
    var bound: Double
  }

  /// Those of some rows that may be among the nearest, and the best lower bounds, no more than are wanted.
  struct Candidates: Sendable {
    var rows: [Candidate]
    var floors: [Double]
  }

  /// Reads and codes rows. Throws what reading throws, and when a number is not finite.
  init(of tensor: StoredTensor, _ range: Range<Int>, less mean: [Float]) throws(Trouble) {
    self.range = range
    width = tensor.columnCount
    var codes = [Int8](repeating: 0, count: range.count * width)
    var marks = [RowKernels.Mark](repeating: RowKernels.Mark(), count: range.count)
    var block: [Float] = []
    for first in stride(from: range.lowerBound, to: range.upperBound, by: tensor.rowsInBlock) {
      let rows = first..<min(first + tensor.rowsInBlock, range.upperBound)
      try tensor.rows(rows, into: &block)
      for row in rows {
        let place = row - range.lowerBound
        var target = codes.mutableSpan
        marks[place] = RowKernels.code(
          block.span, (row - first) * width, less: mean.span, into: &target, place * width)
        guard marks[place].moved.isFinite else { throw Self.endless(tensor, row) }
      }
    }
    self.codes = codes
    scales = marks.map(\.scale)
    leftOut = marks.map(\.leftOut)
    lengths = marks.map(\.length)
    moved = marks.map(\.moved)
  }

  private static func endless(_ tensor: StoredTensor, _ row: Int) -> Trouble {
    Trouble(
      .input, at: .field(file: tensor.file, name: tensor.name),
      "row \(row) has a number that is not finite, or one that is too large",
      remedy: "Leave out the rows that have such numbers")
  }

  /// Rows whose upper bound is not below the `k`-th best lower bound of these rows.
  func candidates(for question: Question, _ k: Int, without excluded: Set<Int>) -> Candidates {
    var bounds: [(low: Double, high: Double)] = []
    bounds.reserveCapacity(range.count)
    let (own, query) = (codes.span, question.codes.span)
    var floors = Floors(k)
    for place in 0..<range.count {
      if !excluded.isEmpty && excluded.contains(range.lowerBound + place) {
        bounds.append((-.infinity, -.infinity))
        continue
      }
      let sum = Double(RowKernels.product(query, own, place * width, count: width))
      let (scale, rest, y) = (Double(scales[place]), Double(leftOut[place]), Double(moved[place]))
      let product = sum * scale * question.scale
      // What is kept in single precision, and what rounding adds, is far below a millionth of both lengths.
      let error =
        question.codedLength * rest + question.leftOut * y + 1e-6 * question.length
        * (y + Double(lengths[place]))
      let pair = question.bounds(product, error, length: Double(lengths[place]), moved: y)
      floors.offer(pair.0)
      bounds.append(pair)
    }
    let floor = floors.least
    let rows = bounds.indices.compactMap { place in
      bounds[place].high >= floor && bounds[place].high > -.infinity
        ? Candidate(row: range.lowerBound + place, bound: bounds[place].high) : nil
    }
    return Candidates(rows: rows, floors: floors.values)
  }

  /// The largest few numbers that were offered.
  private struct Floors {
    let limit: Int
    /// Falling.
    private(set) var values: [Double] = []

    init(_ limit: Int) { self.limit = limit }

    /// The smallest of them, once there are as many as wanted.
    var least: Double { values.count == limit ? values[limit - 1] : -.infinity }

    mutating func offer(_ value: Double) {
      guard limit > 0, value > least || values.count < limit else { return }
      var (low, high) = (0, values.count)
      while low < high {
        let middle = (low + high) / 2
        if values[middle] >= value { low = middle + 1 } else { high = middle }
      }
      values.insert(value, at: low)
      if values.count > limit { values.removeLast() }
    }
  }
}
