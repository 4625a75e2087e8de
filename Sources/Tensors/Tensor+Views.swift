/// Other ways to look at the same numbers: no view copies them, except `reshaped` where strides do not allow it.
extension Tensor {
  /// Whether the numbers stand row by row without gaps.
  var isPacked: Bool {
    var expected = 1
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      if shape.sizes[axis] != 1 && strides[axis] != expected { return false }
      expected *= shape.sizes[axis]
    }
    return true
  }

  /// Where the numbers of a packed tensor stand in `elements`.
  var range: Range<Int> { offset..<offset + count }

  /// The same numbers standing row by row: itself when they do.
  package func packed() -> Tensor {
    isPacked || count == 0 ? self : Tensor(Elementwise.copy(self), shape)
  }

  /// Another shape with as many numbers in the same order; one size may be -1 and is worked out.
  package func reshaped(_ sizes: [Int]) -> Tensor {
    var sizes = sizes
    if let open = sizes.firstIndex(of: -1) {
      let known = sizes.filter { $0 != -1 }.reduce(1, *)
      precondition(known > 0 && count % known == 0, "\(shape) cannot be reshaped to \(sizes)")
      sizes[open] = count / known
    }
    let target = Shape(sizes)
    precondition(target.count == count, "\(shape) cannot be reshaped to \(target)")
    let source = packed()
    return Tensor(elements: source.elements, shape: target, strides: target.strides, offset: source.offset)
  }

  /// The axes in another order: axis `i` of the result is axis `order[i]` of this.
  package func permuted(_ order: [Int]) -> Tensor {
    let order = order.map(shape.axis)
    precondition(order.sorted() == Array(0..<rank), "\(order) does not name each axis of \(shape) once")
    return Tensor(
      elements: elements, shape: Shape(order.map { shape.sizes[$0] }), strides: order.map { strides[$0] },
      offset: offset)
  }

  /// Two axes exchanged; the last two unless told.
  package func transposed(_ a: Int = -2, _ b: Int = -1) -> Tensor {
    var order = Array(0..<rank)
    order.swapAt(shape.axis(a), shape.axis(b))
    return permuted(order)
  }

  /// The places `range` along an axis.
  package func sliced(_ axis: Int, _ range: Range<Int>) -> Tensor {
    let axis = shape.axis(axis)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape.sizes[axis], "\(range) lies outside \(shape)")
    var sizes = shape.sizes
    sizes[axis] = range.count
    let start = range.isEmpty ? 0 : range.lowerBound * strides[axis]
    return Tensor(elements: elements, shape: Shape(sizes), strides: strides, offset: offset + start)
  }

  /// Every `step`-th place along an axis; a negative step begins at the end.
  package func strided(_ axis: Int, by step: Int) -> Tensor {
    precondition(step != 0, "a step is not nought")
    let axis = shape.axis(axis)
    var (sizes, strides, offset) = (shape.sizes, strides, offset)
    if step < 0 { offset += max(0, sizes[axis] - 1) * strides[axis] }
    sizes[axis] = (sizes[axis] + abs(step) - 1) / abs(step)
    strides[axis] *= step
    return Tensor(elements: elements, shape: Shape(sizes), strides: strides, offset: offset)
  }

  /// One place along an axis, which is dropped.
  package func at(_ index: Int, axis: Int = 0) -> Tensor {
    sliced(axis, index..<index + 1).squeezed(axis)
  }

  /// Without an axis of one.
  package func squeezed(_ axis: Int) -> Tensor {
    let axis = shape.axis(axis)
    precondition(shape.sizes[axis] == 1, "axis \(axis) of \(shape) is not one")
    var (sizes, strides) = (shape.sizes, strides)
    sizes.remove(at: axis)
    strides.remove(at: axis)
    return Tensor(elements: elements, shape: Shape(sizes), strides: strides, offset: offset)
  }

  /// With an axis of one put in before `axis` (-1 puts it last).
  package func expanded(_ axis: Int) -> Tensor {
    let axis = axis < 0 ? axis + rank + 1 : axis
    precondition(axis >= 0 && axis <= rank, "\(shape) has no place \(axis) for an axis")
    var (sizes, strides) = (shape.sizes, strides)
    sizes.insert(1, at: axis)
    strides.insert(0, at: axis)
    return Tensor(elements: elements, shape: Shape(sizes), strides: strides, offset: offset)
  }

  /// Stretched to a shape: axes of one, and those missing in front, are repeated.
  package func broadcast(to target: Shape) -> Tensor {
    if target == shape { return self }
    let shift = target.rank - rank
    precondition(shift >= 0, "\(shape) cannot be stretched to \(target)")
    var strides = Array(repeating: 0, count: target.rank)
    for axis in 0..<rank {
      let (own, wanted) = (shape.sizes[axis], target.sizes[axis + shift])
      precondition(own == wanted || own == 1, "\(shape) cannot be stretched to \(target)")
      if own == wanted { strides[axis + shift] = self.strides[axis] }
    }
    return Tensor(elements: elements, shape: target, strides: strides, offset: offset)
  }

  /// The diagonal of a matrix, [min(rows, columns)].
  package func diagonal() -> Tensor {
    precondition(rank == 2, "only a matrix has a diagonal")
    let size = min(shape.sizes[0], shape.sizes[1])
    return Tensor(
      elements: elements, shape: Shape([size]), strides: [strides[0] + strides[1]], offset: offset)
  }
}
