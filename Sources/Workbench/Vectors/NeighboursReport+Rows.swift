import Basics
import Figures
import Tensors

extension NeighboursReport {
  /// The `count` rows of a tensor's matrix view nearest to one of them, which is left out. Throws when there is no such row, what reading throws,
  /// and when the ticket is cancelled.
  package static func rows(
    nearestTo row: Int, of tensor: StoredTensor, _ count: Int, by similarity: Similarity, _ ticket: Ticket
  ) throws(Trouble) -> Table {
    let query = try LabelledVectors(rows: row..<row + 1, of: tensor).rows
    let found = try similarity.nearest(count + 1, to: query, in: tensor, ticket)
    return Table(
      title: "Nearest to row \(row)",
      columns: [
        Table.Column("row", key: "row", isNumeric: true),
        Table.Column(similarity.rawValue, key: "score", isNumeric: true),
      ],
      rows: (found.first ?? []).filter { $0.index != row }.prefix(count).map {
        [.integer($0.index), .number(Double($0.value), decimals: 4)]
      },
      footnotes: ["Rows of \(tensor.file): \(tensor.name) \(tensor.shape), \(tensor.type)."])
  }
}
