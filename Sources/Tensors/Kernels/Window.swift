/// How a kernel slides over a plane: its size, steps, edge and the gaps between its numbers, by row and column.
package struct Window: Sendable, Equatable {
  /// Rows of the kernel.
  package var height: Int
  /// Columns of the kernel.
  package var width: Int
  /// How far it moves, down and across.
  package var stride = (1, 1)
  /// Noughts put around the plane, above and beside it.
  package var padding = (0, 0)
  /// How far apart its numbers lie, down and across.
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

  /// The same in every part.
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

  /// Numbers that the window sees one after the other: in the plane `step` apart, in the columns [height · width, places] side by side.
  private struct Run {
    var plane: Int
    var column: Int
    var count: Int
    var step: Int
  }

  /// Calls `body` for every run of numbers of a plane.
  @inline(__always)
  private func forEachRun(_ size: (Int, Int), _ body: (Run) -> Void) {
    let out = places(size)
    for row in 0..<height {
      for column in 0..<width {
        let base = (row * width + column) * out.0 * out.1
        // Of the places 0..<out.1 those whose number lies inside: 0 <= x · stride + shift < size.1.
        let shift = column * dilation.1 - padding.1
        let first = shift >= 0 ? 0 : (-shift + stride.1 - 1) / stride.1
        let end = min(out.1, size.1 <= shift ? 0 : (size.1 - shift - 1) / stride.1 + 1)
        if first >= end { continue }
        for y in 0..<out.0 {
          let inY = y * stride.0 - padding.0 + row * dilation.0
          if inY < 0 || inY >= size.0 { continue }
          body(
            Run(
              plane: inY * size.1 + first * stride.1 + shift, column: base + y * out.1 + first,
              count: end - first, step: stride.1))
        }
      }
    }
  }

  /// What the window sees of each of `count` planes, noughts beyond their edges.
  func unfold(_ planes: Span<Float>, count: Int, size: (Int, Int), into columns: inout MutableSpan<Float>) {
    let seen = places(size)
    let (inside, outside) = (size.0 * size.1, height * width * seen.0 * seen.1)
    for plane in 0..<count {
      forEachRun(size) { run in
        let (from, to) = (plane * inside + run.plane, plane * outside + run.column)
        if run.step == 1 {
          Lanes.zip(planes, from, 1, planes, from, 0, into: &columns, to, count: run.count) { a, _ in a }
        } else {
          for index in 0..<run.count { columns[to + index] = planes[from + index * run.step] }
        }
      }
    }
  }

  /// The transpose of `unfold`: every number is added where it was seen.
  func fold(_ columns: Span<Float>, count: Int, size: (Int, Int), into planes: inout MutableSpan<Float>) {
    let seen = places(size)
    let (inside, outside) = (size.0 * size.1, height * width * seen.0 * seen.1)
    for plane in 0..<count {
      forEachRun(size) { run in
        let (to, from) = (plane * inside + run.plane, plane * outside + run.column)
        for index in 0..<run.count { planes[to + index * run.step] += columns[from + index] }
      }
    }
  }
}
