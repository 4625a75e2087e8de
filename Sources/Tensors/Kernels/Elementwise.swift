/// Elementwise work on whole tensors: a fast way by lanes and merged rows, and a plain way that walks every place.
package enum Elementwise {
  /// The numbers of a view, row by row.
  static func copy(_ x: Tensor) -> [Float] {
    var result = [Float](repeating: 0, count: x.count)
    var target = result.mutableSpan
    let source = x.elements.span
    let walk = Walk(x, x)
    let (count, step) = (walk.count, walk.steps.0)
    walk.forEachRow { row in
      if step == 1 {
        Lanes.zip(source, row.a, 1, source, row.a, 0, into: &target, row.index, count: count) { a, _ in a }
      } else {
        for index in 0..<count { target[row.index + index] = source[row.a + index * step] }
      }
    }
    return result
  }

  /// `f` of every number.
  package static func fast(_ f: Unary, _ x: Tensor) -> Tensor {
    let x = x.packed()
    var result = [Float](repeating: 0, count: x.count)
    var target = result.mutableSpan
    f.fast(x.elements.span.extracting(x.range), into: &target)
    return Tensor(result, x.shape)
  }

  /// As `fast`, one number after the other.
  package static func plain(_ f: Unary, _ x: Tensor) -> Tensor {
    Tensor(x.values.map { f.plain($0) }, x.shape)
  }

  /// `f` of every pair, both stretched to a common shape.
  package static func fast(_ f: Binary, _ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b, shape) = stretched(a, b)
    var result = [Float](repeating: 0, count: shape.count)
    var target = result.mutableSpan
    let walk = Walk(a, b)
    let (count, steps) = (walk.count, walk.steps)
    let isStraight = (0...1).contains(steps.0) && (0...1).contains(steps.1)
    walk.forEachRow { row in
      if isStraight {
        f.fast(a.elements.span, b.elements.span, into: &target, row, steps, count: count)
      } else {
        f.plainRow(a.elements.span, b.elements.span, into: &target, row, steps, count: count)
      }
    }
    return Tensor(result, shape)
  }

  /// As `fast`, place by place.
  package static func plain(_ f: Binary, _ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b, shape) = stretched(a, b)
    let (x, y) = (a.values, b.values)
    return Tensor(x.indices.map { f.plain(x[$0], y[$0]) }, shape)
  }

  /// Takes `row` off every row of `rows` in place.
  static func subtract(_ row: Span<Float>, fromRowsOf rows: inout MutableSpan<Float>) {
    let width = row.count
    guard width > 0 else { return }
    precondition(rows.count % width == 0, "rows are as wide as what is taken off")
    for start in stride(from: 0, to: rows.count, by: width) {
      var at = 0
      while at + 8 <= width {
        Lanes.store(Lanes.load(rows.span, start + at) - Lanes.load(row, at), &rows, start + at)
        at += 8
      }
      for index in at..<width { rows[start + index] -= row[index] }
    }
  }

  private static func stretched(_ a: Tensor, _ b: Tensor) -> (Tensor, Tensor, Shape) {
    guard let shape = Shape.broadcast(a.shape, b.shape) else {
      preconditionFailure("shapes \(a.shape) and \(b.shape) do not fit each other")
    }
    return (a.broadcast(to: shape), b.broadcast(to: shape), shape)
  }
}
