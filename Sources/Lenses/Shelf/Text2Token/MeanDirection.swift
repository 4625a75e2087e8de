import Basics
import Tensors

/// u₁: the direction that embeddings share, which is the first right singular vector of their matrix.
///
/// The rows are not centred: the effect is about the direction of the mean. The sign is that in which the mean lies.
package struct MeanDirection: Sendable {
  /// [width], of length 1.
  package let direction: Tensor
  /// All singular values, largest first.
  package let spectrum: [Float]

  /// Of embeddings [texts, width]. Throws when they have numbers that are not finite.
  package init(of rows: Tensor) throws(Trouble) {
    let parts = try rows.svd()
    let first = parts.vt.at(0)
    spectrum = parts.s.values
    let sum = rows.mean(over: [0]).dot(first)
    direction = sum < 0 ? -first : first
  }

  /// h · u₁ by row, [rows, 1].
  package func coefficients(_ rows: Tensor) -> Tensor { rows.matmul(direction.expanded(-1)) }

  /// h - amount (h · u₁) u₁, row by row. Taking all off twice is taking it off once.
  package func removed(_ amount: Float, from rows: Tensor) -> Tensor {
    rows - coefficients(rows) * direction * amount
  }

  /// By entry of a head, W u₁: what the direction says, [entries].
  package func words(_ head: Tensor) -> Tensor {
    head.matmul(direction.expanded(-1)).reshaped([head.size(0)])
  }
}

/// How well the first tokens of embeddings are those of the texts.
package struct TokenAlignment: Sendable, Equatable {
  /// The share of texts of which at least one of the first k tokens is in the text.
  package var hits: Double
  /// The share of the first k tokens that are in the text, over all texts.
  package var inside: Double
  /// The mean over texts of |first n and the text's own| / |the text's own|, n being its length in tokens.
  package var local: Double
  /// The same of all texts together: matches united by tokens united.
  package var global: Double

  /// `logits` [texts, entries]; `texts` are tokens.
  package init(_ logits: Tensor, _ texts: [[Int]], k: Int, _ ticket: Ticket = .open) throws(Trouble) {
    precondition(logits.size(0) == texts.count, "every text has logits")
    var (hits, inside, local) = (0, 0, 0.0)
    var (matched, all): (Set<Int>, Set<Int>) = ([], [])
    for (index, text) in texts.enumerated() {
      try ticket.step(ticket.fraction)
      let own = Set(text)
      let row = logits.sliced(0, index..<index + 1)
      let first = row.top(max(k, text.count))[0].map(\.index)
      let found = first.prefix(k).count { own.contains($0) }
      if found > 0 { hits += 1 }
      inside += found
      let aligned = own.intersection(first.prefix(text.count))
      local += Double(aligned.count) / Double(max(1, own.count))
      matched.formUnion(aligned)
      all.formUnion(own)
    }
    let count = Double(max(1, texts.count))
    self.hits = Double(hits) / count
    self.inside = Double(inside) / (count * Double(max(1, k)))
    self.local = local / count
    global = Double(matched.count) / Double(max(1, all.count))
  }

  /// Where halves of one text find each other: by row of `a` the place of its own row of `b` among all by cosine, from 0; the mean, and the share
  /// that comes first.
  package static func matching(_ a: Tensor, _ b: Tensor) -> (rank: Double, first: Double) {
    let near = Similarity.cosine.matrix(a, b)
    let n = a.size(0)
    let values = near.values
    let ranks = (0..<n).map { row in
      (0..<n).count { $0 != row && values[row * n + $0] > values[row * n + row] }
    }
    let count = Double(max(1, n))
    return (Double(ranks.reduce(0, +)) / count, Double(ranks.count { $0 == 0 }) / count)
  }
}
