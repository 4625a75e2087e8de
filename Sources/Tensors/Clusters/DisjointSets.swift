/// Sets that are joined two by two, such as the connected components of a graph. R. E. Tarjan, "Efficiency of a Good But Not Linear
/// Set Union Algorithm" (1975), DOI 10.1145/321879.321884, with path halving.
package struct DisjointSets: Sendable {
  private var parents: [Int]

  /// `count` elements, each alone.
  package init(count: Int) { parents = Array(0..<count) }

  /// The element that stands for the set which holds this one.
  mutating func root(of element: Int) -> Int {
    var at = element
    while parents[at] != at {
      parents[at] = parents[parents[at]]
      at = parents[at]
    }
    return at
  }

  /// Makes one set of those that hold the two.
  package mutating func join(_ first: Int, _ second: Int) {
    let (a, b) = (root(of: first), root(of: second))
    parents[max(a, b)] = min(a, b)
  }

  /// The sets, the largest first, of equals the one with the least element; the elements of each rise.
  package mutating func groups() -> [[Int]] {
    var byRoot: [Int: [Int]] = [:]
    for element in parents.indices { byRoot[root(of: element), default: []].append(element) }
    return byRoot.values.sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
  }
}
