import Documents
import Figures
import Tokens

/// The counts of a text and what follows from them.
package struct Measures: Sendable, Equatable {
  /// One of the most frequent ids.
  package struct Frequent: Sendable, Equatable {
    /// The entry.
    package var id: TokenID
    /// How often it occurs.
    package var count: Int

    package init(id: TokenID, count: Int) {
      self.id = id
      self.count = count
    }
  }

  /// Tokens of the text.
  package var tokens: Int
  /// The text in other units.
  package var text: TextCounts
  /// Different ids.
  package var distinct: Int
  /// The most frequent ids, most frequent first.
  package var frequent: [Frequent]
  /// Tokens that a model reads at once.
  package var contextWindow: Int

  package init(tokens: Int, text: TextCounts, distinct: Int, frequent: [Frequent], contextWindow: Int) {
    self.tokens = tokens
    self.text = text
    self.distinct = distinct
    self.frequent = frequent
    self.contextWindow = contextWindow
  }

  /// What a census has found so far; ten most frequent ids.
  package init(_ census: Census, contextWindow: Int) {
    let leaders = census.leaders(10)
    self.init(
      tokens: census.tokenCount, text: census.counts, distinct: leaders.distinct,
      frequent: leaders.top.map { Frequent(id: $0.id, count: $0.count) }, contextWindow: contextWindow)
  }

  /// Bytes for each token; nil when there is none.
  package var bytesPerToken: Double? { ratio(text.bytes, tokens) }
  /// Characters are scalars here.
  package var charactersPerToken: Double? { ratio(text.scalars, tokens) }
  /// Tokens for each word.
  package var fertility: Double? { ratio(tokens, text.words) }
  /// Which part of the context window the text fills.
  package var windowShare: Double? { ratio(tokens, contextWindow) }

  private func ratio(_ a: Int, _ b: Int) -> Double? { b > 0 ? Double(a) / Double(b) : nil }
}

/// The measures of a text as figures, each with its definition.
package struct MeasuresReport: Sendable {
  private let measures: Measures
  private let vocabulary: any Vocabulary
  private let selection: Measures?
  /// Tokens that the ends of the selection cut.
  private let cutTokens: Int

  /// `selection`: what is in a selected part, which then stands beside the whole.
  package init(_ measures: Measures, _ vocabulary: any Vocabulary, selection: RangeCount? = nil) {
    self.measures = measures
    self.vocabulary = vocabulary
    self.selection = selection.map {
      Measures(
        tokens: $0.tokens, text: $0.text, distinct: 0, frequent: [], contextWindow: measures.contextWindow)
    }
    cutTokens = selection?.cutTokens ?? 0
  }

  /// The table of measures, and bars of the most frequent tokens.
  package var figures: [Figure] { [.table(table), .bars(frequent)] }

  /// The measures, with their definitions as footnotes.
  package var table: Table {
    let name = Table.Column("", key: "measure")
    let rows = Self.rows(measures)
    guard let selection else {
      return Table(
        title: "Measures", columns: [name, Table.Column("", key: "value", isNumeric: true)], rows: rows,
        footnotes: Self.definitions)
    }
    var both = zip(rows, Self.rows(selection)).map { $0 + [$1[1]] }
    if let place = rows.firstIndex(where: { $0[0] == .text("distinct tokens") }) { both[place][2] = .none }
    both.insert([.text("cut at its ends"), .none, .integer(cutTokens)], at: 1)
    return Table(
      title: "Measures",
      columns: [
        name, Table.Column("text", key: "value", isNumeric: true),
        Table.Column("selected", key: "selected", isNumeric: true),
      ], rows: both, footnotes: [Self.selectionDefinition] + Self.definitions)
  }

  private static func rows(_ m: Measures) -> [[Value]] {
    [
      [.text("tokens"), .integer(m.tokens)],
      [.text("share of \(m.contextWindow)"), m.windowShare.map { .share($0) } ?? .none],
      [.text("bytes per token"), number(m.bytesPerToken)],
      [.text("characters per token"), number(m.charactersPerToken)],
      [.text("fertility"), number(m.fertility)],
      [.text("distinct tokens"), .integer(m.distinct)],
      [.text("bytes"), .integer(m.text.bytes)],
      [.text("scalars"), .integer(m.text.scalars)],
      [.text("graphemes"), .integer(m.text.graphemes)],
      [.text("words"), .integer(m.text.words)],
      [.text("line feeds"), .integer(m.text.newlines)],
    ]
  }

  private static let selectionDefinition =
    "selected: tokens that lie in the selection with all their bytes; cut at its ends: those that are partly in it"

  /// How often the most frequent tokens occur.
  package var frequent: Bars {
    Bars(
      title: "Most frequent tokens", unit: "occurrences",
      bars: measures.frequent.map { entry in
        let label: Value = vocabulary.bytes(of: entry.id).map { .bytes($0) } ?? .integer(Int(entry.id))
        return Bars.Bar(label: label, value: Double(entry.count))
      })
  }

  /// What each measure means, one line each.
  package static let definitions = [
    "bytes: of the text in UTF-8, as it is in the file",
    "scalars: Unicode code points; bytes that are not UTF-8 count as U+FFFD",
    "graphemes: extended grapheme clusters, UAX #29, what a reader takes for one character",
    "words: longest runs of characters that are not White_Space",
    "line feeds: U+000A",
    "bytes per token: bytes / tokens; higher is denser",
    "characters per token: scalars / tokens",
    "fertility: tokens / words",
    "distinct tokens: different ids in the text",
    "share: tokens / tokens of the context window",
  ]

  private static func number(_ value: Double?) -> Value { value.map { .number($0, decimals: 3) } ?? .none }
}
