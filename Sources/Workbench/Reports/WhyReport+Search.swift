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

  /// The ways to cut a piece that are shown, the best first.
  static func paths(_ lattice: UnigramLattice) -> [UnigramLattice.Path] { [lattice.best] }

  func lattice(_ lattice: UnigramLattice, _ step: Int) -> [Figure] {
    let paths = Self.paths(lattice)
    let path = paths[min(step, paths.count - 1)]
    let taken = Set(path.nodes)
    let rows: [[Value]] = lattice.nodes.enumerated().map { index, node in
      [
        .text(taken.contains(index) ? "▶ on this way" : ""), .bytes(text(node.id)), .integer(Int(node.id)),
        .text("\(node.range.lowerBound)–\(node.range.upperBound)"), .number(node.score, decimals: 4),
        .number(node.best, decimals: 4), .text(node.kind == .normal ? "" : node.kind.rawValue),
      ]
    }
    return [
      .segments(
        Segments(
          title: "The piece, \(stepName(step))", text: pieceBytes,
          segments: path.nodes.map {
            Segments.Segment(id: lattice.nodes[$0].id, range: lattice.nodes[$0].range)
          })),
      .table(
        Table(
          title: "All entries that stand somewhere in the piece",
          columns: [
            Table.Column("", key: "on"), Table.Column("entry", key: "entry"),
            Table.Column("id", key: "id", isNumeric: true), Table.Column("bytes", key: "bytes"),
            Table.Column("score", key: "score", isNumeric: true),
            Table.Column("best to here", key: "best", isNumeric: true), Table.Column("", key: "kind"),
          ], rows: rows,
          footnotes: [
            "Scores are log probabilities in nats; the best way has the highest sum. Kudo 2018, arXiv 1804.10959."
          ])),
    ]
  }
}
