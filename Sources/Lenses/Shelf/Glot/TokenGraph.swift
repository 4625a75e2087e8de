import Basics
import Tensors

/// The graph of the tokens of one sentence: an edge where the cosine of two vectors is above a threshold.
///
/// Of (1, 0) (.8, .6) (0, 1) (-1, 0) at .5 the edges are 0–1 and 1–2, and 3 stands alone. The threshold itself makes no edge, and an edge
/// has no weight: the cosine only decides whether it is there.
package struct TokenGraph: Sendable {
  /// Cosines, [n, n]: symmetric, -1…1, ones on the diagonal.
  package let similarity: Tensor
  /// What a cosine must be above.
  package let threshold: Float
  /// By node, its neighbours in rising order, itself left out.
  package let neighbours: [[Int]]

  /// The graph of the rows of [n, width]. O(n² · width).
  package init(of rows: Tensor, threshold: Float) {
    self.init(similarity: Self.cosines(rows), threshold: threshold)
  }

  /// The graph at another threshold of the same cosines.
  package init(similarity: Tensor, threshold: Float) {
    (self.similarity, self.threshold) = (similarity, threshold)
    let (n, values) = (similarity.size(0), similarity.values)
    neighbours = (0..<n).map { row in
      (0..<n).filter { $0 != row && values[row * n + $0] > threshold }
    }
  }

  /// Rounding is kept from making a cosine larger than one, or another one seen from the other side.
  static func cosines(_ rows: Tensor) -> Tensor {
    let n = rows.size(0)
    let unit = rows.unit()
    var values = unit.matmul(unit.transposed()).values
    for row in 0..<n {
      values[row * n + row] = 1
      for column in row + 1..<max(n, row + 1) {
        let value = min(1, max(-1, values[row * n + column]))
        values[row * n + column] = value
        values[column * n + row] = value
      }
    }
    return Tensor(values, [n, n])
  }

  /// How many nodes there are.
  package var count: Int { neighbours.count }
  /// How many edges, each counted once.
  package var edgeCount: Int { neighbours.reduce(0) { $0 + $1.count } / 2 }

  /// The nodes that hang together, largest group first, of equals the one with the first node first.
  package var components: [[Int]] {
    var sets = DisjointSets(count: count)
    for (node, near) in neighbours.enumerated() {
      for other in near where other > node { sets.join(node, other) }
    }
    return sets.groups()
  }
}
