/// The stretches of a document in order, as a value: what lies before any byte is known in O(log n).
///
/// ```swift
/// let place = tree.place(of: 1_000_000)   // which stretch holds that byte, and the sums of those before it
/// ```
///
/// A balanced tree of immutable nodes that carry sums (a rope of numbers): an edit makes O(log n) new nodes,
/// and a copy on the screen shares the rest with the one that is being counted.
package struct StretchTree: Sendable {
  private var root: TreeNode<Stretch>

  package init() { root = TreeNode<Stretch>(leaf: []) }

  private init(root: TreeNode<Stretch>) { self.root = root }

  /// How many there are, and what they have together.
  package var sums: StretchSums { root.sums }
  package var count: Int { root.count }

  /// Adds stretches at the end.
  package mutating func append(_ stretches: [Stretch]) {
    for low in stride(from: 0, to: stretches.count, by: Stretch.leafLimit) {
      let leaf = TreeNode<Stretch>(
        leaf: Array(stretches[low..<min(stretches.count, low + Stretch.leafLimit)]))
      root = TreeNode<Stretch>.join(root, leaf)
    }
  }

  /// Adds all stretches of another tree at the end.
  package mutating func append(_ other: StretchTree) { root = TreeNode<Stretch>.join(root, other.root) }

  /// The stretches with these numbers, as a tree of their own.
  package func part(_ range: Range<Int>) -> StretchTree { StretchTree(root: root.part(range)) }

  /// One stretch and where it stands.
  package struct Place: Sendable, Equatable {
    /// Its number.
    package var index: Int
    package var stretch: Stretch
    /// What all stretches before it have together.
    package var before: StretchSums

    /// The bytes it stands for.
    package var range: Range<Int> { before.bytes..<before.bytes + stretch.byteCount }
  }

  /// The stretch that holds the byte at `offset`; nil outside.
  package func place(of offset: Int) -> Place? {
    guard offset >= 0, offset < sums.bytes else { return nil }
    var node = root
    var before = StretchSums()
    while node.height > 0 {
      // The sums say that one of the children holds the byte.
      for child in node.children {
        if offset < before.bytes + child.sums.bytes {
          node = child
          break
        }
        before = before + child.sums
      }
    }
    for stretch in node.items {
      if offset < before.bytes + stretch.byteCount {
        return Place(index: before.stretches, stretch: stretch, before: before)
      }
      before = before + StretchSums(stretch)
    }
    return nil
  }

  /// The stretches with these numbers, from left to right.
  package func stretches(_ range: Range<Int>) -> [Stretch] {
    var result: [Stretch] = []
    var pending = [root.part(range)]
    while let node = pending.popLast() {
      result += node.items
      pending += node.children.reversed()
    }
    return result
  }

  /// Tokens before a byte, as if those of a stretch were spread evenly over its bytes: good for pictures.
  package func roughTokens(before offset: Int) -> Double {
    guard let place = place(of: offset) else { return offset <= 0 ? 0 : Double(sums.tokens) }
    let share = Double(offset - place.range.lowerBound) / Double(max(1, place.stretch.byteCount))
    return Double(place.before.tokens) + share * Double(place.stretch.tokenCount)
  }
}

extension StretchTree: Equatable {
  /// Same sums: enough to tell two counts of one text apart, and immediate.
  package static func == (a: StretchTree, b: StretchTree) -> Bool { a.root === b.root || a.sums == b.sums }
}
