import Basics
import Figures
import Tokens

/// Points on a plane as figures.
struct ProjectionFigures {
  private let points: ProjectedPoints
  private let vocabulary: any Vocabulary

  init(_ points: ProjectedPoints, _ vocabulary: any Vocabulary) {
    self.points = points
    self.vocabulary = vocabulary
  }

  /// The picture, and a table with ids, texts and places.
  var figures: [Figure] { [.chart(chart()), .table(table)] }

  /// The picture. `marked` are entries with a sign of their own, and what the legend calls them; `range` is what is shown.
  func chart(
    name: String = "", marked: [(name: String, ids: Set<TokenID>)] = [], plane: PlaneView? = nil,
    isASCII: Bool = false
  ) -> Chart {
    let special = marked.reduce(into: Set<TokenID>()) { $0.formUnion($1.ids) }
    func series(_ name: String, where isIn: (TokenID) -> Bool) -> Chart.Series {
      Chart.Series(
        name: name, points: order(where: isIn).map { point($0, isASCII) }, style: .points)
    }
    let groups =
      [series(name) { !special.contains($0) }]
      + marked.map { group in
        series(group.name) { group.ids.contains($0) }
      }
    let (x, y) = ProjectionReport.axes(
      points.shares, x: plane?.range(points.places.map(\.x), centre: plane?.centre.x ?? 0.5),
      y: plane?.range(points.places.map(\.y), centre: plane?.centre.y ?? 0.5))
    return Chart(title: title, x: x, y: y, series: groups, footnotes: plane == nil ? notes : [])
  }

  /// The places of entries in the list of all points, in the order of the points of a series.
  func order(where isIn: (TokenID) -> Bool) -> [Int] { points.ids.indices.filter { isIn(points.ids[$0]) } }

  private func point(_ index: Int, _ isASCII: Bool) -> Chart.Point {
    let label = EntryLabel.text(of: points.ids[index], vocabulary, isASCII: isASCII)
    return Chart.Point(points.places[index].x, points.places[index].y, label: label)
  }

  private var title: String { "\(points.ids.count) entries by \(points.method.title)" }

  private var notes: [String] {
    switch points.method {
    case .pca:
      ["Places along the two directions in which the rows of these entries vary most (principal components)."]
    case .tsne:
      [
        "t-SNE: what is near stays near; distances between far groups and the sizes of groups mean nothing."
          + (points.divergence.map { " Divergence left: \(Decimals.text($0, 3)) nats." } ?? "")
      ]
    }
  }

  private var table: Table {
    Table(
      title: "Places",
      columns: [
        Table.Column("id", key: "id", isNumeric: true), Table.Column("text", key: "text"),
        Table.Column("x", key: "x", isNumeric: true), Table.Column("y", key: "y", isNumeric: true),
      ],
      rows: points.ids.indices.map { index in
        let id = points.ids[index]
        return [
          .integer(Int(id)), vocabulary.bytes(of: id).map { .bytes($0) } ?? .text("no entry"),
          .number(points.places[index].x, decimals: 4), .number(points.places[index].y, decimals: 4),
        ]
      },
      footnotes: points.unseen.isEmpty
        ? []
        : [
          "\(points.unseen.count) entries are left out: their rows are nothing but noughts, they were never seen."
        ])
  }
}

extension ProjectionReport.Method {
  /// As people write it.
  var title: String { self == .pca ? "PCA" : "t-SNE" }
}
