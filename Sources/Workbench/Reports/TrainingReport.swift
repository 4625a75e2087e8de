import Basics
import Figures
import Tokens

/// A training at one of its steps: the corpus as it is cut, the pairs that could merge next, and the rules so far.
package struct TrainingReport: Sendable {
  private let steps: ArraySlice<TrainingStep>
  private let next: TrainingStep?

  /// `steps` are those made so far; `shown` of them count.
  package init(_ steps: [TrainingStep], shown: Int) {
    self.steps = steps.prefix(shown)
    next = steps.indices.contains(shown) ? steps[shown] : nil
  }

  /// How a text is cut by the rules so far. Words are cut by `splitter`, each into bytes first.
  package func corpus(_ text: [UInt8], _ splitter: (any Splitter)?) -> Segments {
    var ranks: [Merge: (rank: Int, id: TokenID)] = [:]
    for step in steps where ranks[step.chosen.merge] == nil {
      ranks[step.chosen.merge] = (step.rank, step.id)
    }
    var segments: [Segments.Segment] = []
    var done = 0
    let add = { (range: Range<Int>) in
      if !range.isEmpty { segments += Self.merged(text, range, ranks) }
    }
    try? splitter?.forEachMatch(in: text.span, 0..<text.count) { (start, end) throws(Trouble) in
      add(done..<start)
      add(start..<end)
      done = end
    }
    add(done..<text.count)
    return Segments(
      title: "Corpus: \(segments.count) tokens, \(text.count) bytes",
      text: text,
      segments: segments)
  }

  private static func merged(
    _ text: [UInt8], _ range: Range<Int>, _ ranks: [Merge: (rank: Int, id: TokenID)]
  ) -> [Segments.Segment] {
    var symbols = range.map { Segments.Segment(id: ids[Int(text[$0])], range: $0..<$0 + 1) }
    while symbols.count > 1 {
      var best: (place: Int, rank: Int, id: TokenID)?
      for place in 0..<symbols.count - 1 {
        guard let found = ranks[Merge(symbols[place].id, symbols[place + 1].id)] else { continue }
        if found.rank < best?.rank ?? .max { best = (place, found.rank, found.id) }
      }
      guard let best else { break }
      symbols[best.place] = Segments.Segment(
        id: best.id, range: symbols[best.place].range.lowerBound..<symbols[best.place + 1].range.upperBound)
      symbols.remove(at: best.place + 1)
    }
    return symbols
  }

  /// By byte, its id in a training over bytes without special tokens.
  private static let ids: [TokenID] = {
    var ids = [TokenID](repeating: 0, count: 256)
    for (id, byte) in TrainedBytePairs.byteOrder.enumerated() { ids[Int(byte)] = TokenID(id) }
    return ids
  }()

  /// The most frequent pairs now, the one that merges next first.
  package var pairs: Table {
    let candidates = next.map { [$0.chosen] + $0.runnersUp } ?? []
    return Table(
      title: candidates.isEmpty ? "No pair is frequent enough to merge" : "Pairs by how often they occur now",
      columns: [
        Table.Column("", key: "outcome"), Table.Column("makes", key: "entry"),
        Table.Column("times", key: "count", isNumeric: true),
      ],
      rows: candidates.enumerated().map { index, candidate in
        [.text(index == 0 ? "▶ next" : ""), .bytes(candidate.entry), .integer(candidate.count)]
      })
  }

  /// The steps so far in their order, each with the pairs that were next best.
  package var history: Table {
    Table(
      title: steps.isEmpty ? "No pair is frequent enough to merge" : "The first \(steps.count) merges",
      columns: [
        Table.Column("rank", key: "rank", isNumeric: true), Table.Column("makes", key: "entry"),
        Table.Column("id", key: "id", isNumeric: true), Table.Column("times", key: "count", isNumeric: true),
        Table.Column("next best (times)", key: "runners_up"),
      ],
      rows: steps.map { step in
        let others = step.runnersUp.map { "\(Legible.string(of: $0.entry)) (\($0.count))" }
        return [
          .integer(step.rank), .bytes(step.chosen.entry), .integer(Int(step.id)), .integer(step.chosen.count),
          .text(others.joined(separator: " ")),
        ]
      },
      footnotes: [
        "Times: how often the two neighbours stood side by side when they merged; of equal counts the lower ids merge first."
      ])
  }

  /// The rules so far, the newest first.
  package func rules(limit: Int) -> Table {
    Table(
      title: "Rules: \(steps.count)",
      columns: [
        Table.Column("rank", key: "rank", isNumeric: true), Table.Column("makes", key: "entry"),
        Table.Column("id", key: "id", isNumeric: true), Table.Column("times", key: "count", isNumeric: true),
      ],
      rows: steps.suffix(limit).reversed().map {
        [.integer($0.rank), .bytes($0.chosen.entry), .integer(Int($0.id)), .integer($0.chosen.count)]
      })
  }
}
