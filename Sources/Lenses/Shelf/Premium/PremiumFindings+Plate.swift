import Basics
import Figures

/// The findings as figures: curves with the target, premiums, V*, features, inequity.
extension PremiumFindings {
  func plate(_ subject: Subject) -> Plate {
    var figures: [Figure] = [.chart(curves), .bars(premiums)]
    if !optima.isEmpty { figures.append(.table(optimumTable)) }
    if languages.count > 2 { figures += [.chart(scatter), .table(regressions)] }
    if let table = inequityTable { figures.append(.table(table)) }
    if !languages.isEmpty { figures.append(.table(featureTable)) }
    if !shared.isEmpty { figures.append(.table(sharedTable)) }
    return Plate(figures: figures, label: label(subject))
  }

  private func label(_ subject: Subject) -> [String] {
    guard !languages.isEmpty else {
      return ["Tokens as the table \(subject.texts.first?.name ?? "") gives them; nothing was trained here."]
    }
    let bytes = languages.map(\.bytes)
    let (least, most) = (bytes.min() ?? 0, bytes.max() ?? 0)
    let alphabet = learning.alphabetSize.map { "the \($0) bytes" } ?? "all characters of the text"
    return [
      "\(learning.summary), one tokenizer for each of \(languages.count) languages, trained here on \(lineCount) parallel sentences (\(least)–\(most) bytes a language) and measured on the same sentences: tiny in-sample corpora; the slopes are not the paper's.",
      "V counts the whole vocabulary, \(alphabet) included; line ends are not counted; words begin at white space.",
      isScaled
        ? "Training data are as many bytes as each language needs for the sentences (scaled)."
        : "Training data are \(least) bytes of every language at most (unscaled).",
    ] + (subject.isSample ? ["The texts are the program's own samples."] : [])
  }

  private var curves: Chart {
    var series = counts.rows.map { row in
      Chart.Series(
        name: row.language,
        points: row.points.map { Chart.Point(Double($0.vocabulary), Double($0.tokens)) })
    }
    if let target, let first = counts.grid.first, let last = counts.grid.last {
      let reached = optima.filter { !$0.isBeyond }.compactMap { optimum in
        optimum.vocabulary.map { Chart.Point($0, target, label: optimum.language) }
      }
      series.append(
        Chart.Series(
          name: "target", points: [Chart.Point(Double(first), target), Chart.Point(Double(last), target)],
          style: .guide))
      series.append(Chart.Series(name: "V*", points: reached, style: .points))
    }
    return Chart(
      title: "Tokens for the same content", x: .init("vocabulary V (entries)", isLogarithmic: true),
      y: .init("CTC (tokens of the whole text)", isLogarithmic: true), series: series,
      footnotes: ["V*: where a language's fit CTC = a·V^b meets the target; arXiv 2510.21909"])
  }

  private var premiums: Bars {
    let bars = counts.premiums(at: vocabulary, against: reference).sorted {
      ($1.premium, $0.language) < ($0.premium, $1.language)
    }
    return Bars(
      title: "Token premium at V = \(vocabulary)",
      unit: "tokens by those of \(reference ?? "the language with the fewest")",
      bars: bars.map { Bars.Bar(label: .text($0.language), value: $0.premium) })
  }

  private var optimumTable: Table {
    let goal = target.map { String(Int($0.rounded())) } ?? "the target"
    return Table(
      title: "The vocabulary that brings each language to \(goal) tokens", columns: Self.optimumColumns,
      rows: zip(counts.rows, optima).map(optimumRow),
      footnotes: [
        "CTC, premium: at V = \(vocabulary), against \(reference ?? "the language with the fewest tokens")",
        "a, b, R²: of ln CTC = ln a + b ln V by least squares; points: vocabularies that training reached with fewer tokens than before",
        "V*: (CTC*/a)^(1/b); beyond: outside the vocabularies measured, so extrapolated",
        "CTC at V*: of a tokenizer trained with round(V*) entries",
      ])
  }

  private static let optimumColumns =
    [Table.Column("language", key: "language")]
    + [
      ("CTC", "ctc"), ("premium", "premium"), ("a", "a"), ("b", "b"), ("R²", "r2"), ("points", "points"),
      ("V*", "optimal_v"),
    ].map { Table.Column($0.0, key: $0.1, isNumeric: true) }
    + [
      Table.Column("", key: "note"), Table.Column("CTC at V*", key: "ctc_at_optimal", isNumeric: true),
      Table.Column("premium at V*", key: "premium_at_optimal", isNumeric: true),
    ]

  private func optimumRow(_ row: TokenCounts.Row, _ optimum: Optimum) -> [Value] {
    let before = counts.premiums(at: vocabulary, against: reference).first { $0.language == row.language }
    let measured = optima.compactMap { $0.measured?.tokens }
    let base = optima.first { $0.language == reference }?.measured?.tokens ?? measured.min()
    let after = base.flatMap { base in optimum.measured.map { Double($0.tokens) / Double(base) } }
    return [
      .text(row.language), whole(tokens(of: row)), decimal(before?.premium, 3), decimal(optimum.fit?.a, 1),
      decimal(optimum.fit?.b, 4), decimal(optimum.fit?.determination, 4), .integer(optimum.pointCount),
      decimal(optimum.vocabulary, 1), .text(note(optimum)), whole(optimum.measured?.tokens),
      decimal(after, 3),
    ]
  }

  private func note(_ optimum: Optimum) -> String {
    if optimum.vocabulary == nil { return "no fit" }
    if optimum.isBeyond { return optimum.measured == nil ? "beyond, not trained" : "beyond" }
    return optimum.measured.map { $0.isReached ? "" : "saturated" } ?? ""
  }

