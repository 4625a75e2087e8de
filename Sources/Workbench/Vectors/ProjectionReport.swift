import Basics
import Figures
import Tensors

/// Vectors as points in a plane: a scatter with labels. Pane and command line show the same.
///
///     let report = try ProjectionReport(entries, .init(method: .pca))
///     report.chart     // a point for each vector
///     report.places    // [vectors, 2]
package struct ProjectionReport: Sendable {
  /// How vectors come to their places.
  package enum Method: String, Sendable, CaseIterable {
    /// Along the two directions in which they vary most.
    case pca
    /// So that near vectors stay near; far distances mean nothing.
    case tsne
  }

  /// What can be chosen.
  package struct Settings: Sendable, Equatable {
    package var method: Method
    /// Whether vectors are first made length 1, so that their directions alone count.
    package var isUnit: Bool
    /// How many neighbours count, about; for t-SNE.
    package var perplexity: Double
    package var seed: UInt64

    package init(method: Method = .pca, isUnit: Bool = true, perplexity: Double = 30, seed: UInt64 = 1) {
      self.method = method
      self.isUnit = isUnit
      self.perplexity = perplexity
      self.seed = seed
    }
  }

  package let vectors: LabelledVectors
  package let settings: Settings
  /// By vector, [vectors, 2].
  package let places: Tensor
  /// What the axes are.
  private let axes: (x: String, y: String)
  private let note: String

  /// t-SNE takes time and memory that grow with the square.
  package static let neighbourLimit = 2000

  /// Finds the places. Throws for fewer than two vectors, for more than `neighbourLimit` under t-SNE, for numbers that are not finite, and when the
  /// ticket is cancelled.
  package init(_ vectors: LabelledVectors, _ settings: Settings = Settings(), _ ticket: Ticket = .open)
    throws(Trouble)
  {
    self.vectors = vectors
    self.settings = settings
    let rows = settings.isUnit ? vectors.rows.unit() : vectors.rows
    let count = rows.size(0)
    if count < 2 {
      throw Trouble(
        .usage, "a plane of \(count == 1 ? "one vector" : "no vectors") shows nothing",
        remedy: "Give at least two different tokens or rows")
    }
    let found =
      switch settings.method {
      case .pca: try Self.components(of: rows, settings, ticket)
      case .tsne: try Self.neighbours(of: rows, settings, ticket)
      }
    (places, axes, note) = (found.places, found.axes, found.note)
  }

  private typealias Found = (places: Tensor, axes: (x: String, y: String), note: String)

  private static func components(of rows: Tensor, _ settings: Settings, _ ticket: Ticket) throws(Trouble)
    -> Found
  {
    let found = try PrincipalComponents(of: rows, count: 2, seed: settings.seed, ticket)
    let shares = found.shares.values.map { Decimals.text(Double($0) * 100, 1) } + ["0.0"]
    return (
      planar(found.project(rows)),
      ("component 1 (\(shares[0]) % of variance)", "component 2 (\(shares[1]) % of variance)"),
      "Principal components (Pearson 1901): the two directions along which the vectors vary most."
    )
  }

  private static func neighbours(of rows: Tensor, _ settings: Settings, _ ticket: Ticket) throws(Trouble)
    -> Found
  {
    let count = rows.size(0)
    if count > neighbourLimit {
      throw Trouble(
        .limit, "t-SNE lays out up to \(neighbourLimit) vectors, and these are \(count)",
        remedy: "Take fewer, or the method pca")
    }
    var layout = NeighbourLayout.Settings()
    layout.perplexity = settings.perplexity
    layout.seed = settings.seed
    let found = try NeighbourLayout(of: rows, layout, ticket)
    let perplexity = Decimals.text(min(settings.perplexity, max(1.01, Double(count - 1) / 3)), 1)
    return (
      found.places, ("t-SNE 1", "t-SNE 2"),
      "t-SNE (van der Maaten and Hinton 2008), perplexity \(perplexity), seed \(settings.seed): near vectors stay near;"
        + " the distance of far groups means nothing."
    )
  }

  /// With a second column of noughts where there is only one direction.
  private static func planar(_ places: Tensor) -> Tensor {
    places.size(1) >= 2 ? places : .concatenated([places, .zeros([places.size(0), 1])], axis: 1)
  }

  /// A labelled point for each vector, in their order.
  package var chart: Chart {
    let rows = places.rowLists
    let points = zip(rows, vectors.items).map { place, item in
      Chart.Point(Double(place[0]), Double(place[1]), label: item.label.plainText)
    }
    return Chart(
      title: "\(rows.count) vectors in the plane", x: Chart.Axis(axes.x), y: Chart.Axis(axes.y),
      series: [Chart.Series(name: "", points: points, style: .points)],
      footnotes: [note + (settings.isUnit ? " Vectors are first made length 1." : "")]
        + SimilarityReport.provenance([vectors]))
  }
}
