import Figures
import Tokens

/// Measures of one or more tokenizers side by side, each with its unit, its definition and its source.
///
/// ```
/// MeasureReport(measured).figures  // for reading: a table for each topic, a column for each tokenizer
/// MeasureReport(measured).list     // for programs: one table, a row for each tokenizer
/// ```
package struct MeasureReport: Sendable {
  private let measured: Measured

  package init(_ measured: Measured) { self.measured = measured }

  /// A table for each topic with something to say.
  package var figures: [Figure] {
    MeasureTopic.all(measured.settings).filter(isKnown).map { .table(table($0)) }
  }

  /// All measures, those that could not be made too, so that the columns are always the same for the same options.
  package var list: Table {
    let measures = MeasureTopic.all(measured.settings).flatMap(\.measures)
    let columns = measures.map { measure in
      let unit = measure.unit.isEmpty ? "" : " (\(measure.unit))"
      return Table.Column(measure.title + unit, key: measure.key, isNumeric: true)
    }
    let rows = zip(names, measured.tokenizers).map { name, tokenizer in
      [.text(name), .text(measured.isPartial ? "partial" : "complete")]
        + measures.map { $0.value(tokenizer, measured) }
    }
    return Table(
      title: "Measures",
      columns: [Table.Column("tokenizer", key: "tokenizer"), Table.Column("state", key: "state")] + columns,
      rows: rows, footnotes: states + footnotes(measures))
  }

  private func table(_ topic: MeasureTopic) -> Table {
    let columns =
      [Table.Column("", key: "measure"), Table.Column("unit", key: "unit")]
      + names.enumerated().map { Table.Column($1, key: "tokenizer_\($0 + 1)", isNumeric: true) }
    let known = topic.measures.filter { !values($0).allSatisfy { $0 == .none } }
    let rows = known.map { [.text($0.title), .text($0.unit)] + values($0) }
    return Table(
      title: topic.title + (measured.isPartial ? " (partial)" : ""), columns: columns, rows: rows,
      footnotes: states + footnotes(known)
        + (known.count < topic.measures.count ? topic.whenMissing : []))
  }

  /// The definitions, each once.
  private func footnotes(_ measures: [TokenMeasure]) -> [String] {
    var seen: Set<String> = []
    return measures.map(\.footnote).filter { seen.insert($0).inserted }
  }

  private func values(_ measure: TokenMeasure) -> [Value] {
    measured.tokenizers.map { measure.value($0, measured) }
  }

  private func isKnown(_ topic: MeasureTopic) -> Bool {
    topic.isOfBoundaries
      ? measured.tokenizers.contains { $0.boundaries != nil }
      : measured.tokenizers.contains { $0.text.bytes > 0 || $0.boundaries == nil }
  }

  /// Names of which no two are the same.
  private var names: [String] {
    var seen: [String: Int] = [:]
    return measured.tokenizers.map { tokenizer in
      seen[tokenizer.name, default: 0] += 1
      let count = seen[tokenizer.name] ?? 1
      return count == 1 ? tokenizer.name : "\(tokenizer.name) (\(count))"
    }
  }

  /// What a reader must know of the text.
  private var states: [String] {
    var states: [String] = []
    if measured.isPartial {
      states.append("partial: stopped on request; each column is of the bytes it names")
    }
    if measured.binaryFiles > 0 {
      states.append("\(measured.binaryFiles) binary files were passed over; --binary measures them")
    }
    return states
  }
}

/// One number about a tokenizer on a text.
struct TokenMeasure: Sendable {
  /// The key in JSON and CSV.
  var key: String
  var title: String
  var unit: String
  /// How it is reckoned, and who says so.
  var definition: String
  /// What measures with the same definition are called together.
  var family: String
  var value: @Sendable (TokenizerMeasures, Measured) -> Value

  init(
    _ key: String, _ title: String, _ unit: String, _ definition: String, family: String? = nil,
    _ value: @escaping @Sendable (TokenizerMeasures) -> Value
  ) {
    self.init(key, title, unit, definition, family: family, ofAll: { tokenizer, _ in value(tokenizer) })
  }

  init(
    _ key: String, _ title: String, _ unit: String, _ definition: String, family: String? = nil,
    ofAll value: @escaping @Sendable (TokenizerMeasures, Measured) -> Value
  ) {
    (self.key, self.title, self.unit, self.definition) = (key, title, unit, definition)
    (self.family, self.value) = (family ?? title, value)
  }

  var footnote: String { "\(family): \(definition)" }
}

/// Measures that belong together.
struct MeasureTopic: Sendable {
  var title: String
  var measures: [TokenMeasure]
  /// Why some of the measures may be missing.
  var whenMissing: [String] = []
  var isOfBoundaries = false

  /// In the order of reading; which there are depends on the settings.
  static func all(_ settings: MeasureSettings) -> [MeasureTopic] {
    [
      compression, words(settings.words), vocabulary(settings), entropies(settings), codeLengths(settings),
      boundaries,
    ]
  }
}
