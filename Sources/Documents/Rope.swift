/// A text of any size as a value: bytes in a balanced tree of immutable nodes.
///
/// ```swift
/// var text = Rope(Array("hello world".utf8))
/// text.replace(0..<5, with: Array("goodbye".utf8))   // O(log n); the old version stays whole and shares its nodes
/// ```
///
/// Every copy is a snapshot, so a background pass reads one version while the person types the next, and undo
/// keeps old roots. Nodes carry byte and line-feed counts; finding a line or an offset takes O(log n) steps and
/// one scan of a 16 KiB leaf. Lines end at U+000A only; the bytes need not be UTF-8.
/// Source of the balance rule: Boehm, Atkinson, Plass, "Ropes: an alternative to strings", 1995, with B-tree nodes.
package struct Rope: Sendable {
  private(set) var root: RopeNode

  package init() { root = RopeNode(leaf: []) }

  package init(_ bytes: [UInt8]) {
    let leaf = UInt8.leafLimit
    let leaves = stride(from: 0, to: bytes.count, by: leaf).map { start in
      RopeNode(leaf: Array(bytes[start..<min(start + leaf, bytes.count)]))
    }
    root = RopeNode.tree(over: leaves)
  }

  private init(root: RopeNode) { self.root = root }

  /// Bytes in the text.
  package var count: Int { root.byteCount }

  /// Lines in the text: one more than its line feeds.
  package var lineCount: Int { root.newlineCount + 1 }

  /// Whether both are the same version, without looking at the bytes.
  package func isSameVersion(as other: Rope) -> Bool { root === other.root }

  /// Adds a text at the end.
  package mutating func append(_ other: Rope) { root = RopeNode.join(root, other.root) }

  /// Puts `bytes` in the place of `range`.
  package mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) {
    let left = root.part(0..<range.lowerBound)
    let right = root.part(range.upperBound..<root.byteCount)
    root = RopeNode.join(RopeNode.join(left, Rope(bytes).root), right)
  }

  /// The part in `range` as a text of its own.
  package func part(_ range: Range<Int>) -> Rope { Rope(root: root.part(range)) }

  /// A copy of the bytes in `range`, which is clamped to the text.
  package subscript(range: Range<Int>) -> [UInt8] {
    let wanted = range.clamped(to: 0..<count)
    var result: [UInt8] = []
    result.reserveCapacity(wanted.count)
    forEachLeaf(in: wanted) { leaf, part in
      result.append(contentsOf: leaf[part])
      return true
    }
    return result
  }

  /// The byte at an offset; nil outside the text.
  package subscript(offset: Int) -> UInt8? {
    guard offset >= 0 && offset < count else { return nil }
    var node = root
    var rest = offset
    while node.height > 0 {
      for child in node.children {
        if rest < child.byteCount {
          node = child
          break
        }
        rest -= child.byteCount
      }
    }
    return node.bytes[rest]
  }

  /// Calls `body` with every leaf that overlaps `range` and the part of it inside; stops when it returns false.
  package func forEachLeaf(in range: Range<Int>, _ body: ([UInt8], Range<Int>) -> Bool) {
    var pending = [(node: root, start: 0)]
    while let (node, start) = pending.popLast() {
      let overlap = range.clamped(to: start..<start + node.byteCount)
      if overlap.isEmpty { continue }
      if node.height == 0 {
        if !body(node.bytes, overlap.lowerBound - start..<overlap.upperBound - start) { return }
        continue
      }
      var end = start + node.byteCount
      for child in node.children.reversed() {
        end -= child.byteCount
        pending.append((child, end))
      }
    }
  }
}

extension Rope: Equatable {
  /// Same bytes; immediate for copies of one version.
  package static func == (a: Rope, b: Rope) -> Bool {
    a.root === b.root || (a.count == b.count && a.difference(from: b) == nil)
  }
}
