import Basics
import Figures
import Tensors
import Tokens

/// Vectors of things that a person can read: tokens of a text, entries, rows of a matrix.
package struct LabelledVectors: Sendable {
  /// What a row stands for.
  package struct Item: Sendable, Equatable {
    package var label: Value
    package var id: TokenID?
    /// The bytes of the document that it stands for.
    package var bytes: Range<Int>?

    package init(label: Value, id: TokenID? = nil, bytes: Range<Int>? = nil) {
      self.label = label
      self.id = id
      self.bytes = bytes
    }
  }

  /// By row.
  package let items: [Item]
  /// [items.count, width].
  package let rows: Tensor
  /// Where they are from: one sentence each.
  package let notes: [String]

  package init(items: [Item], rows: Tensor, notes: [String] = []) {
    precondition(rows.rank == 2 && rows.size(0) == items.count, "every row has an item")
    self.items = items
    self.rows = rows
    self.notes = notes
  }
}

extension Embeddings {
  /// The rows of entries, in their order: [ids.count, width]. Rows that lie side by side are read at once.
  package func rows(of ids: [TokenID], _ ticket: Ticket = .open) throws(Trouble) -> Tensor {
    var values = [Float](repeating: 0, count: ids.count * matrix.columnCount)
    var row: [Float] = []
    for (index, id) in ids.enumerated() {
      if index & 255 == 0 { try ticket.step(Double(index) / Double(ids.count)) }
      try matrix.rows(Int(id)..<Int(id) + 1, into: &row)
      values.replaceSubrange(index * row.count..<(index + 1) * row.count, with: row)
    }
    return Tensor(values, [ids.count, matrix.columnCount])
  }

  /// The vectors of the tokens of a text that begins at byte `offset` of the document.
  package func vectors(of tokens: [Token], in text: [UInt8], at offset: Int = 0, _ ticket: Ticket = .open)
    throws(Trouble) -> LabelledVectors
  {
    let items = tokens.map { token in
      LabelledVectors.Item(
        label: .bytes(Array(text[token.bytes])), id: token.id,
        bytes: token.bytes.lowerBound + offset..<token.bytes.upperBound + offset)
    }
    return LabelledVectors(items: items, rows: try rows(of: tokens.map(\.id), ticket), notes: notes)
  }
}

extension LabelledVectors {
  /// Those that are more than noughts, and the items of the others: entries that were never seen when the matrix was made.
  package var seen: (vectors: LabelledVectors, unseen: [Item]) {
    let (lengths, lists) = (rows.lengths().values, rows.rowLists)
    let seen = items.indices.filter { lengths[$0] > 0 }
    if seen.count == items.count { return (self, []) }
    let values = seen.flatMap { lists[$0] }
    let vectors = LabelledVectors(
      items: seen.map { items[$0] }, rows: Tensor(values, [seen.count, rows.size(1)]), notes: notes)
    return (vectors, items.indices.filter { lengths[$0] == 0 }.map { items[$0] })
  }
}
