/// The way through two strided tensors of one shape, row by row, with axes merged where both allow it.
///
/// Two packed tensors are one long row; a matrix and a row broadcast over it are as many rows as the matrix has.
struct Walk {
  /// Where a row begins: in the elements of both tensors, and in the packed result.
  struct Row {
    var a: Int
    var b: Int
    var index: Int
  }

  /// Merged axes, the last of which is the row.
  private var sizes: [Int] = []
  private var aStrides: [Int] = []
  private var bStrides: [Int] = []
  private var start: Row

  /// Both have the same shape.
  init(_ a: Tensor, _ b: Tensor) {
    start = Row(a: a.offset, b: b.offset, index: 0)
    for axis in 0..<a.rank where a.shape.sizes[axis] != 1 {
      let size = a.shape.sizes[axis]
      let (s, t) = (a.strides[axis], b.strides[axis])
      if let last = sizes.indices.last, aStrides[last] == s * size, bStrides[last] == t * size {
        sizes[last] *= size
        (aStrides[last], bStrides[last]) = (s, t)
      } else {
        sizes.append(size)
        aStrides.append(s)
        bStrides.append(t)
      }
    }
    if sizes.isEmpty { (sizes, aStrides, bStrides) = ([1], [0], [0]) }
  }

  /// How many numbers a row has.
  var count: Int { sizes[sizes.count - 1] }

  /// How far apart the numbers of a row are, on both sides.
  var steps: (Int, Int) { (aStrides[sizes.count - 1], bStrides[sizes.count - 1]) }

  /// Calls `body` with parts of the way, cut across its first axis and divided between processors when it is long, and with the numbers of
  /// `target`, the packed result, that belong to each; a part counts its own from 0.
  @inline(__always)
  func divided(into target: inout MutableSpan<Float>, _ body: (Walk, inout MutableSpan<Float>) -> Void) {
    Workers.divide(sizes[0], isWorthIt: target.count >= Workers.worth, into: &target) { range, target in
      var part = self
      part.sizes[0] = range.count
      part.start.a += range.lowerBound * aStrides[0]
      part.start.b += range.lowerBound * bStrides[0]
      body(part, &target)
    }
  }

  /// Calls `body` with the beginning of each row, in order.
  @inline(__always)
  func forEachRow(_ body: (Row) -> Void) {
    if sizes.contains(0) { return }
    let outer = sizes.count - 1
    var place = Array(repeating: 0, count: outer)
    var row = start
    while true {
      body(row)
      row.index += count
      var axis = outer - 1
      while axis >= 0 {
        place[axis] += 1
        row.a += aStrides[axis]
        row.b += bStrides[axis]
        if place[axis] < sizes[axis] { break }
        row.a -= place[axis] * aStrides[axis]
        row.b -= place[axis] * bStrides[axis]
        place[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
