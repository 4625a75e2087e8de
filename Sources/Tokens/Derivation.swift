/// How a model builds an entry from smaller ones, from single bytes (or characters) up.
///
/// For BPE: the tree of merges that `encode` would make on the entry's own bytes. The leaves from left to right
/// are the entry's bytes; `rank` is the merge's position in the merge order.
package struct Derivation: Sendable, Equatable {
  /// One node of the tree, by index into `nodes`; children come before their parent, the root is last.
  package struct Node: Sendable, Equatable {
    package var id: TokenID?
    package var bytes: [UInt8]
    /// The merge that made this node; nil for a leaf.
    package var rank: Int?
    /// Indexes of the left and right part; nil for a leaf.
    package var parts: (left: Int, right: Int)? { left < 0 ? nil : (left, right) }
    private var left = -1
    private var right = -1

    package init(id: TokenID?, bytes: [UInt8], rank: Int? = nil, left: Int = -1, right: Int = -1) {
      self.id = id
      self.bytes = bytes
      self.rank = rank
      self.left = left
      self.right = right
    }
  }

  package var nodes: [Node]
  /// What a person must know: `merges never reach this entry; it is found by look-up only`.
  package var remark: String

  package init(nodes: [Node], remark: String = "") {
    self.nodes = nodes
    self.remark = remark
  }
}
