/// Elementwise arithmetic with broadcasting: both sides are stretched to a common shape, axes counted from the last.
extension Tensor {
  /// The sum of each pair, both stretched to a common shape.
  package static func + (a: Tensor, b: Tensor) -> Tensor { Elementwise.fast(.add, a, b) }
  /// The difference of each pair, both stretched to a common shape.
  package static func - (a: Tensor, b: Tensor) -> Tensor { Elementwise.fast(.subtract, a, b) }
  /// The product of each pair, both stretched to a common shape.
  package static func * (a: Tensor, b: Tensor) -> Tensor { Elementwise.fast(.multiply, a, b) }
  /// The quotient of each pair, both stretched to a common shape.
  package static func / (a: Tensor, b: Tensor) -> Tensor { Elementwise.fast(.divide, a, b) }
  /// The sum of each and one number.
  package static func + (a: Tensor, b: Float) -> Tensor { a + Tensor(b) }
  /// The difference of each and one number.
  package static func - (a: Tensor, b: Float) -> Tensor { a - Tensor(b) }
  /// The product of each and one number.
  package static func * (a: Tensor, b: Float) -> Tensor { a * Tensor(b) }
  /// The quotient of each and one number.
  package static func / (a: Tensor, b: Float) -> Tensor { a / Tensor(b) }
  /// The sum of one number and each.
  package static func + (a: Float, b: Tensor) -> Tensor { Tensor(a) + b }
  /// The difference of one number and each.
  package static func - (a: Float, b: Tensor) -> Tensor { Tensor(a) - b }
  /// The product of one number and each.
  package static func * (a: Float, b: Tensor) -> Tensor { Tensor(a) * b }
  /// The quotient of one number and each.
  package static func / (a: Float, b: Tensor) -> Tensor { Tensor(a) / b }
  /// Every number with its sign turned.
  package static prefix func - (a: Tensor) -> Tensor { a.map(.negative) }

  /// A named function of every number.
  package func map(_ f: Unary) -> Tensor { Elementwise.fast(f, self) }

  /// A named function of every number and that of `other`.
  package func with(_ other: Tensor, _ f: Binary) -> Tensor { Elementwise.fast(f, self, other) }

  /// Every number to the power of `exponent`.
  package func power(_ exponent: Float) -> Tensor {
    exponent == 2 ? map(.square) : exponent == 0.5 ? map(.squareRoot) : with(Tensor(exponent), .power)
  }

  /// Every number held between two.
  package func clamped(_ low: Float, _ high: Float) -> Tensor {
    with(Tensor(low), .maximum).with(Tensor(high), .minimum)
  }

  /// The numbers of `a` where this is not nought, of `b` where it is; all three stretched to a common shape.
  package func choosing(_ a: Tensor, else b: Tensor) -> Tensor {
    guard let pair = Shape.broadcast(a.shape, b.shape), let shape = Shape.broadcast(self.shape, pair) else {
      preconditionFailure("shapes \(self.shape), \(a.shape) and \(b.shape) do not fit each other")
    }
    return Tensor(
      Elementwise.choose(broadcast(to: shape), a.broadcast(to: shape), b.broadcast(to: shape)), shape)
  }

  /// Tensors one behind the other along an axis; their other sizes are equal.
  package static func concatenated(_ parts: [Tensor], axis: Int = 0) -> Tensor {
    precondition(!parts.isEmpty, "nothing to put together")
    let axis = parts[0].shape.axis(axis)
    var sizes = parts[0].shape.sizes
    sizes[axis] = parts.reduce(0) { $0 + $1.shape.sizes[axis] }
    let inner = sizes[(axis + 1)...].reduce(1, *)
    let outer = sizes[..<axis].reduce(1, *)
    let pieces = parts.map { (values: $0.values, width: $0.shape.sizes[axis] * inner) }
    var result: [Float] = []
    result.reserveCapacity(sizes.reduce(1, *))
    for row in 0..<outer {
      for piece in pieces {
        result += piece.values[row * piece.width..<(row + 1) * piece.width]
      }
    }
    return Tensor(result, sizes)
  }

  /// Tensors of one shape, one behind the other along a new axis.
  package static func stacked(_ parts: [Tensor], axis: Int = 0) -> Tensor {
    concatenated(parts.map { $0.expanded(axis) }, axis: axis)
  }

  /// With `before` and `after` times `value` put around the places of an axis.
  package func padded(_ axis: Int, before: Int, after: Int, with value: Float = 0) -> Tensor {
    var sizes = shape.sizes
    let axis = shape.axis(axis)
    sizes[axis] = before
    let head = Tensor(repeating: value, Shape(sizes))
    sizes[axis] = after
    return .concatenated([head, self, Tensor(repeating: value, Shape(sizes))], axis: axis)
  }
}
