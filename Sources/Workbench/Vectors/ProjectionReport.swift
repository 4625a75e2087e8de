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
  /// Of PCA: the shares of the variance along the directions, 0…1.
  package let shares: [Double]
  /// Of t-SNE: the divergence that is left, in nats.
  package let divergence: Double?
  private let note: String

  /// t-SNE takes time and memory that grow with the square.
  package static let neighbourLimit = 2000

  /// Finds the places; `watch` gets the number of each step of t-SNE, and where vectors are before it, [vectors, 2]. Throws for fewer than two vectors, for more than `neighbourLimit` under t-SNE, for numbers that are not finite, and when the
  /// ticket is cancelled.
  package init(
    _ vectors: LabelledVectors, _ settings: Settings = Settings(), _ ticket: Ticket = .open,
    watch: (Int, () -> Tensor) -> Void = { _, _ in }
  ) throws(Trouble) {
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
      case .tsne: try Self.neighbours(of: rows, settings, ticket, watch)
      }
    (places, shares, divergence, note) = found
  }

  private typealias Found = (places: Tensor, shares: [Double], divergence: Double?, note: String)

  private static func components(of rows: Tensor, _ settings: Settings, _ ticket: Ticket) throws(Trouble)
    -> Found
  {
    let found = try PrincipalComponents(of: rows, count: 2, seed: settings.seed, ticket)
    return (
      planar(found.project(rows)), found.shares.values.map { Double($0) }, nil,
      "Principal components (Pearson 1901): the two directions along which the vectors vary most."
    )
  }

  private static func neighbours(
    of rows: Tensor, _ settings: Settings, _ ticket: Ticket, _ watch: (Int, () -> Tensor) -> Void
  ) throws(Trouble) -> Found {
    let count = rows.size(0)
    if count > neighbourLimit {
      throw Trouble(
        .limit, "t-SNE lays out up to \(neighbourLimit) vectors, and these are \(count)",
        remedy: "Take fewer, or the method pca")
    }
    var layout = NeighbourLayout.Settings()
    layout.perplexity = settings.perplexity
    layout.seed = settings.seed
    let found = try NeighbourLayout(of: rows, layout, ticket) { step, descent in
      watch(step) { Tensor(descent.places, [2, count]).transposed() }
    }
    let perplexity = Decimals.text(min(settings.perplexity, max(1.01, Double(count - 1) / 3)), 1)
    return (
      found.places, [], found.divergence,
      "t-SNE (van der Maaten and Hinton 2008), perplexity \(perplexity), seed \(settings.seed): near vectors stay near;"
        + " the distance of far groups means nothing. Divergence left: \(Decimals.text(found.divergence, 3)) nats."
    )
  }

  /// With a second column of noughts where there is only one direction.
  private static func planar(_ places: Tensor) -> Tensor {
    places.size(1) >= 2 ? places : .concatenated([places, .zeros([places.size(0), 1])], axis: 1)
  }

  /// The axes: what PCA measures along them; those of t-SNE mean nothing and have no names. `x` and `y` are the parts to show.
  package static func axes(_ shares: [Double], x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil)
    -> (x: Chart.Axis, y: Chart.Axis)
  {
    func title(_ index: Int) -> String {
      if shares.isEmpty { return "" }
      let share = shares.indices.contains(index) ? shares[index] : 0
      return "component \(index + 1) (\(Decimals.text(share * 100, 1)) % of variance)"
    }
    return (Chart.Axis(title(0), range: x), Chart.Axis(title(1), range: y))
  }

  /// A labelled point for each vector, in their order.
  package var chart: Chart {
    let rows = places.rowLists
    let points = zip(rows, vectors.items).map { place, item in
      Chart.Point(Double(place[0]), Double(place[1]), label: item.label.plainText)
    }
    let axes = Self.axes(shares)
    return Chart(
      title: "\(rows.count) vectors in the plane", x: axes.x, y: axes.y,
      series: [Chart.Series(name: "", points: points, style: .points)],
      footnotes: [note + (settings.isUnit ? " Vectors are first made length 1." : "")]
        + SimilarityReport.provenance([vectors]))
  }
}
