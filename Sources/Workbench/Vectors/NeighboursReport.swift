import Basics
import Figures
import Tensors
import Tokens

/// The entries nearest to a sum of entries, as a table; pane and command line show the same.
package struct NeighboursReport: Sendable {
  private let embeddings: Embeddings
  private let similarity: Similarity

  package init(_ embeddings: Embeddings, _ similarity: Similarity) {
    self.embeddings = embeddings
    self.similarity = similarity
  }

  /// One row a neighbour. `words` is what was asked.
  package func table(_ found: [Ranked], nearestTo words: String) -> Table {
    let vocabulary = embeddings.tokenizer.vocabulary
    let matrix = embeddings.matrix
    return Table(
      title: "Nearest to \(words)",
      columns: [
        Table.Column("id", key: "id", isNumeric: true), Table.Column("text", key: "text"),
        Table.Column(similarity.rawValue, key: "score", isNumeric: true),
      ],
      rows: found.map { ranked in
        let bytes = vocabulary.bytes(of: TokenID(ranked.index))
        return [
          .integer(ranked.index), bytes.map { .bytes($0) } ?? .text("no entry"),
          .number(similarity.shown(ranked.value), decimals: 4),
        ]
      },
      footnotes: ["Rows of \(matrix.name) \(matrix.shape), \(matrix.type)."]
        + (similarity == .euclid ? ["euclid: the distance in a straight line; the least is nearest."] : []))
  }
}

extension Similarity {
  /// What the numbers are called on the screen.
  package var title: String {
    switch self {
    case .cosine: "cosine"
    case .centredCosine: "centred cosine"
    case .dot: "dot product"
    case .euclid: "distance"
    }
  }

  /// A number as a person reads it: distances are not negative.
  package func shown(_ value: Float) -> Double { self == .euclid ? Double(-value) : Double(value) }

  /// The next one in the order of the list.
  var next: Similarity {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
