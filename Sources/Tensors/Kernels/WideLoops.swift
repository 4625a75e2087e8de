import CLanes

/// The loops of `CLanes` over spans. The invariant of the unsafe calls: every array is as long as the count handed over with it, which the
/// preconditions check; no array that is written is another one, for Swift lends it alone. Long ones are divided between processors at rows, or
/// at blocks of numbers, so that what comes out does not depend on how they are divided.
enum WideLoops {
  /// The least number of floats that two processors share.
  private static let worth = 1 << 15
  /// A multiple of what any register holds.
  private static let block = 64

  /// Calls `work` with parts of `count` numbers: where they begin, and how many they are.
  private static func divide(_ count: Int, _ work: (Int, Int) -> Void) {
    Workers.divide((count + block - 1) / block, isWorthIt: count >= worth) { blocks in
      let start = blocks.lowerBound * block
      work(start, min(count, blocks.upperBound * block) - start)
    }
  }

  /// Calls `work` with parts of `rows`: the number before which they begin, and how many rows they are.
  private static func divide(rows: Int, width: Int, _ work: (Int, Int) -> Void) {
    Workers.divide(rows, isWorthIt: rows * width >= worth) { work($0.lowerBound * width, $0.count) }
  }

  /// `y[i] = f(x[i])`.
  static func map(_ f: cl_function, _ x: Span<Float>, into y: inout MutableSpan<Float>) {
    precondition(x.count == y.count, "a mapped span is as long as its source")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        divide(x.count) { start, count in unsafe cl_map(f, source + start, target + start, count) }
      }
    }
  }

  /// The gradient of `f` handed back: `g[i] · f'(x[i])`, where `y[i] = f(x[i])`.
  static func slope(_ f: cl_function, _ x: [Float], _ y: [Float], _ g: [Float]) -> [Float] {
    precondition(x.count == y.count && y.count == g.count, "a function of each number keeps their count")
    let total = g.count
    return .made(x.count) { out in
      unsafe lent(x, y, g, &out) { x, y, g, out in
        divide(total) { start, count in
          unsafe cl_slope(f, x + start, y + start, g + start, out + start, count)
        }
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
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        divide(rows: x.count / width, width: width) { start, rows in
          unsafe kernel(source + start, target + start, rows, width)
        }
      }
    }
  }

  /// Layer norm of rows as wide as `weight`, each number then times its weight and plus its bias.
  static func layerNorm(
    _ x: Span<Float>, _ weight: Span<Float>, _ bias: Span<Float>, into y: inout MutableSpan<Float>,
    epsilon: Float
  ) {
    let width = weight.count
    precondition(bias.count == width, "each weight has its bias")
    unsafe weight.withUnsafeBufferPointer { weight in
      unsafe bias.withUnsafeBufferPointer { bias in
        let (weight, bias) = (weight.baseAddress, bias.baseAddress)
        unsafe rows(x, into: &y, width: width) {
          unsafe cl_layer_norm_affine($0, weight, bias, $1, $2, $3, epsilon)
        }
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
    let total = x.count
    return .made(total) { out in
      unsafe lent(x, y, g, &out) { x, y, g, out in
        divide(rows: total / width, width: width) { start, rows in
          let (x, y, g, out) = unsafe (x + start, y + start, g + start, out + start)
          switch kernel {
          case .softmax: unsafe cl_softmax_pull(y, g, out, rows, width)
          case .logSoftmax: unsafe cl_log_softmax_pull(y, g, out, rows, width)
          case .layerNorm(let epsilon): unsafe cl_layer_norm_pull(x, y, g, out, rows, width, epsilon)
          case .rmsNorm, .unit: preconditionFailure("\(kernel) has no gradient in CLanes")
          }
        }
      }
    }
  }

  private typealias Source = UnsafePointer<Float>

  /// Lends three arrays and a span to `body`, which is not called when they are empty.
  private static func lent(
    _ x: [Float], _ y: [Float], _ g: [Float], _ out: inout MutableSpan<Float>,
    _ body: (Source, Source, Source, UnsafeMutablePointer<Float>) -> Void
  ) {
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe g.withUnsafeBufferPointer { g in
          unsafe out.withUnsafeMutableBufferPointer { out in
            guard let a = x.baseAddress, let b = y.baseAddress, let c = g.baseAddress, let d = out.baseAddress
            else { return }
            unsafe body(a, b, c, d)
          }
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
