import Figures

/// Parallel texts.
extension CorpusReport {
  /// Languages whose texts have equally many lines, taken as translations of each other; nil when there are not two.
  var parallel: Table? {
    let told = languages.filter { $0.name != Self.untold && $0.lines > 1 }
    let sizes = Dictionary(grouping: told, by: \.lines).filter { $0.value.count > 1 }
    guard let texts = sizes.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) })?.value,
      let reference = texts.first(where: { $0.name == (prices.reference.isEmpty ? "en" : prices.reference) })
        ?? texts.min(by: { $0.tokens[0] < $1.tokens[0] })
    else { return nil }
    let languages = texts.map { text in
      var premium = LanguagePremium(text.name, tokenizers: names.count)
      premium.messageCount = text.lines
      (premium.originalBytes, premium.translationBytes) = (reference.bytes, text.bytes)
      (premium.originalTokens, premium.translationTokens) = (reference.tokens, text.tokens)
      return premium
    }
    let sorted = languages.sorted { ($0.premium(0) ?? 0, $1.language) > ($1.premium(0) ?? 0, $0.language) }
    return Self.premiums(
      sorted, names: names, limit: 0,
      title: "Token premium v \(reference.name), of texts with \(reference.lines) lines each",
      unit: "lines", of: "the same lines in \(reference.name), if the texts are translations of each other")
  }

  /// What each language costs beside the language of the programs, from messages that say the same.
  package static func premiums(_ languages: [LanguagePremium], names: [String], limit: Int, isPartial: Bool)
    -> Table
  {
    premiums(
      languages, names: names, limit: limit,
      title: "Token premium by language" + (isPartial ? ", partial" : ""),
      unit: "messages", of: "the same messages in the programs' own language")
  }

  private static func premiums(
    _ languages: [LanguagePremium], names: [String], limit: Int, title: String, unit: String, of what: String
  ) -> Table {
    let shown = limit == 0 ? languages[...] : languages.prefix(limit)
    var columns = [
      Table.Column("language", key: "language"), Table.Column(unit, key: unit, isNumeric: true),
      Table.Column("bytes v original", key: "byte_premium", isNumeric: true),
    ]
    for row in names.indices {
      let (letter, key) = (DiffReport.letter(row), DiffReport.letter(row).lowercased())
      columns.append(Table.Column("tokens \(letter)", key: "tokens_\(key)", isNumeric: true))
      columns.append(Table.Column("premium \(letter)", key: "premium_\(key)", isNumeric: true))
    }
    let rows = shown.map { language -> [Value] in
      var line: [Value] = [
        .text(language.language), .integer(language.messageCount),
        ratio(language.translationBytes, language.originalBytes),
      ]
      for row in names.indices {
        line.append(.integer(language.translationTokens[row]))
        line.append(language.premium(row).map { .number($0, decimals: 3) } ?? .none)
      }
      return line
    }
    let more = languages.count > shown.count ? " (\(shown.count) of \(languages.count))" : ""
    let tokenizers = names.indices.map { "\(DiffReport.letter($0)) \(names[$0])" }.joined(separator: ", ")
    return Table(
      title: "\(title)\(more): \(tokenizers)", columns: columns, rows: rows,
      footnotes: [
        "Premium: tokens for each token of \(what).",
        "Source: Petrov, La Malfa, Torr and Bibi, “Language model tokenizers introduce unfairness between languages”, 2023, arXiv 2305.15425.",
      ])
  }
}
