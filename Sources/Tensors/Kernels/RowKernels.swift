import Basics

/// Loops over the numbers of rows that `NeighbourIndex` stands on. They have no branches, so that the compiler makes vectors of them.
enum RowKernels {
  /// What is kept of a row beside its codes.
  struct Mark {
    var scale: Float = 0
    var leftOut: Float = 0
    var length: Float = 0
    var moved: Float = 0
  }

  /// By column, the sum of rows of a tensor.
  static func sums(of tensor: StoredTensor, _ range: Range<Int>, _ ticket: Ticket) throws(Trouble) -> [Double]
  {
    let width = tensor.columnCount
    var sums = [Double](repeating: 0, count: width)
    var block: [Float] = []
    for first in stride(from: range.lowerBound, to: range.upperBound, by: tensor.rowsInBlock) {
      let rows = first..<min(first + tensor.rowsInBlock, range.upperBound)
      try ticket.step(Double(first) / Double(tensor.rowCount))
      try tensor.rows(rows, into: &block)
      let source = block.span
      var near = [Float](repeating: 0, count: width)
      var target = near.mutableSpan
      for row in 0..<rows.count {
        Lanes.add(source, row * width, times: 1, to: &target, 0, count: width)
      }
      for column in 0..<width { sums[column] += Double(near[column]) }
    }
    return sums
  }

  /// Codes the row at `from`, less `mean`, as whole numbers of -127…127, which `target` gets from `to` on.
  static func code(
    _ source: Span<Float>, _ from: Int, less mean: Span<Float>, into target: inout MutableSpan<Int8>,
    _ to: Int
  ) -> Mark {
    let count = mean.count
    precondition(from + count <= source.count && to + count <= target.count, "a row lies inside its spans")
    var (largest, lengths, moves) = (Lane(), Lane(), Lane())
    var (length, move, most) = (0.0, 0.0, Float(0))
    var at = 0
    while at + 8 <= count {
      let x = Lanes.load(source, from + at)
      let y = x - Lanes.load(mean, at)
      largest = largest.replacing(with: Lanes.magnitude(y), where: Lanes.magnitude(y) .> largest)
      lengths = x * x + lengths
      moves = y * y + moves
      at += 8
      // Sums of few numbers stay exact enough for the bounds.
      if at & 255 == 0 {
        (length, move) = (length + Double(lengths.sum()), move + Double(moves.sum()))
        (lengths, moves) = (Lane(), Lane())
      }
    }
    (length, move) = (length + Double(lengths.sum()), move + Double(moves.sum()))
    for index in at..<count {
      let y = source[from + index] - mean[index]
      most = max(most, abs(y))
      length += Double(source[from + index]) * Double(source[from + index])
      move += Double(y) * Double(y)
    }
    let top = max(most, largest.max())
    let scale = top > 0 ? top / 127 : 1
    let rest = round(source, from, less: mean, by: scale, into: &target, to)
    return Mark(
      scale: scale, leftOut: Float(rest.squareRoot()).nextUp, length: Float(length.squareRoot()),
      moved: Float(move.squareRoot()))
  }

  /// The second half of `code`: the square of what is left out.
  private static func round(
    _ source: Span<Float>, _ from: Int, less mean: Span<Float>, by scale: Float,
    into target: inout MutableSpan<Int8>, _ to: Int
  ) -> Double {
    let count = mean.count
    let inverse = 1 / scale
    // Adding and taking away 1.5 · 2²³ rounds to whole numbers.
    let shift = Lane(repeating: 12_582_912)
    var rests = Lane()
    var rest = 0.0
    var at = 0
    guard scale.isFinite && inverse.isFinite else { return .infinity }
    while at + 8 <= count {
      let y = Lanes.load(source, from + at) - Lanes.load(mean, at)
      let moved = y * inverse + shift
      let gap = y - (moved - shift) * scale
      rests = gap * gap + rests
      // The lowest byte of the bits is the whole number.
      let bits = unsafe unsafeBitCast(moved, to: SIMD8<UInt32>.self)
      let bytes = SIMD8<UInt8>(truncatingIfNeeded: bits)
      for index in 0..<8 { target[to + at + index] = Int8(bitPattern: bytes[index]) }
      at += 8
      if at & 255 == 0 {
        rest += Double(rests.sum())
        rests = Lane()
      }
    }
    rest += Double(rests.sum())
    while at < count {
      let y = source[from + at] - mean[at]
      let whole = (y * inverse).rounded(.toNearestOrEven)
      target[to + at] = Int8(max(-127, min(127, whole)))
      let gap = y - Float(target[to + at]) * scale
      rest += Double(gap) * Double(gap)
      at += 1
    }
    return rest
  }

  /// The sum of products of codes; the caller has seen to it that it fits.
  ///
  /// The invariant of the unsafe reads: the precondition says that all indices lie inside both spans.
  @inline(__always)
  static func product(_ query: Span<Int16>, _ rows: Span<Int8>, _ from: Int, count: Int) -> Int32 {
    precondition(
      query.count == count && from >= 0 && from + count <= rows.count, "a row lies inside its span")
    return unsafe query.withUnsafeBufferPointer { query in
      unsafe rows.withUnsafeBufferPointer { rows in
        var sum: Int32 = 0
        for index in 0..<count {
          sum &+= Int32(unsafe query[index]) &* Int32(unsafe rows[from &+ index])
        }
        return sum
      }
    }
  }
}
