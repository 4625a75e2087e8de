import Basics
import Figures
import Tensors
import Tokens

/// Vectors of other things than the tokens of a text in their order.
extension Embeddings {
  /// The vectors of entries, each labelled with its text.
  package func vectors(ofEntries ids: [TokenID], _ ticket: Ticket = .open) throws(Trouble) -> LabelledVectors
  {
    let items = ids.map { id in
      let bytes = tokenizer.vocabulary.bytes(of: id).flatMap { $0.isEmpty ? nil : $0 }
      return LabelledVectors.Item(label: bytes.map { .bytes($0) } ?? .text("#\(id)"), id: id)
    }
    return LabelledVectors(items: items, rows: try rows(of: ids, ticket), notes: notes)
  }

  /// Of ids, each once, the `count` most frequent, most frequent first; of equals that which comes first.
  package static func mostFrequent(_ ids: [TokenID], _ count: Int) -> [TokenID] {
    var counts: [TokenID: (count: Int, first: Int)] = [:]
    for (place, id) in ids.enumerated() { counts[id, default: (0, place)].count += 1 }
    let sorted = counts.sorted { (-$0.value.count, $0.value.first) < (-$1.value.count, $1.value.first) }
    return sorted.prefix(count).map(\.key)
  }
}

extension LabelledVectors {
  /// Rows of a tensor's matrix view, labelled with their numbers. Throws when they do not lie in it.
  package init(rows: Range<Int>, of tensor: StoredTensor, named name: String? = nil) throws(Trouble) {
    guard rows.lowerBound >= 0, rows.upperBound <= tensor.rowCount, tensor.columnCount > 0 else {
      throw Trouble(
        .usage, at: .field(file: tensor.file, name: tensor.name),
        "rows \(rows) do not lie in \(tensor.rowCount) rows of \(tensor.columnCount)",
        remedy: "Name rows inside it, as --rows 0..100")
    }
    self.init(
      items: rows.map { Item(label: .integer($0)) }, rows: try tensor.tensor(rows: rows),
      notes: ["\(name ?? tensor.file): \(tensor.name) \(tensor.shape), \(tensor.type)"])
  }
}
