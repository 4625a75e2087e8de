/// Taking places by number, and adding to places by number.
extension Tensor {
  /// The places `indices` along an axis, in that order: an embedding of ids when the axis is the first.
  package func gathered(_ indices: [Int], axis: Int = 0) -> Tensor {
    let axis = shape.axis(axis)
    let (size, inner) = (shape.sizes[axis], shape.sizes[(axis + 1)...].reduce(1, *))
    precondition(
      indices.allSatisfy { $0 >= 0 && $0 < size }, "an index lies outside axis \(axis) of \(shape)")
    let outer = shape.sizes[..<axis].reduce(1, *)
    let source = packed()
    var sizes = shape.sizes
    sizes[axis] = indices.count
    var result: [Float] = []
    result.reserveCapacity(outer * indices.count * inner)
    for row in 0..<outer {
      for index in indices {
        let start = source.offset + (row * size + index) * inner
        result += source.elements[start..<start + inner]
      }
    }
    return Tensor(result, sizes)
  }

  /// `source` added at the places `indices` along an axis of a tensor of noughts, `size` long there: the transpose of `gathered`.
  ///
  /// A place that is named twice gets both.
  package static func scattered(_ source: Tensor, at indices: [Int], axis: Int = 0, size: Int) -> Tensor {
    let axis = source.shape.axis(axis)
    precondition(source.shape.sizes[axis] == indices.count, "one index for each place of axis \(axis)")
    precondition(indices.allSatisfy { $0 >= 0 && $0 < size }, "an index lies outside 0..<\(size)")
    var sizes = source.shape.sizes
    let (outer, inner) = (sizes[..<axis].reduce(1, *), sizes[(axis + 1)...].reduce(1, *))
    sizes[axis] = size
    let values = source.values
    var result = [Float](repeating: 0, count: Shape(sizes).count)
    var target = result.mutableSpan
    var from = 0
    for row in 0..<outer {
      for index in indices {
        let start = (row * size + index) * inner
        for place in 0..<inner { target[start + place] += values[from + place] }
        from += inner
      }
    }
    return Tensor(result, sizes)
  }

  /// One number a row of the last axis, [… ] without it: that at `indices[row]`, rows counted in order.
  package func picked(_ indices: [Int]) -> Tensor {
    let (width, source) = (size(-1), packed())
    precondition(indices.count == rowCount, "one index for each of the \(rowCount) rows")
    precondition(
      indices.allSatisfy { $0 >= 0 && $0 < width }, "an index lies outside the last axis of \(shape)")
    let values = indices.enumerated().map { source.elements[source.offset + $0.offset * width + $0.element] }
    return Tensor(values, Array(shape.sizes.dropLast()))
  }

  /// Noughts but for one number a row: the transpose of `picked`.
  package func spread(_ indices: [Int], width: Int) -> Tensor {
    precondition(indices.count == count, "one index for each number")
    var result = [Float](repeating: 0, count: count * width)
    for (row, value) in values.enumerated() { result[row * width + indices[row]] = value }
    return Tensor(result, shape.sizes + [width])
  }

  /// [indices.count, width]: one at each index, else noughts.
  package static func oneHot(_ indices: [Int], width: Int) -> Tensor {
    Tensor.ones([indices.count]).spread(indices, width: width)
  }
}
