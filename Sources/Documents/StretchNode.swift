/// A node of the tree below a `StretchTree`: a leaf of stretches, or up to sixteen children of one height.
///
/// Nodes never change once made, so every version of a census shares them with the one before.
final class StretchNode: Sendable {
  /// A leaf holds at most so many stretches; a leaf that has neighbours, at least a quarter of them.
  static let leafLimit = 32
  static let childLimit = 16

  let height: Int
  let sums: StretchSums
  /// The children from left to right; empty in a leaf.
  let children: [StretchNode]
  /// The stretches of a leaf; empty above.
  let stretches: [Stretch]

  init(leaf stretches: [Stretch]) {
    height = 0
    sums = stretches.reduce(into: StretchSums()) { $0 = $0 + StretchSums($1) }
    children = []
    self.stretches = stretches
  }

  /// A node over one to sixteen children of the same height.
  init(children: [StretchNode]) {
    precondition(!children.isEmpty && children.count <= Self.childLimit, "a node has 1 to 16 children")
    height = children[0].height + 1
    sums = children.reduce(into: StretchSums()) { $0 = $0 + $1.sums }
    self.children = children
    stretches = []
  }

  var count: Int { sums.stretches }

  /// Whether the node is full enough to stand beside others.
  private var isFullEnough: Bool {
    height == 0 ? count * 4 >= Self.leafLimit : children.count * 2 >= Self.childLimit
  }

  /// The stretches of both one after the other, in O(difference of heights).
  static func join(_ a: StretchNode, _ b: StretchNode) -> StretchNode {
    if a.count == 0 { return b }
    if b.count == 0 { return a }
    if a.height == b.height { return joinEqual(a, b) }
    return a.height < b.height ? joinLow(a, b) : joinHigh(a, b)
  }

  private static func joinEqual(_ a: StretchNode, _ b: StretchNode) -> StretchNode {
    if a.isFullEnough && b.isFullEnough { return StretchNode(children: [a, b]) }
    if a.height > 0 { return over(a.children + b.children) }
    let both = a.stretches + b.stretches
    if both.count <= leafLimit { return StretchNode(leaf: both) }
    let middle = both.count / 2
    return StretchNode(children: [
      StretchNode(leaf: Array(both[..<middle])), StretchNode(leaf: Array(both[middle...])),
    ])
  }

  private static func joinLow(_ a: StretchNode, _ b: StretchNode) -> StretchNode {
    if a.height == b.height - 1 && a.isFullEnough { return over([a] + b.children) }
    let first = join(a, b.children[0])
    let rest = b.children.dropFirst()
    return first.height == b.height - 1 ? over([first] + rest) : over(first.children + rest)
  }

  private static func joinHigh(_ a: StretchNode, _ b: StretchNode) -> StretchNode {
    if b.height == a.height - 1 && b.isFullEnough { return over(a.children + [b]) }
    let last = join(a.children[a.children.count - 1], b)
    let rest = a.children.dropLast()
    return last.height == a.height - 1 ? over(rest + [last]) : over(rest + last.children)
  }

  /// One node over up to 32 children, two levels if they are more than sixteen.
  private static func over(_ children: [StretchNode]) -> StretchNode {
    if children.count == 1 { return children[0] }
    if children.count <= childLimit { return StretchNode(children: children) }
    let middle = children.count / 2
    return StretchNode(children: [
      StretchNode(children: Array(children[..<middle])), StretchNode(children: Array(children[middle...])),
    ])
  }

  /// The stretches with these numbers, sharing every whole node.
  func part(_ range: Range<Int>) -> StretchNode {
    if range.isEmpty { return StretchNode(leaf: []) }
    if range.count == count { return self }
    if height == 0 { return StretchNode(leaf: Array(stretches[range])) }
    var result: StretchNode?
    var start = 0
    for child in children {
      let overlap = range.clamped(to: start..<start + child.count)
      if !overlap.isEmpty {
        let piece = child.part(overlap.lowerBound - start..<overlap.upperBound - start)
        result = result.map { Self.join($0, piece) } ?? piece
      }
      start += child.count
    }
    return result ?? StretchNode(leaf: [])
  }
}
