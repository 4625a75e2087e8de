import CLanes
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
    switch self {
    case .softmax:
      return unsafe WideLoops.rows(x, into: &y, width: width) { unsafe cl_softmax($0, $1, $2, $3) }
    case .logSoftmax:
      return unsafe WideLoops.rows(x, into: &y, width: width) { unsafe cl_log_softmax($0, $1, $2, $3) }
    case .layerNorm(let epsilon):
      return unsafe WideLoops.rows(x, into: &y, width: width) {
        unsafe cl_layer_norm($0, $1, $2, $3, epsilon)
      }
    case .rmsNorm, .unit:
      for (row, squares) in WideLoops.squareSums(x, width: width).enumerated() {
        scale(x, into: &y, row * width, width, Float(squares))
      }
    }
  }

  private func scale(
    _ x: Span<Float>, into y: inout MutableSpan<Float>, _ start: Int, _ width: Int, _ squares: Float
  ) {
    if case .unit(let epsilon) = self {
      write(x, &y, start, width, times: 1 / max(squares.squareRoot(), epsilon))
    } else if case .rmsNorm(let epsilon) = self {
      write(x, &y, start, width, times: 1 / (squares / Float(width) + epsilon).squareRoot())
    }
  }

  private func write(
    _ x: Span<Float>, _ y: inout MutableSpan<Float>, _ start: Int, _ width: Int, times: Float
  ) {
    Lanes.zip(x, start, 1, x, start, 0, into: &y, start, count: width) { a, _ in a * times }
  }

  /// By row, the square root of the sum of squares.
  static func lengths(_ x: Span<Float>, width: Int) -> [Float] {
    width > 0 ? WideLoops.squareSums(x, width: width).map { Float($0).squareRoot() } : []
  }
}
