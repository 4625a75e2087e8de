import Figures
import Tokens

/// The most probable ways to cut a text, one a row.
package struct SegmentationReport: Sendable {
  private let ways: [ScoredCut]
  private let text: [UInt8]
  private let vocabulary: any Vocabulary

  package init(_ ways: [ScoredCut], of text: [UInt8], _ vocabulary: any Vocabulary) {
    self.ways = ways
    self.text = text
    self.vocabulary = vocabulary
  }

  /// Rank, log probability, share of all ways, entries and ids.
  package var table: Table {
    Table(
      title: ways.count == 1 ? "The best way to cut it" : "The \(ways.count) best ways to cut it",
      columns: [
        Table.Column("way", key: "way", isNumeric: true),
        Table.Column("log probability", key: "log_probability", isNumeric: true),
        Table.Column("share", key: "share", isNumeric: true), Table.Column("entries", key: "entries"),
        Table.Column("ids", key: "ids"),
      ],
      rows: ways.enumerated().map { index, way in
        let entries = way.tokens.map { vocabulary.bytes(of: $0.id) ?? [] }
        return [
          .integer(index + 1), .number(way.score, decimals: 4), .share(way.share),
          .bytes(Array(entries.joined(separator: [0x7C]))),
          .text(way.tokens.map { "\($0.id)" }.joined(separator: " ")),
        ]
      },
      footnotes: [
        "Log probabilities are sums of the entries' scores, in nats; share: the probability among all ways to cut the text."
      ])
  }

  /// The text cut in each way.
  package var segmented: [Segments] {
    ways.enumerated().map {
      Segments(title: "way \($0 + 1)", text: text, segments: segments($1.tokens, vocabulary))
    }
  }
}
