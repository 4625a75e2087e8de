/// A tree made by joining two clusters again and again until one is left.
///
/// Clusters 0..<leaves are the things themselves; joint `i` makes cluster `leaves + i`, as in SciPy's linkage matrices.
package struct Dendrogram: Sendable, Equatable {
  /// One joining.
  package struct Joint: Sendable, Equatable {
    /// The clusters joined; after ordering, `left` comes first.
    package var left: Int
    /// The other cluster.
    package var right: Int
    /// How far apart they were; never falls from joint to joint for the ways of joining offered here.
    package var height: Float
    /// How many things the new cluster has.
    package var size: Int
  }

  /// How many things there are.
  package let leaves: Int
  /// leaves - 1 of them, lowest first.
  package internal(set) var joints: [Joint]

  /// The things from left to right, so that no lines of the drawn tree cross.
  package var order: [Int] {
    guard leaves > 0 else { return [] }
    var (result, open): ([Int], [Int]) = ([], [leaves + joints.count - 1])
    while let cluster = open.popLast() {
      if cluster < leaves {
        result.append(cluster)
      } else {
        open.append(joints[cluster - leaves].right)
        open.append(joints[cluster - leaves].left)
      }
    }
    return result
  }

  /// By thing, its cluster when the tree is cut into `count` of them; numbered from the left.
  package func labels(count: Int) -> [Int] { labels(joining: leaves - max(1, count)) }

  /// By thing, its cluster when what is joined no higher than `height` stays together; numbered from the left.
  package func labels(height: Float) -> [Int] { labels(joining: joints.prefix { $0.height <= height }.count) }

  private func labels(joining count: Int) -> [Int] {
    var parents = Array(0..<leaves + joints.count)
    for (index, joint) in joints.prefix(max(0, count)).enumerated() {
      (parents[joint.left], parents[joint.right]) = (leaves + index, leaves + index)
    }
    // A parent has a higher number than its children, so from the top down one look is enough.
    for cluster in parents.indices.reversed() { parents[cluster] = parents[parents[cluster]] }
    var (names, labels): ([Int: Int], [Int]) = ([:], Array(repeating: 0, count: leaves))
    for leaf in order {
      let name = names[parents[leaf]] ?? names.count
      names[parents[leaf]] = name
      labels[leaf] = name
    }
    return labels
  }
}
