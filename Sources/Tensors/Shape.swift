/// How many elements a tensor has along each axis, the last axis running fastest.
///
/// `Shape([2, 3]).count` is 6; a shape without axes is that of one number.
package struct Shape: Sendable, Equatable {
  /// By axis; never negative.
  package let sizes: [Int]

  /// The sizes by axis, the slowest first.
  package init(_ sizes: [Int]) {
    precondition(sizes.allSatisfy { $0 >= 0 }, "an axis has no negative size")
    self.sizes = sizes
  }

  /// How many axes there are.
  package var rank: Int { sizes.count }

  /// How many elements there are; stops the program when that does not fit an Int (readers check before).
  package var count: Int { sizes.reduce(1, *) }

  /// By axis, how far apart in memory neighbours along it are when elements stand row by row.
  package var strides: [Int] {
    var strides = Array(repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * sizes[axis + 1]
    }
    return strides
  }

  /// The number of elements, or nil when it does not fit an Int: for shapes that a file declares.
  package static func count(of sizes: [Int]) -> Int? {
    var count = 1
    for size in sizes {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if size < 0 || overflow { return nil }
      count = product
    }
    return count
  }
}

extension Shape: CustomStringConvertible {
  /// `[2, 3]`.
  package var description: String { "[" + sizes.map(String.init).joined(separator: ", ") + "]" }
}
