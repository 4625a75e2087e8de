import Basics
import Tensors

/// The words that a vector leans to: the ids of the rows of an input table with the largest cosines.
///
///     let probe = VisualProbe(words)
///     try probe.nearest(projected, count: 10)[0].first      // id 278, cosine 0.21
///
/// S = unit(H) · unit(E)ᵀ, where a vector is divided by max(|x|, 1e-12). The table is that of the INPUT embeddings, whatever the layer from which the
/// vectors come. Source: "What Do Visual Tokens Really Encode? Uncovering Sparsity and Redundancy in Multimodal Large Language Models" (EmbedLens,
/// CVPR 2026), arXiv 2603.00510.
///
/// The table is read in blocks, so one in a file is searched without a copy of it.
package struct VisualProbe: Sendable {
  /// A row of the table and how near it is.
  package struct Match: Sendable, Hashable {
    package var id: Int
    /// The cosine, −1…1.
    package var score: Float

    package init(id: Int, score: Float) { (self.id, self.score) = (id, score) }
  }

  /// [ids, width].
  package let table: any RowSource

  /// Probes with the rows of a table.
  package init(_ table: any RowSource) { self.table = table }

  /// Probes with the words of a model.
  package init(words: WordTable) { self.init(words.rows) }

  /// By row of [n, width], the `count` nearest ids, nearest first; of equals the lower id. A row of noughts is as near to all.
  ///
  /// Throws when the widths differ, when reading fails, and when the ticket is cancelled.
  package func nearest(_ rows: Tensor, count: Int, _ ticket: Ticket = .open) throws(Trouble) -> [[Match]] {
    try check(rows)
    if rows.size(0) == 0 { return [] }
    return try Similarity.cosine.nearest(count, to: rows, in: table, ticket).map { row in
      row.map { Match(id: $0.index, score: $0.value) }
    }
  }

  /// The same by its definition, one pair after another in double precision.
  package func plain(_ rows: Tensor, count: Int) throws(Trouble) -> [[Match]] {
    try check(rows)
    let table = try table.tensor(rows: 0..<table.count).rowLists.map(Self.unit)
    return rows.rowLists.map(Self.unit).map { row in
      let scores = table.map { Float(zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 }) }
      let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
      return order.prefix(count).map { Match(id: $0, score: scores[$0]) }
    }
  }

  /// The other way round: of rows [n, width] the `count` that lean most to an id, most first; `id` of a match is the row.
  ///
  /// Throws when there is no such id, and as `nearest`.
  package func leaning(to id: Int, among rows: Tensor, count: Int) throws(Trouble) -> [Match] {
    try check(rows)
    guard id >= 0 && id < table.count else {
      throw Trouble(
        .usage, "there is no id \(id)", remedy: "The table has the ids 0 to \(table.count - 1)")
    }
    let word = try table.tensor(rows: id..<id + 1)
    return try VisualProbe(TensorRows(rows)).nearest(word, count: count)[0]
  }

  private func check(_ rows: Tensor) throws(Trouble) {
    guard rows.rank == 2, rows.size(1) == table.width else {
      throw Trouble(
        .input, "vectors of shape \(rows.shape) are compared with words of \(table.width) numbers",
        remedy: "Bring the input embeddings of the language model, and visual tokens behind its projector")
    }
  }

  private static func unit(_ row: [Float]) -> [Double] {
    let row = row.map(Double.init)
    let length = max(1e-12, row.reduce(0) { $0 + $1 * $1 }.squareRoot())
    return row.map { $0 / length }
  }
}
