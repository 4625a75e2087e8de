/// Products of matrices and of stacks of matrices.
extension Tensor {
  /// a [… m, k] times `b` [… k, n] is [… m, n]; the axes in front are stretched to each other.
  ///
  /// Transposed views go to OpenBLAS as they are; a stack times one matrix is one product.
  package func matmul(_ b: Tensor) -> Tensor {
    precondition(
      rank >= 2 && b.rank >= 2 && size(-1) == b.size(-2), "\(shape) and \(b.shape) do not fit for a product")
    if b.rank == 2 && rank > 2 {
      let flat = reshaped([rowCount, size(-1)]).matmul(b)
      return flat.reshaped(Array(shape.sizes.dropLast()) + [b.size(-1)])
    }
    let fronts = (Shape(Array(shape.sizes.dropLast(2))), Shape(Array(b.shape.sizes.dropLast(2))))
    guard let front = Shape.broadcast(fronts.0, fronts.1) else {
      preconditionFailure("\(shape) and \(b.shape) do not fit for products")
    }
    return stack(of: b, front)
  }

  private func stack(of b: Tensor, _ front: Shape) -> Tensor {
    let (m, k, n) = (size(-2), size(-1), b.size(-1))
    let x = MatrixProduct.Side(self) == nil ? packed() : self
    let y = MatrixProduct.Side(b) == nil ? b.packed() : b
    let walk = Walk(x.fronts(front), y.fronts(front))
    var starts: [(x: Int, y: Int)] = []
    walk.forEachRow { row in
      for index in 0..<walk.count {
        starts.append((row.a + index * walk.steps.0, row.b + index * walk.steps.1))
      }
    }
    let (left, right) = (x.elements.span, y.elements.span)
    let result: [Float] = .made(front.count * m * n) { target in
      MatrixProduct.divided(left, x, right, y, into: &target, starts, m: m, n: n, k: k)
    }
    return Tensor(result, front.sizes + [m, n])
  }

  /// The axes before the last two, stretched: the first number of each matrix.
  private func fronts(_ front: Shape) -> Tensor {
    Tensor(
      elements: elements, shape: Shape(Array(shape.sizes.dropLast(2))), strides: Array(strides.dropLast(2)),
      offset: offset
    ).broadcast(to: front)
  }

  /// The sum of products of two tensors of one shape.
  package func dot(_ other: Tensor) -> Float {
    precondition(shape == other.shape, "\(shape) and \(other.shape) have no dot product")
    return reshaped([1, count]).matmul(other.reshaped([count, 1])).scalar
  }
}
