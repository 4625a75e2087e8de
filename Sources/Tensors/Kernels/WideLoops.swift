import CLanes

/// The loops of `CLanes` over spans. The invariant of the unsafe calls: every array is as long as the count handed over with it, which the
/// preconditions check; no array that is written is another one, for Swift lends it alone.
enum WideLoops {
  /// `y[i] = f(x[i])`.
  static func map(_ f: cl_function, _ x: Span<Float>, into y: inout MutableSpan<Float>) {
    precondition(x.count == y.count, "a mapped span is as long as its source")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in unsafe cl_map(f, x.baseAddress, y.baseAddress, x.count) }
    }
  }

  /// The gradient of `f` handed back: `g[i] · f'(x[i])`, where `y[i] = f(x[i])`.
  static func slope(_ f: cl_function, _ x: [Float], _ y: [Float], _ g: [Float]) -> [Float] {
    precondition(x.count == y.count && y.count == g.count, "a function of each number keeps their count")
    return .made(x.count) { out in
      unsafe out.withUnsafeMutableBufferPointer { out in
        unsafe cl_slope(f, x, y, g, out.baseAddress, out.count)
      }
    }
  }

  /// A row kernel of `CLanes` from `x` to `y`.
  static func rows(
    _ x: Span<Float>, into y: inout MutableSpan<Float>, width: Int,
    _ kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void
  ) {
    precondition(x.count == y.count && width > 0 && x.count % width == 0, "rows fill both spans")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        unsafe kernel(x.baseAddress, y.baseAddress, x.count / width, width)
      }
    }
  }

  /// By row, the sum of squares.
  static func squareSums(_ x: Span<Float>, width: Int) -> [Double] {
    precondition(width > 0 && x.count % width == 0, "rows fill the span")
    var sums = [Double](repeating: 0, count: x.count / width)
    unsafe x.withUnsafeBufferPointer { x in
      unsafe cl_square_sums(x.baseAddress, &sums, sums.count, width)
    }
    return sums
  }

  /// The gradient of a row kernel handed back, from its input `x`, its output `y` and the gradient `g` of that.
  static func pull(_ kernel: RowKernel, _ x: [Float], _ y: [Float], _ g: [Float], width: Int) -> [Float] {
    precondition(x.count == y.count && y.count == g.count && width > 0 && x.count % width == 0)
    let rows = x.count / width
    return .made(x.count) { out in
      unsafe out.withUnsafeMutableBufferPointer { out in
        switch kernel {
        case .softmax: unsafe cl_softmax_pull(y, g, out.baseAddress, rows, width)
        case .logSoftmax: unsafe cl_log_softmax_pull(y, g, out.baseAddress, rows, width)
        case .layerNorm(let epsilon):
          unsafe cl_layer_norm_pull(x, y, g, out.baseAddress, rows, width, epsilon)
        case .rmsNorm, .unit: preconditionFailure("\(kernel) has no gradient in CLanes")
        }
      }
    }
  }
}

extension [Float] {
  /// `count` numbers, all of which `fill` writes: they hold anything before.
  static func made(_ count: Int, _ fill: (inout MutableSpan<Float>) -> Void) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Floats need no initialization, so a span over memory that has none is sound as long as nothing is read before it is written.
      var span = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      fill(&span)
      initialized = count
    }
  }
}
