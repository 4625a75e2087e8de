/// How a kernel slides over a plane: its size, steps, edge and the gaps between its numbers, by row and column.
package struct Window: Sendable, Equatable {
  package var height: Int
  package var width: Int
  package var stride = (1, 1)
  package var padding = (0, 0)
  package var dilation = (1, 1)

  /// A window of height 1 slides along a line.
  package init(
    _ height: Int, _ width: Int, stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
    dilation: (Int, Int) = (1, 1)
  ) {
    precondition(height > 0 && width > 0 && stride.0 > 0 && stride.1 > 0, "windows have a size and move")
    precondition(padding.0 >= 0 && padding.1 >= 0 && dilation.0 > 0 && dilation.1 > 0, "no negative edges")
    (self.height, self.width) = (height, width)
    (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
  }

  package static func == (a: Window, b: Window) -> Bool {
    a.height == b.height && a.width == b.width && a.stride == b.stride && a.padding == b.padding
      && a.dilation == b.dilation
  }

  /// How many places the window takes on a plane of that size.
  package func places(_ size: (Int, Int)) -> (Int, Int) {
    let high = (size.0 + 2 * padding.0 - dilation.0 * (height - 1) - 1, stride.0)
    let wide = (size.1 + 2 * padding.1 - dilation.1 * (width - 1) - 1, stride.1)
    return (high.0 < 0 ? 0 : high.0 / high.1 + 1, wide.0 < 0 ? 0 : wide.0 / wide.1 + 1)
  }

  /// Calls `body` for every number that the window sees of a plane: its place in the plane and in the columns [height · width, places].
  @inline(__always)
  private func forEach(_ size: (Int, Int), _ body: (_ plane: Int, _ column: Int) -> Void) {
    let out = places(size)
    for row in 0..<height {
      for column in 0..<width {
        let base = (row * width + column) * out.0 * out.1
        for y in 0..<out.0 {
          let inY = y * stride.0 - padding.0 + row * dilation.0
          if inY < 0 || inY >= size.0 { continue }
          for x in 0..<out.1 {
            let inX = x * stride.1 - padding.1 + column * dilation.1
            if inX >= 0 && inX < size.1 { body(inY * size.1 + inX, base + y * out.1 + x) }
          }
        }
      }
    }
  }

  /// What the window sees of each of `count` planes, noughts beyond their edges.
  func unfold(_ planes: Span<Float>, count: Int, size: (Int, Int), into columns: inout MutableSpan<Float>) {
    let seen = places(size)
    let (inside, outside) = (size.0 * size.1, height * width * seen.0 * seen.1)
    for plane in 0..<count {
      forEach(size) { columns[plane * outside + $1] = planes[plane * inside + $0] }
    }
  }

  /// The transpose of `unfold`: every number is added where it was seen.
  func fold(_ columns: Span<Float>, count: Int, size: (Int, Int), into planes: inout MutableSpan<Float>) {
    let seen = places(size)
    let (inside, outside) = (size.0 * size.1, height * width * seen.0 * seen.1)
    for plane in 0..<count {
      forEach(size) { planes[plane * inside + $0] += columns[plane * outside + $1] }
    }
  }
}
