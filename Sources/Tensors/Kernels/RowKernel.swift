import Glibc

/// What makes of a row another row of the same length, knowing all of it.
package enum RowKernel: Sendable, Equatable {
  /// e to the power of each, divided by their sum; a row of nothing but -∞ gives noughts.
  case softmax
  /// The logarithm of that; -∞ for a row of nothing but -∞.
  case logSoftmax
  /// (x - mean) / √(variance + epsilon), the variance divided by the count. Ba, Kiros and Hinton, "Layer Normalization" (2016),
  /// arXiv 1607.06450.
  case layerNorm(epsilon: Float)
  /// x / √(mean of squares + epsilon). Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019), arXiv 1910.07467.
  case rmsNorm(epsilon: Float)
  /// x / max(length, epsilon).
  case unit(epsilon: Float)

  /// Row by row, number by number, in double precision.
  package func plain(_ x: Span<Float>, into y: inout MutableSpan<Float>, width: Int) {
    for start in stride(from: 0, to: x.count, by: max(1, width)) {
      let row = (start..<start + width).map { Double(x[$0]) }
      for (index, value) in exact(row).enumerated() { y[start + index] = Float(value) }
    }
  }

  private func exact(_ x: [Double]) -> [Double] {
    let count = Double(x.count)
    let squares = x.reduce(0) { $0 + $1 * $1 }
    switch self {
    case .softmax, .logSoftmax:
      let top = x.max() ?? 0
      if top == -.infinity { return x.map { _ in self == .softmax ? 0 : -.infinity } }
      let sum = x.reduce(0) { $0 + exp($1 - top) }
      return x.map { self == .softmax ? exp($0 - top) / sum : $0 - top - log(sum) }
    case .layerNorm(let epsilon):
      let mean = x.reduce(0, +) / count
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return x.map { ($0 - mean) / (variance + Double(epsilon)).squareRoot() }
    case .rmsNorm(let epsilon): return x.map { $0 / (squares / count + Double(epsilon)).squareRoot() }
    case .unit(let epsilon): return x.map { $0 / max(squares.squareRoot(), Double(epsilon)) }
    }
  }

  /// Row by row, eight numbers at a time.
  package func fast(_ x: Span<Float>, into y: inout MutableSpan<Float>, width: Int) {
    guard width > 0 else { return }
    precondition(x.count == y.count && x.count % width == 0, "rows fill both spans")
    for start in stride(from: 0, to: x.count, by: width) {
      switch self {
      case .softmax, .logSoftmax: soften(x, &y, start, width)
      case .layerNorm(let epsilon):
        let mean = Float(Reduction.sum(x, from: start, count: width) / Double(width))
        let variance = Self.squares(x, start, width, less: mean) / Float(width)
        write(x, &y, start, width, less: mean, times: 1 / (variance + epsilon).squareRoot())
      case .rmsNorm(let epsilon):
        let mean = Self.squares(x, start, width, less: 0) / Float(width)
        write(x, &y, start, width, less: 0, times: 1 / (mean + epsilon).squareRoot())
      case .unit(let epsilon):
        let length = Self.squares(x, start, width, less: 0).squareRoot()
        write(x, &y, start, width, less: 0, times: 1 / max(length, epsilon))
      }
    }
  }

  private func soften(_ x: Span<Float>, _ y: inout MutableSpan<Float>, _ start: Int, _ width: Int) {
    let top = Reduction.maximum.fast(x, from: start, count: width)
    if top == -.infinity { return fill(&y, start, width, self == .softmax ? 0 : top) }
    Lanes.zip(x, start, 1, x, start, 0, into: &y, start, count: width) { a, _ in Lanes.exp(a - top) }
    let sum = Reduction.sum(y.span, from: start, count: width)
    if self == .softmax {
      scale(&y, start, width, Float(1 / sum))
    } else {
      write(x, &y, start, width, less: top, times: 1, then: -Float(log(sum)))
    }
  }

  private func fill(_ y: inout MutableSpan<Float>, _ start: Int, _ width: Int, _ value: Float) {
    for index in start..<start + width { y[index] = value }
  }

  private func scale(_ y: inout MutableSpan<Float>, _ start: Int, _ width: Int, _ factor: Float) {
    var at = start
    while at + 8 <= start + width {
      Lanes.store(Lanes.load(y.span, at) * factor, &y, at)
      at += 8
    }
    for index in at..<start + width { y[index] *= factor }
  }

  private func write(
    _ x: Span<Float>, _ y: inout MutableSpan<Float>, _ start: Int, _ width: Int, less: Float, times: Float,
    then: Float = 0
  ) {
    Lanes.zip(x, start, 1, x, start, 0, into: &y, start, count: width) { a, _ in (a - less) * times + then }
  }

  /// By row, the square root of the sum of squares.
  static func lengths(_ x: Span<Float>, width: Int) -> [Float] {
    guard width > 0 else { return [] }
    precondition(x.count % width == 0, "rows fill the span")
    return stride(from: 0, to: x.count, by: width).map { squares(x, $0, width, less: 0).squareRoot() }
  }

  private static func squares(_ x: Span<Float>, _ start: Int, _ width: Int, less: Float) -> Float {
    var (total, at) = (0.0, 0)
    while at < width {
      let size = min(1024, width - at)
      total += Double(sumOfSquares(x, start + at, size, less))
      at += size
    }
    return Float(total)
  }

  private static func sumOfSquares(_ x: Span<Float>, _ start: Int, _ count: Int, _ less: Float) -> Float {
    var (sum, at) = (Lane(repeating: 0), 0)
    while at + 8 <= count {
      let distance = Lanes.load(x, start + at) - less
      sum = distance * distance + sum
      at += 8
    }
    if at < count {
      // The rest is filled with `less`, whose distance from itself is nought.
      let distance = Lanes.loadRest(x, start + at, count: count - at, fill: less) - less
      sum = distance * distance + sum
    }
    return sum.sum()
  }
}
