extension Shape {
  /// The shape to which both can be stretched, axes counted from the last; nil when they do not fit.
  ///
  /// `[4, 1, 3]` and `[2, 3]` give `[4, 2, 3]`: an axis of one is repeated, and so is one that is missing in front.
  package static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    var sizes = a.rank >= b.rank ? a.sizes : b.sizes
    let shift = abs(a.rank - b.rank)
    for (axis, other) in (a.rank >= b.rank ? b : a).sizes.enumerated() {
      let own = sizes[axis + shift]
      guard own == other || own == 1 || other == 1 else { return nil }
      sizes[axis + shift] = own == 1 ? other : own
    }
    return Shape(sizes)
  }

  /// The place of an axis that may be counted from the end: -1 is the last.
  package func axis(_ axis: Int) -> Int {
    precondition(axis >= -rank && axis < rank, "a shape of \(rank) axes has no axis \(axis)")
    return axis < 0 ? axis + rank : axis
  }

  /// The shape with `axes` made one (`keeping`) or left out.
  func reduced(over axes: [Int], keeping: Bool) -> Shape {
    var kept: [Int] = []
    for (axis, size) in sizes.enumerated() {
      if !axes.contains(axis) { kept.append(size) } else if keeping { kept.append(1) }
    }
    return Shape(kept)
  }
}
