/// A node of the tree below a `Rope`: a leaf of bytes, or up to sixteen children of one height.
///
/// Nodes never change once made, so ropes share them freely between versions and threads.
final class RopeNode: Sendable {
  /// A leaf holds at most this many bytes; a leaf that has neighbours, at least a quarter of it.
  static let leafLimit = 16_384
  static let childLimit = 16

  let height: Int
  let byteCount: Int
  let newlineCount: Int
  /// The children from left to right; empty in a leaf.
  let children: [RopeNode]
  /// The text of a leaf; empty above.
  let bytes: [UInt8]

  init(leaf bytes: [UInt8]) {
    height = 0
    byteCount = bytes.count
    newlineCount = Newlines.count(in: bytes.span)
    children = []
    self.bytes = bytes
  }

  /// A node over one to sixteen children of the same height.
  init(children: [RopeNode]) {
    precondition(!children.isEmpty && children.count <= Self.childLimit, "a node has 1 to 16 children")
    height = children[0].height + 1
    byteCount = children.reduce(0) { $0 + $1.byteCount }
    newlineCount = children.reduce(0) { $0 + $1.newlineCount }
    self.children = children
    bytes = []
  }

  /// Whether the node is full enough to stand beside others.
  private var isFullEnough: Bool {
    height == 0 ? byteCount * 4 >= Self.leafLimit : children.count * 2 >= Self.childLimit
  }

  /// The two texts one after the other, in O(difference of heights).
  static func join(_ a: RopeNode, _ b: RopeNode) -> RopeNode {
    if a.byteCount == 0 { return b }
    if b.byteCount == 0 { return a }
    if a.height == b.height { return joinEqual(a, b) }
    return a.height < b.height ? joinLow(a, b) : joinHigh(a, b)
  }

  private static func joinEqual(_ a: RopeNode, _ b: RopeNode) -> RopeNode {
    if a.isFullEnough && b.isFullEnough { return RopeNode(children: [a, b]) }
    if a.height > 0 { return over(a.children + b.children) }
    let both = a.bytes + b.bytes
    if both.count <= leafLimit { return RopeNode(leaf: both) }
    let middle = both.count / 2
    return RopeNode(children: [
      RopeNode(leaf: Array(both[..<middle])), RopeNode(leaf: Array(both[middle...])),
    ])
  }

  private static func joinLow(_ a: RopeNode, _ b: RopeNode) -> RopeNode {
    if a.height == b.height - 1 && a.isFullEnough { return over([a] + b.children) }
    let first = join(a, b.children[0])
    let rest = b.children.dropFirst()
    return first.height == b.height - 1 ? over([first] + rest) : over(first.children + rest)
  }

  private static func joinHigh(_ a: RopeNode, _ b: RopeNode) -> RopeNode {
    if b.height == a.height - 1 && b.isFullEnough { return over(a.children + [b]) }
    let last = join(a.children[a.children.count - 1], b)
    let rest = a.children.dropLast()
    return last.height == a.height - 1 ? over(rest + [last]) : over(rest + last.children)
  }

  /// One node over up to 32 children, two levels if they are more than sixteen.
  private static func over(_ children: [RopeNode]) -> RopeNode {
    if children.count == 1 { return children[0] }
    if children.count <= childLimit { return RopeNode(children: children) }
    let middle = children.count / 2
    return RopeNode(children: [
      RopeNode(children: Array(children[..<middle])), RopeNode(children: Array(children[middle...])),
    ])
  }

  /// A balanced tree over leaves in order.
  static func tree(over leaves: [RopeNode]) -> RopeNode {
    var level = leaves
    while level.count > 1 {
      let groups = (level.count + childLimit - 1) / childLimit
      level = (0..<groups).map { group in
        let low = group * level.count / groups
        let high = (group + 1) * level.count / groups
        return RopeNode(children: Array(level[low..<high]))
      }
    }
    return level.first ?? RopeNode(leaf: [])
  }

  /// The part of the text in `range`, sharing every whole node.
  func part(_ range: Range<Int>) -> RopeNode {
    if range.isEmpty { return RopeNode(leaf: []) }
    if range.count == byteCount { return self }
    if height == 0 { return RopeNode(leaf: Array(bytes[range])) }
    var result: RopeNode?
    var start = 0
    for child in children {
      let overlap = range.clamped(to: start..<start + child.byteCount)
      if !overlap.isEmpty {
        let piece = child.part(overlap.lowerBound - start..<overlap.upperBound - start)
        result = result.map { Self.join($0, piece) } ?? piece
      }
      start += child.byteCount
    }
    return result ?? RopeNode(leaf: [])
  }
}
