/// Elementwise work on whole tensors: a fast way by lanes and merged rows, and a plain way that walks every place.
package enum Elementwise {
  /// The numbers of a view, row by row.
  static func copy(_ x: Tensor) -> [Float] {
    let source = x.elements.span
    return .made(x.count) { target in
      Walk(x, x).divided(into: &target) { walk, target in
        let (count, step) = (walk.count, walk.steps.0)
        walk.forEachRow { row in
          if (0...1).contains(step) {
            Lanes.zip(source, row.a, step, source, row.a, 0, into: &target, row.index, count: count) { a, _ in
              a
            }
          } else {
            for index in 0..<count { target[row.index + index] = source[row.a + index * step] }
          }
        }
      }
    }
  }

  /// `f` of every number.
  package static func fast(_ f: Unary, _ x: Tensor) -> Tensor {
    let x = x.packed()
    let source = x.elements.span.extracting(x.range)
    return Tensor(.made(x.count) { f.fast(source, into: &$0) }, x.shape)
  }

  /// As `fast`, one number after the other.
  package static func plain(_ f: Unary, _ x: Tensor) -> Tensor {
    Tensor(x.values.map { f.plain($0) }, x.shape)
  }

  /// `f` of every pair, both stretched to a common shape.
  package static func fast(_ f: Binary, _ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b, shape) = stretched(a, b)
    let (x, y) = (a.elements.span, b.elements.span)
    let result: [Float] = .made(shape.count) { target in
      Walk(a, b).divided(into: &target) { walk, target in
        let (count, steps) = (walk.count, walk.steps)
        let isStraight = (0...1).contains(steps.0) && (0...1).contains(steps.1)
        walk.forEachRow { row in
          if isStraight {
            f.fast(x, y, into: &target, row, steps, count: count)
          } else {
            f.plainRow(x, y, into: &target, row, steps, count: count)
          }
        }
      }
    }
    return Tensor(result, shape)
  }

  /// The numbers of `a` where `mask` is not nought, of `b` where it is; all of one shape.
  static func choose(_ mask: Tensor, _ a: Tensor, _ b: Tensor) -> [Float] {
    var result = copy(b)
    var target = result.mutableSpan
    let (marks, x) = (mask.elements.span, a.elements.span)
    Walk(mask, a).divided(into: &target) { walk, target in
      let (count, steps) = (walk.count, walk.steps)
      walk.forEachRow { row in
        if steps.0 == 1 && (0...1).contains(steps.1) {
          Lanes.choose(marks, row.a, x, row.b, steps.1, into: &target, row.index, count: count)
        } else {
          for index in 0..<count where marks[row.a + index * steps.0] != 0 {
            target[row.index + index] = x[row.b + index * steps.1]
          }
        }
      }
    }
    return result
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
