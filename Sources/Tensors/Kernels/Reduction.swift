/// Ways to make one number of many, by name.
package enum Reduction: String, Sendable, CaseIterable {
  case sum, maximum, minimum, product

  /// What no numbers give.
  var neutral: Float {
    switch self {
    case .sum: 0
    case .maximum: -.infinity
    case .minimum: .infinity
    case .product: 1
    }
  }

  /// The numbers of a row, one after the other; sums and products in double precision.
  package func plain(_ x: Span<Float>, from start: Int, count: Int) -> Float {
    var result = Double(neutral)
    for index in start..<start + count {
      let value = Double(x[index])
      switch self {
      case .sum: result += value
      case .product: result *= value
      case .maximum: result = value.isNaN || result.isNaN ? .nan : max(result, value)
      case .minimum: result = value.isNaN || result.isNaN ? .nan : min(result, value)
      }
    }
    return Float(result)
  }

  /// The numbers of a row, eight at a time. Sums go into double precision after each thousand, so that long rows lose nothing.
  package func fast(_ x: Span<Float>, from start: Int, count: Int) -> Float {
    switch self {
    case .sum: Float(Self.sum(x, from: start, count: count))
    case .maximum:
      extreme(
        Lanes.fold(x, from: start, count: count, neutral: neutral) { a, b in
          a.unless((b .> a) .| (b .!= b), b)
        })
    case .minimum:
      extreme(
        Lanes.fold(x, from: start, count: count, neutral: neutral) { a, b in
          a.unless((b .< a) .| (b .!= b), b)
        })
    case .product: plain(x, from: start, count: count)
    }
  }

  /// What `fast` gives for sums, before it is rounded.
  static func sum(_ x: Span<Float>, from start: Int, count: Int) -> Double {
    var (total, at) = (0.0, 0)
    while at < count {
      let size = min(1024, count - at)
      let lane = Lanes.fold(x, from: start + at, count: size, neutral: 0) { $0 + $1 }
      total += Double(lane.sum())
      at += size
    }
    return total
  }

  private func extreme(_ lane: Lane) -> Float {
    var result = lane[0]
    for index in 1..<8 { result = joined(result, lane[index]) }
    return result
  }

  /// Two results made one.
  func joined(_ a: Float, _ b: Float) -> Float {
    switch self {
    case .sum: a + b
    case .product: a * b
    case .maximum: a.isNaN || b.isNaN ? .nan : max(a, b)
    case .minimum: a.isNaN || b.isNaN ? .nan : min(a, b)
    }
  }

  /// By column of [rows, width], what its numbers give; walked row by row, in the order of memory.
  func columns(_ x: Span<Float>, rows: Int, width: Int) -> [Float] {
    precondition(rows * width <= x.count, "the rows lie inside the span")
    if self == .sum { return Self.columnSums(x, rows: rows, width: width) }
    var result = [Float](repeating: neutral, count: width)
    var target = result.mutableSpan
    for row in 0..<rows {
      for column in 0..<width { target[column] = joined(target[column], x[row * width + column]) }
    }
    return result
  }

  private static func columnSums(_ x: Span<Float>, rows: Int, width: Int) -> [Float] {
    .made(width) { target in
      Workers.divide(width, isWorthIt: rows * width >= Workers.worth, into: &target) { columns, target in
        var totals = [Double](repeating: 0, count: columns.count)
        for first in stride(from: 0, to: rows, by: 64) {
          for column in 0..<columns.count { target[column] = 0 }
          for row in first..<min(first + 64, rows) {
            add(x, from: row * width + columns.lowerBound, to: &target)
          }
          for column in 0..<columns.count { totals[column] += Double(target[column]) }
        }
        for column in 0..<columns.count { target[column] = Float(totals[column]) }
      }
    }
  }

  private static func add(_ x: Span<Float>, from start: Int, to target: inout MutableSpan<Float>) {
    var at = 0
    while at + 8 <= target.count {
      Lanes.store(Lanes.load(target.span, at) + Lanes.load(x, start + at), &target, at)
      at += 8
    }
    for index in at..<target.count { target[index] += x[start + index] }
  }
}
