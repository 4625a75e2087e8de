/// A node of the tree below a `Rope`.
typealias RopeNode = TreeNode<UInt8>

extension UInt8: TreeItem {
  static var leafLimit: Int { 16_384 }

  static func sums(of items: [UInt8]) -> RopeSums {
    RopeSums(count: items.count, newlines: Newlines.count(in: items.span))
  }
}

/// How many bytes, and line feeds among them.
struct RopeSums: TreeSums {
  var count = 0
  var newlines = 0

  static func + (a: RopeSums, b: RopeSums) -> RopeSums {
    RopeSums(count: a.count + b.count, newlines: a.newlines + b.newlines)
  }
}

extension TreeNode where Item == UInt8 {
  var byteCount: Int { sums.count }
  var newlineCount: Int { sums.newlines }
  /// The text of a leaf.
  var bytes: [UInt8] { items }
}
