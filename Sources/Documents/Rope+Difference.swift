/// Where two versions of a text differ: `old` of the one became `new` of the other.
package struct Change: Sendable, Equatable {
  package var old: Range<Int>
  package var new: Range<Int>

  package init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}

extension Rope {
  /// The smallest single change that makes `older` into this text; nil when they are the same.
  ///
  /// Shared nodes are skipped whole, so versions that are some edits apart are compared in O(edits · log n).
  package func difference(from older: Rope) -> Change? {
    if root === older.root { return nil }
    let shorter = min(count, older.count)
    let prefix = commonLength(with: older, fromEnd: false)
    if prefix == shorter && count == older.count { return nil }
    let suffix = min(commonLength(with: older, fromEnd: true), shorter - prefix)
    return Change(old: prefix..<older.count - suffix, new: prefix..<count - suffix)
  }

  /// How many bytes the two have in common at the start, or at the end.
  private func commonLength(with other: Rope, fromEnd: Bool) -> Int {
    var a = NodeWalk(root, fromEnd: fromEnd)
    var b = NodeWalk(other.root, fromEnd: fromEnd)
    var common = 0
    while let left = a.current, let right = b.current {
      if left === right && a.isWhole && b.isWhole {
        common += left.byteCount
        a.skip(left.byteCount)
        b.skip(left.byteCount)
      } else if left.height > 0 && a.isWhole && left.height >= right.height {
        a.descend()
      } else if right.height > 0 && b.isWhole {
        b.descend()
      } else {
        let length = min(a.remaining, b.remaining)
        let same = a.agreement(with: b, length)
        common += same
        if same < length { return common }
        a.skip(length)
        b.skip(length)
      }
    }
    return common
  }
}

/// A walk over the nodes of a rope from one end, opening nodes only when asked.
private struct NodeWalk {
  private var pending: [RopeNode]
  private let fromEnd: Bool
  /// Bytes of the current leaf that are behind us.
  private var used = 0

  init(_ root: RopeNode, fromEnd: Bool) {
    pending = root.byteCount > 0 ? [root] : []
    self.fromEnd = fromEnd
  }

  var current: RopeNode? { pending.last }
  var isWhole: Bool { used == 0 }
  var remaining: Int { (pending.last?.byteCount ?? 0) - used }

  mutating func descend() {
    guard let node = pending.popLast() else { return }
    pending.append(contentsOf: fromEnd ? node.children : node.children.reversed())
  }

  mutating func skip(_ bytes: Int) {
    used += bytes
    if remaining == 0 {
      pending.removeLast()
      used = 0
    }
  }

  /// How many of the next `length` bytes of both current leaves agree.
  func agreement(with other: NodeWalk, _ length: Int) -> Int {
    guard let a = current?.bytes, let b = other.current?.bytes else { return 0 }
    var i = 0
    if fromEnd {
      let (endA, endB) = (a.count - used - 1, b.count - other.used - 1)
      while i < length && a[endA - i] == b[endB - i] { i += 1 }
    } else {
      while i < length && a[used + i] == b[other.used + i] { i += 1 }
    }
    return i
  }
}
