/// What the leaves of a tree hold: bytes, or stretches.
protocol TreeItem: Sendable {
  associatedtype Sums: TreeSums

  /// A leaf holds at most so many; a leaf that has neighbours, at least a quarter of them.
  static var leafLimit: Int { get }

  /// What the items of a leaf have together.
  static func sums(of items: [Self]) -> Sums
}

/// What items have together; those of neighbours add up.
protocol TreeSums: Sendable {
  /// Of no items.
  init()

  /// How many items there are.
  var count: Int { get }

  static func + (a: Self, b: Self) -> Self
}

/// A node of a balanced tree: a leaf of items, or up to sixteen children of one height.
///
/// Nodes never change once made, so versions and threads share them freely. `Rope` is such a tree of bytes, `StretchTree` of
/// stretches.
final class TreeNode<Item: TreeItem>: Sendable {
  static var childLimit: Int { 16 }

  let height: Int
  let sums: Item.Sums
  /// The children from left to right; empty in a leaf.
  let children: [TreeNode]
  /// What a leaf holds; empty above.
  let items: [Item]

  init(leaf items: [Item]) {
    height = 0
    sums = Item.sums(of: items)
    children = []
    self.items = items
  }

  /// A node over one to sixteen children of the same height.
  init(children: [TreeNode]) {
    precondition(!children.isEmpty && children.count <= Self.childLimit, "a node has 1 to 16 children")
    height = children[0].height + 1
    sums = children.reduce(into: Item.Sums()) { $0 = $0 + $1.sums }
    self.children = children
    items = []
  }

  /// How many items stand below.
  var count: Int { sums.count }

  /// Whether the node is full enough to stand beside others.
  private var isFullEnough: Bool {
    height == 0 ? count * 4 >= Item.leafLimit : children.count * 2 >= Self.childLimit
  }

  /// The items of both one after the other, in O(difference of heights).
  static func join(_ a: TreeNode, _ b: TreeNode) -> TreeNode {
    if a.count == 0 { return b }
    if b.count == 0 { return a }
    if a.height == b.height { return joinEqual(a, b) }
    return a.height < b.height ? joinLow(a, b) : joinHigh(a, b)
  }

  private static func joinEqual(_ a: TreeNode, _ b: TreeNode) -> TreeNode {
    if a.isFullEnough && b.isFullEnough { return TreeNode(children: [a, b]) }
    if a.height > 0 { return over(a.children + b.children) }
    let both = a.items + b.items
    if both.count <= Item.leafLimit { return TreeNode(leaf: both) }
    let middle = both.count / 2
    return TreeNode(children: [
      TreeNode(leaf: Array(both[..<middle])), TreeNode(leaf: Array(both[middle...])),
    ])
  }

  private static func joinLow(_ a: TreeNode, _ b: TreeNode) -> TreeNode {
    if a.height == b.height - 1 && a.isFullEnough { return over([a] + b.children) }
    let first = join(a, b.children[0])
    let rest = b.children.dropFirst()
    return first.height == b.height - 1 ? over([first] + rest) : over(first.children + rest)
  }

  private static func joinHigh(_ a: TreeNode, _ b: TreeNode) -> TreeNode {
    if b.height == a.height - 1 && b.isFullEnough { return over(a.children + [b]) }
    let last = join(a.children[a.children.count - 1], b)
    let rest = a.children.dropLast()
    return last.height == a.height - 1 ? over(rest + [last]) : over(rest + last.children)
  }

  /// One node over up to 32 children, two levels if they are more than sixteen.
  private static func over(_ children: [TreeNode]) -> TreeNode {
    if children.count == 1 { return children[0] }
    if children.count <= childLimit { return TreeNode(children: children) }
    let middle = children.count / 2
    return TreeNode(children: [
      TreeNode(children: Array(children[..<middle])), TreeNode(children: Array(children[middle...])),
    ])
  }

  /// A balanced tree over leaves in order.
  static func tree(over leaves: [TreeNode]) -> TreeNode {
    var level = leaves
    while level.count > 1 {
      let groups = (level.count + childLimit - 1) / childLimit
      level = (0..<groups).map { group in
        let low = group * level.count / groups
        let high = (group + 1) * level.count / groups
        return TreeNode(children: Array(level[low..<high]))
      }
    }
    return level.first ?? TreeNode(leaf: [])
  }

  /// The items in `range`, sharing every whole node.
  func part(_ range: Range<Int>) -> TreeNode {
    if range.isEmpty { return TreeNode(leaf: []) }
    if range.count == count { return self }
    if height == 0 { return TreeNode(leaf: Array(items[range])) }
    var result: TreeNode?
    var start = 0
    for child in children {
      let overlap = range.clamped(to: start..<start + child.count)
      if !overlap.isEmpty {
        let piece = child.part(overlap.lowerBound - start..<overlap.upperBound - start)
        result = result.map { Self.join($0, piece) } ?? piece
      }
      start += child.count
    }
    return result ?? TreeNode(leaf: [])
  }
}
