import Basics
import Figures
import Tensors

/// How like vectors are: a heatmap of all pairs, and the pairs that are most alike. Pane and command line show the same.
///
///     let report = try SimilarityReport(tokens, measure: .cosine, order: .cluster)
///     report.heatmap   // [tokens, tokens]
package struct SimilarityReport: Sendable {
  package let rows: LabelledVectors
  package let columns: LabelledVectors
  package let measure: SimilarityMeasure
  /// As shown, with the order of rows and columns.
  package let matrix: SimilarityMatrix
  /// Whether rows and columns are the same things.
  package let isSymmetric: Bool
  /// Cells below it are left out.
  package var threshold: Float?

  /// Compares all pairs, of `rows` with each other when there are no `columns`. `measure` is one that compares pairs. Throws when both are not
  /// equally wide, and when the ticket is cancelled.
  package init(
    _ rows: LabelledVectors, with columns: LabelledVectors? = nil, measure: SimilarityMeasure = .cosine,
    order: SimilarityOrder = .position, threshold: Float? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) {
    let other = columns ?? rows
    guard let pairwise = measure.pairwise else { preconditionFailure("\(measure) compares no pairs") }
    guard rows.rows.size(1) == other.rows.size(1) else {
      throw Trouble(
        .usage, "vectors of \(rows.rows.size(1)) and of \(other.rows.size(1)) numbers cannot be compared",
        remedy: "Give vectors of one model")
    }
    self.rows = rows
    self.columns = other
    self.measure = measure
    self.threshold = threshold
    isSymmetric = columns == nil
    try ticket.step(0)
    let found = pairwise.matrix(rows.rows, other.rows)
    matrix = try SimilarityMatrix(
      found, isSymmetric: columns == nil, norms: (rows.rows.lengths().values, other.rows.lengths().values),
      order: order, ticket)
  }

  /// All pairs, in the order that was asked for; cells below the threshold are left blank.
  package var heatmap: Heatmap {
    let (lines, across) = (matrix.rowOrder.count, matrix.columnOrder.count)
    return Heatmap(
      title: isSymmetric ? "\(lines) vectors with each other" : "\(lines) vectors with \(across)",
      rowTitle: "row", columnTitle: "column", rowLabels: matrix.rowOrder.map { rows.items[$0].label },
      columnLabels: matrix.columnOrder.map { columns.items[$0].label },
      values: matrix.values.values, unit: measure.unit, footnotes: footnotes, threshold: threshold)
  }

  private var footnotes: [String] {
    var notes = [measure.definition]
    if let note = matrix.note { notes.append(note) }
    if let threshold {
      let count = matrix.values.values.count { $0 >= threshold }
      notes.append(
        "\(count) of \(matrix.values.count) pairs have at least \(threshold); the others are left blank.")
    }
    return notes + Self.provenance(isSymmetric ? [rows] : [rows, columns])
  }

  /// Where vectors are from, and how many of them are nothing but noughts.
  static func provenance(_ vectors: [LabelledVectors]) -> [String] {
    var notes: [String] = []
    for vectors in vectors {
      for note in vectors.notes where !notes.contains(note) { notes.append(note) }
    }
    let noughts = vectors.reduce(0) { $0 + $1.rows.lengths().values.count { $0 == 0 } }
    if noughts > 0 {
      notes.append(
        noughts == 1
          ? "1 vector is nought: it is like nothing."
          : "\(noughts) vectors are nought: they are like nothing.")
    }
    return notes
  }

  /// The `count` pairs that are most alike, most alike first; of the same things each pair once, and none with itself.
  package func pairs(_ count: Int) -> Table {
    let values = matrix.values.values
    let width = matrix.columnOrder.count
    let places = values.indices.filter { index in
      let value = values[index]
      let isOnce = !isSymmetric || matrix.rowOrder[index / width] < matrix.columnOrder[index % width]
      return isOnce && value >= threshold ?? -.infinity
    }
    let best = places.sorted { (-values[$0], $0) < (-values[$1], $1) }.prefix(count)
    return Table(
      title: "Most alike",
      columns: [
        Table.Column("row", key: "row"), Table.Column("column", key: "column"),
        Table.Column(measure.unit, key: "score", isNumeric: true),
      ],
      rows: best.map { index in
        [
          rows.items[matrix.rowOrder[index / width]].label,
          columns.items[matrix.columnOrder[index % width]].label, .number(Double(values[index]), decimals: 4),
        ]
      })
  }

  /// How alike layers are, each a matrix [tokens, width] of the same tokens, by centred kernel alignment: a cell for each pair.
  ///
  /// Source: Kornblith et al., arXiv 1905.00414. Throws when the ticket is cancelled.
  package static func alignment(
    ofLayers layers: [Tensor], notes: [String] = [], _ ticket: Ticket = .open
  ) throws(Trouble) -> Heatmap {
    let count = layers.count
    var values = [Float](repeating: 1, count: count * count)
    for row in 0..<count {
      for column in row..<count {
        try ticket.step(Double(row * count + column) / Double(count * count))
        let value = layers[row].alignment(with: layers[column])
        (values[row * count + column], values[column * count + row]) = (value, value)
      }
    }
    let labels = (0..<count).map { Value.integer($0) }
    return Heatmap(
      title: "\(count) layers with each other", rowTitle: "layer", columnTitle: "layer", rowLabels: labels,
      columnLabels: labels, values: values, unit: SimilarityMeasure.alignment.unit, decimals: 3,
      footnotes: [SimilarityMeasure.alignment.definition] + notes)
  }
}
