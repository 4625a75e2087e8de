import Figures
import Tokens

/// Look-up of entries, and lattices.
extension WhyReport {
  func search(_ search: EntrySearch, _ step: Int) -> [Figure] {
    let done = search.attempts.prefix(step)
    let rows: [[Value]] = done.enumerated().map { index, attempt in
      [
        .integer(index + 1), .bytes(attempt.spelling),
        attempt.found.map { .integer(Int($0)) } ?? .text("no entry"),
        .text(attempt.isTaken ? "▶ taken" : attempt.found == nil ? "" : "passed over"),
        .text("\(attempt.range.lowerBound)–\(attempt.range.upperBound)"),
      ]
    }
    return [
      .segments(
        Segments(
          title: "The piece, \(stepName(step))", text: pieceBytes,
          segments: done.filter(\.isTaken).map { Segments.Segment(id: $0.found ?? 0, range: $0.range) })),
      .table(
        Table(
          title: "What was looked up, in order",
          columns: [
            Table.Column("try", key: "try", isNumeric: true), Table.Column("spelling", key: "spelling"),
            Table.Column("entry", key: "entry", isNumeric: true), Table.Column("", key: "outcome"),
            Table.Column("bytes", key: "bytes"),
          ], rows: rows)),
    ]
  }

  /// How many ways to cut a piece are shown, the best first.
  static let pathCount = 8

  func lattice(_ lattice: UnigramLattice, _ step: Int) -> [Figure] {
    let paths = lattice.bestPaths(Self.pathCount)
    let chances = lattice.chances()
    let path = paths.indices.contains(step) ? paths[step] : lattice.best
    let cut = Segments(
      title: "The piece, \(stepName(step))", text: pieceBytes,
      segments: path.nodes.map { Segments.Segment(id: lattice.nodes[$0].id, range: lattice.nodes[$0].range) })
    return [
      .segments(cut), .table(ways(lattice, paths, chances, step)), .table(nodes(lattice, path, chances)),
    ]
  }

  /// The best ways with their scores and the probability with which sampling takes them.
  private func ways(
    _ lattice: UnigramLattice, _ paths: [UnigramLattice.Path], _ chances: UnigramLattice.Chances, _ step: Int
  ) -> Table {
    let rows: [[Value]] = paths.enumerated().map { index, path in
      let entries = path.nodes.map { text(lattice.nodes[$0].id) }
      return [
        .text(index == step ? "▶" : ""), .integer(index + 1),
        .bytes(Array(entries.joined(separator: [0x7C]))),
        .number(path.score, decimals: 4), .share(lattice.probability(of: path, chances)),
      ]
    }
    return Table(
      title: "The best ways to cut it",
      columns: [
        Table.Column("", key: "shown"), Table.Column("way", key: "way", isNumeric: true),
        Table.Column("entries", key: "entries"), Table.Column("score", key: "score", isNumeric: true),
        Table.Column("sampled", key: "probability", isNumeric: true),
      ], rows: rows,
      footnotes: [
        "Scores are sums of log probabilities in nats; sampled: the probability of the way when ways are drawn by their scores."
      ])
  }

  private func nodes(
    _ lattice: UnigramLattice, _ path: UnigramLattice.Path, _ chances: UnigramLattice.Chances
  ) -> Table {
    let taken = Set(path.nodes)
    let rows: [[Value]] = lattice.nodes.enumerated().map { index, node in
      [
        .text(taken.contains(index) ? "▶" : ""), .bytes(text(node.id)), .integer(Int(node.id)),
        .text("\(node.range.lowerBound)–\(node.range.upperBound)"), .number(node.score, decimals: 4),
        .number(node.best, decimals: 4), .share(chances.marginals[index]),
        .text(node.kind == .normal ? "" : node.kind.rawValue),
      ]
    }
    return Table(
      title: "The lattice: all entries that stand somewhere in the piece",
      columns: [
        Table.Column("", key: "on"), Table.Column("entry", key: "entry"),
        Table.Column("id", key: "id", isNumeric: true), Table.Column("bytes", key: "bytes"),
        Table.Column("score", key: "score", isNumeric: true),
        Table.Column("best to here", key: "best", isNumeric: true),
        Table.Column("used", key: "marginal", isNumeric: true), Table.Column("", key: "kind"),
      ], rows: rows,
      footnotes: [
        "Used: the probability that a drawn way goes through the entry. Kudo 2018, arXiv 1804.10959."
      ])
  }
}
