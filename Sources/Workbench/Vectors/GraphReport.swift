import Basics
import Figures
import Tensors
import Tokens

/// A token graph as figures: what it is, its groups, the picture, its links; pane and command line show the same.
package struct GraphReport: Sendable {
  private let graph: TokenGraph
  private let cut: GraphCut
  private let vocabulary: any Vocabulary
  private let notes: [String]

  package init(_ graph: TokenGraph, _ cut: GraphCut, _ embeddings: Embeddings) {
    self.graph = graph
    self.cut = cut
    vocabulary = embeddings.tokenizer.vocabulary
    notes = embeddings.notes
  }

  package var figures: [Figure] { [.note(summary), .tree(tree), .chart(chart()), .table(links)] }

  private var threshold: String {
    Decimals.text(graph.similarity.shown(cut.threshold), graph.step < 0.01 ? 4 : 2)
  }

  /// When two tokens are joined, in words.
  package var rule: String {
    graph.similarity == .euclid ? "distance ≤ \(threshold)" : "\(graph.similarity.title) ≥ \(threshold)"
  }

  /// How many of what.
  package var counts: String {
    let isOne = graph.nodes.count == 1
    let kind = graph.nodes.first?.bytes == nil ? (isOne ? "entry" : "entries") : isOne ? "token" : "tokens"
    let tokens = "\(graph.nodes.count) \(kind) · \(cut.linkCount) link\(cut.linkCount == 1 ? "" : "s")"
    return
      "\(tokens) · \(cut.groups.count) group\(cut.groups.count == 1 ? "" : "s") · \(cut.alone.count) alone"
  }

  private var summary: Note {
    let components =
      "\(cut.componentCount) connected components, of which \(cut.alone.count) are single tokens."
    let unseen =
      graph.unseen.isEmpty
      ? []
      : [
        "\(graph.unseen.count) entries are left out: their rows are nothing but noughts, they were never seen."
      ]
    return Note(title: "Tokens joined where \(rule)", lines: [counts, components] + unseen + notes)
  }

  /// The links of a node, the nearest first: the other node, and how near.
  package func links(of node: Int) -> [(other: Int, score: Double)] {
    graph.pairs[..<cut.linkCount].filter { $0.first == node || $0.second == node }.map {
      ($0.first == node ? $0.second : $0.first, graph.similarity.shown($0.score))
    }
  }

  /// The groups, and in each its tokens with their links.
  package var tree: Tree {
    var nodes: [Tree.Node] = []
    for (index, group) in cut.groups.enumerated() {
      nodes.append(
        Tree.Node(
          depth: 0, label: .text("group \(index + 1)"), details: [.integer(group.count), .none, .none]))
      nodes += group.map(row)
    }
    if !cut.alone.isEmpty {
      nodes.append(
        Tree.Node(depth: 0, label: .text("alone"), details: [.integer(cut.alone.count), .none, .none]))
      nodes += cut.alone.map(row)
    }
    return Tree(title: "Groups", detailTitles: ["tokens", "links", "times"], nodes: nodes)
  }

  private func row(_ node: Int) -> Tree.Node {
    let bytes = vocabulary.bytes(of: graph.nodes[node].id)
    return Tree.Node(
      depth: 1, label: bytes.map { .bytes($0) } ?? .text("#\(graph.nodes[node].id)"),
      details: [.none, .integer(cut.degrees[node]), .integer(graph.nodes[node].count)])
  }

  /// How many groups have a sign of their own.
  package static let signedGroups = 6

  /// The picture: tokens as points, a sign for each of the largest groups, and lines for the links.
  ///
  /// The series are those of `series`, and behind them the links. Without names there is no legend.
  package func chart(chosen: Int? = nil, hasNames: Bool = true, isASCII: Bool = false) -> Chart {
    var series = Self.series(cut).enumerated().map { index, nodes in
      Chart.Series(
        name: hasNames ? Self.seriesName(index, nodes.count) : "",
        points: nodes.map { point($0, hasLabel: cut.degrees[$0] > 0 || $0 == chosen, isASCII) },
        style: index > Self.signedGroups ? .faint : .points)
    }
    series.append(
      Chart.Series(name: hasNames ? rule : "", points: ends(graph.pairs[..<cut.linkCount]), style: .links))
    if hasNames { series.removeAll { $0.points.isEmpty } }
    return Chart(
      title: "Token graph", x: Chart.Axis(""), y: Chart.Axis(""), series: series,
      footnotes: hasNames
        ? [
          "Near tokens are drawn near each other as far as a plane has room (t-SNE); only the lines are exact."
        ] : [])
  }

  private static func seriesName(_ index: Int, _ count: Int) -> String {
    if index < signedGroups { return "group \(index + 1) (\(count))" }
    return index == signedGroups ? "smaller groups (\(count))" : "alone (\(count))"
  }

  /// Nodes by series of points: the largest groups, the smaller ones together, and the nodes alone.
  package static func series(_ cut: GraphCut) -> [[Int]] {
    let large = cut.groups.prefix(signedGroups)
    let empty = Array(repeating: [Int](), count: signedGroups - large.count)
    return large + empty + [cut.groups.dropFirst(signedGroups).flatMap { $0 }, cut.alone]
  }

  private func ends(_ pairs: ArraySlice<TokenGraph.Pair>) -> [Chart.Point] {
    pairs.flatMap { [graph.places[$0.first], graph.places[$0.second]] }.map { Chart.Point($0.x, $0.y) }
  }

  private func point(_ node: Int, hasLabel: Bool, _ isASCII: Bool) -> Chart.Point {
    let label = hasLabel ? EntryLabel.text(of: graph.nodes[node].id, vocabulary, isASCII: isASCII) : ""
    return Chart.Point(graph.places[node].x, graph.places[node].y, label: label)
  }

  /// The links, the nearest first.
  private var links: Table {
    Table(
      title: "Links",
      columns: [
        Table.Column("id", key: "a_id", isNumeric: true), Table.Column("token", key: "a"),
        Table.Column("id", key: "b_id", isNumeric: true), Table.Column("token", key: "b"),
        Table.Column(graph.similarity.rawValue, key: "score", isNumeric: true),
      ],
      rows: graph.pairs[..<cut.linkCount].map { pair in
        cells(pair.first) + cells(pair.second) + [.number(graph.similarity.shown(pair.score), decimals: 4)]
      })
  }

  private func cells(_ node: Int) -> [Value] {
    let id = graph.nodes[node].id
    return [.integer(Int(id)), vocabulary.bytes(of: id).map { .bytes($0) } ?? .text("no entry")]
  }
}
