import CLanes

/// A matrix with a bias, as PyTorch's Linear keeps it.
///
///     let hidden = up(x, then: .gelu)           // [… inputs] -> [… outputs]
///     let next = down(hidden, addedTo: x)
///
/// For networks that only run: nothing is recorded for gradients. Rows are divided between processors; what comes before the product (bias, what it
/// is added to) and after it (a function of each number) is done to a part while it is in the cache of the one that makes it.
package struct Dense: Sendable {
  /// [outputs, inputs]
  package let weight: Tensor
  /// [outputs]; nil for none.
  package let bias: Tensor?

  package init(_ weight: Tensor, bias: Tensor? = nil) {
    precondition(
      weight.rank == 2 && bias.map { $0.shape.sizes == [weight.size(0)] } ?? true, "a bias an output")
    self.weight = weight.packed()
    self.bias = bias?.packed()
  }

  /// How many numbers a row has that goes in.
  package var inputs: Int { weight.size(1) }
  /// How many numbers a row has that comes out.
  package var outputs: Int { weight.size(0) }

  /// f(x · weightᵀ + bias + rest): `x` [… inputs] becomes [… outputs]; `rest` has that shape too.
  package func callAsFunction(_ x: Tensor, then f: Unary? = nil, addedTo rest: Tensor? = nil) -> Tensor {
    let sizes = x.shape.sizes.dropLast() + [outputs]
    precondition(x.size(-1) == inputs, "\(x.shape) does not fit \(weight.shape)")
    precondition(
      rest.map { $0.shape.sizes == Array(sizes) } ?? true, "what is added has the shape of the result")
    let (source, added) = (x.packed(), rest?.packed())
    let count = Shape(Array(sizes)).count
    let result: [Float] = .made(count) { target in
      run(source, added, f?.wide, into: &target, rows: outputs > 0 ? count / outputs : 0)
    }
    let tensor = Tensor(result, Array(sizes))
    return f.map { $0.wide == nil ? tensor.map($0) : tensor } ?? tensor
  }

  /// The same by operations of tensors.
  package func plain(_ x: Tensor, then f: Unary? = nil, addedTo rest: Tensor? = nil) -> Tensor {
    var result = x.matmul(weight.transposed())
    if let bias { result = result + bias }
    if let rest { result = result + rest }
    return f.map { result.map($0) } ?? result
  }

  /// The invariant of the unsafe part: each part writes the rows it was given, which lie in `target`, and no other part has them.
  private func run(
    _ x: Tensor, _ rest: Tensor?, _ f: cl_function?, into target: inout MutableSpan<Float>, rows: Int
  ) {
    let isWorthIt = rows * inputs * outputs >= MatrixProduct.worth
    let outputs = outputs
    unsafe target.withUnsafeMutableBufferPointer { buffer in
      let whole = unsafe buffer
      Workers.divide(rows, isWorthIt: isWorthIt) { part in
        let numbers = unsafe UnsafeMutableBufferPointer(
          rebasing: whole[part.lowerBound * outputs..<part.upperBound * outputs])
        var span = unsafe MutableSpan(_unsafeElements: numbers)
        begin(&span, part, rest)
        multiply(x, part, into: &span)
        if let f, let start = numbers.baseAddress { unsafe cl_map_in_place(f, start, numbers.count) }
      }
    }
  }

  /// What the product is added to.
  private func begin(_ span: inout MutableSpan<Float>, _ rows: Range<Int>, _ rest: Tensor?) {
    let bias = bias ?? Tensor.zeros([outputs]).packed()
    let (shift, width) = (bias.elements.span, outputs)
    for row in 0..<rows.count {
      if let rest {
        Lanes.zip(
          shift, bias.offset, 1, rest.elements.span, rest.offset + (rows.lowerBound + row) * width, 1,
          into: &span,
          row * width, count: width
        ) { $0 + $1 }
      } else {
        Lanes.zip(shift, bias.offset, 1, shift, bias.offset, 1, into: &span, row * width, count: width) {
          a, _ in a
        }
      }
    }
  }

  private func multiply(_ x: Tensor, _ rows: Range<Int>, into span: inout MutableSpan<Float>) {
    let part = x.reshaped([-1, inputs]).sliced(0, rows)
    guard let left = MatrixProduct.Side(part), let right = MatrixProduct.Side(weight.transposed()) else {
      preconditionFailure("a packed matrix has a stride")
    }
    MatrixProduct.fast(
      part.elements.span, left, weight.elements.span, right, into: &span, at: 0, m: rows.count, n: outputs,
      k: inputs, adding: true)
  }
}

extension Dense {
  /// Each output times its number of `factors` [outputs], the bias too.
  package func scaled(by factors: Tensor) -> Dense {
    Dense(weight * factors.reshaped([outputs, 1]), bias: bias.map { $0 * factors })
  }

  /// Each output times one number.
  package func scaled(by factor: Float) -> Dense { Dense(weight * factor, bias: bias.map { $0 * factor }) }

  /// One whose outputs are those of all, side by side; all have a bias or none has.
  package static func joined(_ parts: [Dense]) -> Dense {
    let biases = parts.compactMap(\.bias)
    precondition(biases.isEmpty || biases.count == parts.count, "all have a bias, or none has")
    return Dense(.concatenated(parts.map(\.weight)), bias: biases.isEmpty ? nil : .concatenated(biases))
  }
}
