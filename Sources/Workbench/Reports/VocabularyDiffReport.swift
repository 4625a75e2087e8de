import Basics
import Figures
import Formats
import Tokens

/// Two vocabularies and configurations side by side; for the vocabulary diff and for `tessera diff --vocab`.
package struct VocabularyDiffReport: Sendable {
  private let first: any Tokenizer
  private let second: any Tokenizer
  package let comparison: VocabularyComparison

  /// Throws when cancelled.
  package init(_ first: any Tokenizer, _ second: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    self.first = first
    self.second = second
    comparison = try VocabularyComparison(first.vocabulary, second.vocabulary, ticket)
  }

  /// Whether anything differs: entries, ids, ranks or configuration.
  package var areSame: Bool {
    let counts = comparison.counts
    return [.onlyFirst, .onlySecond, .otherID, .otherRank].allSatisfy { (counts[$0] ?? 0) == 0 }
      && configuration.rows.allSatisfy { $0.last == .text("same") }
  }

  /// How many entries of each kind.
  package var summary: Table {
    let rows = VocabularyComparison.Kind.allCases.map { kind -> [Value] in
      [.text(Self.title(kind)), .integer(comparison.counts[kind] ?? 0), .text(Self.meaning(kind))]
    }
    return Table(
      title:
        "A \(first.card.name) (\(first.vocabulary.count) entries), B \(second.card.name) (\(second.vocabulary.count))",
      columns: [
        Table.Column("entries", key: "kind"), Table.Column("count", key: "count", isNumeric: true),
        Table.Column("meaning", key: "meaning"),
      ], rows: rows)
  }

  /// What the files say of everything but the entries.
  package var configuration: Table {
    let rows = zip(Self.facts(first), Self.facts(second)).map { a, b -> [Value] in
      [.text(a.0), .text(a.1), .text(b.1), .text(a.1 == b.1 ? "same" : "differs")]
    }
    return Table(
      title: "Configuration",
      columns: [
        Table.Column("what", key: "what"), Table.Column("A", key: "a"), Table.Column("B", key: "b"),
        Table.Column("", key: "verdict"),
      ], rows: rows)
  }

  /// Entries by index, for a list that is searched.
  package func table(_ indexes: [Int], title: String) -> Table {
    Table(
      title: title,
      columns: [
        Table.Column("", key: "kind"), Table.Column("text", key: "text"),
        Table.Column("id in A", key: "id_a", isNumeric: true),
        Table.Column("id in B", key: "id_b", isNumeric: true),
        Table.Column("rank in A", key: "rank_a", isNumeric: true),
        Table.Column("rank in B", key: "rank_b", isNumeric: true),
      ], rows: indexes.map { row(comparison.entries[$0]) })
  }

  private func row(_ entry: VocabularyComparison.Entry) -> [Value] {
    func id(_ side: Int) -> Value { entry.ids[side].map { .integer(Int($0)) } ?? .none }
    func weight(_ side: Int) -> Value { entry.weights[side].map(WhyReport.value) ?? .none }
    return [.text(Self.mark(entry)), .bytes(entry.text), id(0), id(1), weight(0), weight(1)]
  }

  /// The entries of a kind (nil: all that differ) whose text holds `query`, by index.
  package func indexes(of kind: VocabularyComparison.Kind?, holding query: [UInt8], _ ticket: Ticket)
    throws(Trouble) -> [Int]
  {
    var result: [Int] = []
    for (index, entry) in comparison.entries.enumerated() {
      if index % 4096 == 0 { try ticket.step(Double(index) / Double(comparison.entries.count)) }
      let kinds = VocabularyComparison.kinds(of: entry)
      let isWanted = kind.map(kinds.contains) ?? (kinds != [.shared])
      if isWanted, query.isEmpty || Self.holds(entry.text, query) { result.append(index) }
    }
    return result
  }

  private static func holds(_ text: [UInt8], _ query: [UInt8]) -> Bool {
    guard text.count >= query.count else { return false }
    return (0...text.count - query.count).contains { text[$0..<$0 + query.count].elementsEqual(query) }
  }

  private static func mark(_ entry: VocabularyComparison.Entry) -> String {
    let kinds = VocabularyComparison.kinds(of: entry)
    if kinds.contains(.onlyFirst) { return "only A" }
    if kinds.contains(.onlySecond) { return "only B" }
    if kinds.contains(.otherID) { return "other id" }
    return kinds.contains(.otherRank) ? "other rank" : "same"
  }

  /// What a kind is called.
  package static func title(_ kind: VocabularyComparison.Kind) -> String {
    switch kind {
    case .shared: "shared"
    case .onlyFirst: "only in A"
    case .onlySecond: "only in B"
    case .otherID: "other id"
    case .otherRank: "other rank"
    case .special: "special"
    }
  }

  private static func meaning(_ kind: VocabularyComparison.Kind) -> String {
    switch kind {
    case .shared: "the same text is in both"
    case .onlyFirst, .onlySecond: "no entry of the other has this text"
    case .otherID: "shared, under different ids"
    case .otherRank: "shared, and the merge that makes it comes at another place"
    case .special: "special, control, added or user-defined in at least one"
    }
  }

  /// The same questions to both, so that the answers stand in the same order.
  private static func facts(_ tokenizer: any Tokenizer) -> [(String, String)] {
    let card = tokenizer.card
    let parts = (tokenizer as? Pipeline)?.parts
    func section(_ name: String) -> String {
      parts?.sections[name].map { $0 == .null ? "none" : $0.json } ?? "not declared in the file"
    }
    let specials =
      parts?.added.all.filter(\.isSpecial).map { String(decoding: $0.content, as: UTF8.self) } ?? []
    let listed = specials.prefix(8).joined(separator: " ") + (specials.count > 8 ? " …" : "")
    return [
      ("format", card.format), ("algorithm", card.algorithm), ("splitter", card.splitter),
      ("normalizer", section("normalizer")), ("pre-tokenizer", section("pre_tokenizer")),
      ("post-processor", section("post_processor")), ("decoder", section("decoder")),
      ("entries", String(tokenizer.vocabulary.count)),
      ("special tokens", specials.isEmpty ? "none" : "\(specials.count): \(listed)"),
    ]
  }
}
