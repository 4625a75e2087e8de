import Basics
import Figures
import Patches
import Tensors

/// What one token is at one depth.
package struct PathStep: Sendable, Equatable {
  package var layer: String
  /// The length of its vector.
  package var length: Float
  /// The cosine with what it was at the first layer; nil where the widths differ.
  package var start: Float?
  /// The nearest words; empty where the widths differ.
  package var words: [WordMatch]
}

extension MapAlbum {
  /// A token of a picture on its way through the layers. Reads the table of words once. Throws what reading throws, and when the ticket
  /// is cancelled.
  package func path(picture: Int, cell: Int, _ ticket: Ticket = .open) throws(Trouble) -> [PathStep] {
    let layers = pictures[picture].layers
    let rows = layers.map { $0.rows.at(cell).values }
    let width = words?.rows.width
    let readable = rows.indices.filter { rows[$0].count == width }
    var found: [Int: [WordMatch]] = [:]
    if let words, !readable.isEmpty {
      let asked = Tensor(rows: readable.map { rows[$0] })
      let matches = try VisualProbe(words: words).nearest(asked, count: MapKnobs.wordLimit, ticket)
      for (layer, matches) in zip(readable, matches) { found[layer] = matches }
    }
    return rows.indices.map { layer in
      PathStep(
        layer: layers[layer].name, length: layers[layer].norms[cell],
        start: rows[layer].count == rows[0].count
          ? Similarity.cosine.matrix(Tensor(rows: [rows[layer]]), Tensor(rows: [rows[0]])).values[0] : nil,
        words: found[layer] ?? [])
    }
  }
}

extension MapReport {
  /// The way of the chosen token as a table.
  package func path(_ steps: [PathStep]) -> Table {
    let (row, column) = picture.place(of: cell)
    return Table(
      title: "Token \(cell) (row \(row), column \(column)) of \(picture.name), layer by layer",
      columns: [
        Table.Column("layer", key: "layer"), Table.Column("length", key: "length", isNumeric: true),
        Table.Column("cosine with the first", key: "start", isNumeric: true),
        Table.Column("nearest words, with cosines", key: "words"),
      ],
      rows: steps.map { step in
        [
          .text(step.layer), .number(Double(step.length), decimals: 3),
          step.start.map { .number(Double($0), decimals: 3) } ?? .none,
          step.words.isEmpty
            ? .none : .text(readable(step.words.prefix(max(3, knobs.integer("nearest"))))),
        ]
      },
      footnotes: [
        "Words are those of the input table, whatever the layer. A cosine of 1 with the first layer: nothing has changed the direction.",
        album.label,
      ])
  }
}