  private var scatter: Chart {
    let points = points(feature)
    var series = [
      Chart.Series(
        name: "languages", points: points.map { Chart.Point($0.x, $0.y, label: $0.language) }, style: .points)
    ]
    if let line = LinearFit(points.map { ($0.x, $0.y) }), let least = points.map(\.x).min(),
      let most = points.map(\.x).max()
    {
      let ends = [least, most].map { Chart.Point($0, line.intercept + line.slope * $0) }
      series.append(Chart.Series(name: "R² \(rounded(line.determination))", points: ends, style: .guide))
    }
    return Chart(
      title: "Tokens by \(feature.rawValue)", x: .init("\(feature.rawValue) (\(feature.unit))"),
      y: .init("CTC at V = \(vocabulary) (tokens)"), series: series, footnotes: [Self.caution])
  }

  private var regressions: Table {
    var rows = PremiumFeature.allCases.map { feature -> [Value] in
      let fit = LinearFit(points(feature).map { ($0.x, $0.y) })
      return [.text(feature.rawValue), decimal(fit?.slope, 3), decimal(fit?.determination, 4)]
    }
    rows.append([
      .text("similarity, token length and whitespace together"), .none, decimal(jointDetermination, 4),
    ])
    return Table(
      title: "What goes with the number of tokens",
      columns: [
        Table.Column("feature", key: "feature"), Table.Column("slope", key: "slope", isNumeric: true),
        Table.Column("R²", key: "r2", isNumeric: true),
      ], rows: rows,
      footnotes: [
        Self.caution, "a feature that is the same for all languages explains nothing and has no R²",
        "data similarity: share of the test text's word types that training has seen; 1 where both are the same text",
      ])
  }

  private static let caution =
    "R² is no cause: in the paper data similarity has the best R² (.239) and changing it changes nothing"

  private var inequityTable: Table? {
    guard case (let same?, let own?) = inequities else { return nil }
    let rows = [("the same V = \(vocabulary)", same), ("its own V*", own)].map { name, value -> [Value] in
      [
        .text(name), .integer(value.count), .number(value.mean, decimals: 1),
        .number(value.variance, decimals: 1),
        .number(value.standardDeviation, decimals: 1), .number(value.variation, decimals: 4),
        .number(value.spread, decimals: 3), .number(value.gini, decimals: 4),
      ]
    }
    let titles = ["languages", "mean", "variance", "deviation", "variation", "largest by smallest", "Gini"]
    let keys = ["languages", "mean", "variance", "deviation", "variation", "spread", "gini"]
    var notes = [
      "CTC over languages that were measured at both; variance with n − 1; variation: deviation by mean, which a larger V for all does not lower"
    ]
    if let test = same.comparison(with: own) {
      notes.append(
        "F(\(same.count - 1),\(own.count - 1)) = \(rounded(test.f)) of the two variances, p = \(scientific(test.p)) two-sided"
      )
    }
    return Table(
      title: "How unequal the languages are",
      columns: [Table.Column("each language has", key: "vocabulary")]
        + zip(titles, keys).map { Table.Column($0, key: $1, isNumeric: true) }, rows: rows, footnotes: notes)
  }

  private var featureTable: Table {
    let base = languages.first { $0.row.language == reference }?.bytes ?? languages.map(\.bytes).min()
    return Table(
      title: "What the languages look like",
      columns: [Table.Column("language", key: "language"), Table.Column("script", key: "script")]
        + PremiumFeature.allCases.map {
          Table.Column($0.rawValue, key: "\($0)", isNumeric: true)
        } + [Table.Column("byte premium", key: "byte_premium", isNumeric: true)],
      rows: languages.map { language in
        [.text(language.row.language), .text(language.features.script)]
          + PremiumFeature.allCases.map { decimal(value($0, language), 4) }
          + [decimal(base.map { Double(language.bytes) / Double(max(1, $0)) }, 4)]
      },
      footnotes: [
        "whitespace share, bytes per character, entropies (bits): of the parallel text; token length: characters by tokens at V = \(vocabulary)",
        "byte premium: bytes by those of \(reference ?? "the language with the fewest")",
      ])
  }

  private var sharedTable: Table {
    let place = reference.flatMap { name in languages.firstIndex { $0.row.language == name } }
    let bases = shared.map { one in place.map { one.tokens[$0] } ?? one.tokens.min() ?? 1 }
    let columns = shared.enumerated().flatMap { index, one in
      [
        Table.Column(one.name, key: "tokens_\(index + 1)", isNumeric: true),
        Table.Column("premium", key: "premium_\(index + 1)", isNumeric: true),
      ]
    }
    return Table(
      title: "The open tokenizers, the same for all languages",
      columns: [Table.Column("language", key: "language")] + columns,
      rows: languages.indices.map { row in
        [.text(languages[row].row.language)]
          + shared.indices.flatMap { index -> [Value] in
            let tokens = shared[index].tokens[row]
            return [.integer(tokens), .number(Double(tokens) / Double(max(1, bases[index])), decimals: 3)]
          }
      },
      footnotes: [
        "tokens of the parallel text, line by line; premium: by those of \(reference ?? "the language with the fewest")"
      ])
  }

  private func whole(_ value: Int?) -> Value { value.map { .integer($0) } ?? .none }
  private func decimal(_ value: Double?, _ decimals: Int) -> Value {
    value.map { .number($0, decimals: decimals) } ?? .none
  }
  private func rounded(_ value: Double?) -> String {
    value.map { String(($0 * 1000).rounded() / 1000) } ?? "–"
  }
  private func scientific(_ value: Double) -> String {
    value >= 0.001 || value == 0 ? rounded(value) : String(value)
  }
}
