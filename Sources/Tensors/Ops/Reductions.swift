/// One number of many, over any axes. Axes are left out of the result unless `keeping`; no axes named means all.
extension Tensor {
  /// The sum, in double precision after each thousand numbers.
  package func sum(over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    reduced(.sum, over: axes, keeping: keeping)
  }

  /// The largest; NaN if there is one.
  package func maximum(over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    reduced(.maximum, over: axes, keeping: keeping)
  }

  /// The smallest; NaN if there is one.
  package func minimum(over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    reduced(.minimum, over: axes, keeping: keeping)
  }

  /// The sum divided by the count.
  package func mean(over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    let result = sum(over: axes, keeping: keeping)
    return result / Float(max(1, count) / max(1, result.count))
  }

  /// The mean squared distance from the mean, divided by the count less `freedom` (0 is NumPy's habit, 1 PyTorch's).
  package func variance(over axes: [Int]? = nil, freedom: Int = 0, keeping: Bool = false) -> Tensor {
    let squares = (self - mean(over: axes, keeping: true)).map(.square).sum(over: axes, keeping: keeping)
    return squares / Float(count / max(1, squares.count) - freedom)
  }

  /// The length of the vectors along `axes`.
  package func norm(over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    map(.square).sum(over: axes, keeping: keeping).map(.squareRoot)
  }

  /// The lengths of the rows of a matrix, [rows], without a copy of their squares.
  package func lengths() -> Tensor {
    precondition(rank == 2, "only a matrix has rows")
    if size(1) == 0 { return .zeros([size(0)]) }
    let source = packed()
    return Tensor(RowKernel.lengths(source.elements.span.extracting(source.range), width: size(1)))
  }

  /// log Σ exp along an axis, safe for large numbers.
  package func logSumExp(axis: Int = -1, keeping: Bool = false) -> Tensor {
    let top = maximum(over: [axis], keeping: true)
    // Where all are -∞ the difference would be none; nought keeps it -∞.
    let shift = top.with(Tensor(-.greatestFiniteMagnitude), .maximum).with(
      Tensor(.greatestFiniteMagnitude), .minimum)
    let sum = (self - shift).map(.exp).sum(over: [axis], keeping: true).map(.log) + shift
    return keeping ? sum : sum.squeezed(axis)
  }

  /// As `sum` and its like, by name.
  package func reduced(_ f: Reduction, over axes: [Int]? = nil, keeping: Bool = false) -> Tensor {
    let axes = (axes ?? Array(0..<rank)).map(shape.axis)
    let result = shape.reduced(over: axes, keeping: keeping)
    if isPacked, !axes.isEmpty, axes.count < rank, axes.sorted() == Array(0..<axes.count) {
      let rows = shape.sizes[..<axes.count].reduce(1, *)
      return Tensor(f.columns(elements.span.extracting(range), rows: rows, width: result.count), result)
    }
    let kept = (0..<rank).filter { !axes.contains($0) }
    let source = permuted(kept + axes.sorted()).packed()
    let width = axes.reduce(1) { $0 * shape.sizes[$1] }
    let span = source.elements.span
    let values = (0..<result.count).map { row in
      f.fast(span, from: source.offset + row * width, count: width)
    }
    return Tensor(values, result)
  }

  /// The place of the largest number along the last axis, one a row; the first of equals, NaN never.
  package func largest() -> [Int] { (0..<rowCount).map { topRow($0, 1).first?.index ?? 0 } }

  /// How many rows there are along the last axis.
  var rowCount: Int { shape.sizes.dropLast().reduce(1, *) }
}
