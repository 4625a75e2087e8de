import Tensors

/// A place on a plane.
package struct PointPlace: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The rows of [n, 2].
  static func rows(of tensor: Tensor) -> [PointPlace] {
    tensor.rowLists.map { PointPlace(Double($0[0]), Double($0[1])) }
  }
}

extension [PointPlace] {
  /// The index of the next place from `start` to the right (`dx` 1), left (-1), up (`dy` 1) or down (-1), on a plane of which
  /// all places together fill `width` by `height`. What lies ahead comes before what lies aside.
  package func next(from start: Int, dx: Double, dy: Double, width: Double, height: Double) -> Int? {
    guard indices.contains(start) else { return isEmpty ? nil : 0 }
    let (xs, ys) = (map(\.x), map(\.y))
    let spanX = Swift.max((xs.max() ?? 0) - (xs.min() ?? 0), .leastNormalMagnitude)
    let spanY = Swift.max((ys.max() ?? 0) - (ys.min() ?? 0), .leastNormalMagnitude)
    var best: (index: Int, cost: Double)?
    for index in indices where index != start {
      let across = (self[index].x - self[start].x) / spanX * width
      let up = (self[index].y - self[start].y) / spanY * height
      let ahead = across * dx + up * dy
      let aside = abs(across * dy) + abs(up * dx)
      guard ahead > 1e-9 else { continue }
      let cost = ahead + 2 * aside + (aside > ahead * 1.5 ? width + height : 0)
      if best.map({ cost < $0.cost }) ?? true { best = (index, cost) }
    }
    return best?.index
  }
}
