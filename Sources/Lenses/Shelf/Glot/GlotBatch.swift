import Tensors

/// One sentence as a pooling meets it: its token vectors, frozen, padding left out, and who neighbours whom.
package struct GlotSentence: Sendable {
  /// [n, width].
  package let rows: Tensor
  /// By token, its neighbours in the graph; empty lists where no graph is asked for.
  package let neighbours: [[Int]]
  /// The class, from 0; nil when it is not known.
  package let label: Int?

  /// With the graph of its rows at a threshold; without edges when there is none.
  package init(rows: Tensor, threshold: Float?, label: Int? = nil) {
    self.rows = rows.packed()
    self.label = label
    neighbours =
      threshold.map { TokenGraph(of: rows, threshold: $0).neighbours }
      ?? Array(repeating: [], count: rows.size(0))
  }
}

/// Some sentences side by side, as long as the longest of them; what is behind the end of one takes no part.
///
/// Every sentence keeps a graph of its own: no edge leads from one to another.
package struct GlotBatch: Sendable {
  /// [sentences, places, width]; noughts behind the end.
  package let rows: Tensor
  /// [sentences, places]: 1 where there is a token.
  package let mask: Tensor
  /// [sentences, places, places]: 0 where a node looks (its neighbours and itself), else -∞. Row i is the node that looks.
  package let looking: Tensor
  /// By sentence.
  package let labels: [Int]

  /// `places` is how many places there are at least.
  package init(_ sentences: [GlotSentence], places least: Int = 1) {
    let n = sentences.reduce(max(1, least)) { max($0, $1.rows.size(0)) }
    let width = sentences.first?.rows.size(1) ?? 1
    let count = sentences.count
    var rows = [Float](repeating: 0, count: count * n * width)
    var mask = [Float](repeating: 0, count: count * n)
    var looking = [Float](repeating: -.infinity, count: count * n * n)
    for (index, sentence) in sentences.enumerated() {
      let own = sentence.rows.values
      rows.replaceSubrange(index * n * width..<index * n * width + own.count, with: own)
      for node in 0..<n {
        let row = (index * n + node) * n
        // The loop to itself keeps what is alone, and what is padding, from dividing nought by nought.
        looking[row + node] = 0
        guard node < sentence.neighbours.count else { continue }
        mask[index * n + node] = 1
        for neighbour in sentence.neighbours[node] { looking[row + neighbour] = 0 }
      }
    }
    self.rows = Tensor(rows, [count, n, width])
    self.mask = Tensor(mask, [count, n])
    self.looking = Tensor(looking, [count, n, n])
    labels = sentences.map { $0.label ?? 0 }
  }

  /// 0 at tokens, -∞ behind the end: [sentences, places].
  var ends: Tensor { Tensor(mask.values.map { $0 == 0 ? -.infinity : 0 }, mask.shape) }
}
