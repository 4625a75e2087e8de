import Basics
import Figures
import Tokens

/// What a check of a vocabulary, or of two, has found; for the check pane and for `tessera check`.
package struct CheckReport: Sendable {
  /// The most findings of one topic that are listed.
  package static let standardLimit = 20

  private let name: String
  private let limit: Int

  /// `limit` is how many findings of a topic are listed; 0 lists all.
  package init(name: String, limit: Int = Self.standardLimit) {
    self.name = name
    self.limit = limit
  }

  /// A table of topics with their counts, then the findings of each.
  package func figures(_ check: VocabularyCheck) -> [Figure] {
    let topics = VocabularyCheck.Topic.allCases
    let rows: [[Value]] = topics.map { topic in
      let count = check.findings[topic]?.count ?? 0
      let verdict = count == 0 ? "none" : topic.isFault ? "wrong" : "good to know"
      return [.text(topic.title), .integer(count), .text(verdict), .text(topic.meaning)]
    }
    let table = Table(
      title:
        "\(name): \(check.entryCount) entries, \(check.hasFaults ? "something is wrong" : "nothing is wrong")",
      columns: [
        Table.Column("what", key: "what"), Table.Column("count", key: "count", isNumeric: true),
        Table.Column("", key: "verdict"), Table.Column("meaning", key: "meaning"),
      ], rows: rows)
    return [.table(table)]
      + topics.compactMap { topic in check.findings[topic].map { .table(list($0, topic)) } }
  }

  private func list(_ findings: [VocabularyCheck.Finding], _ topic: VocabularyCheck.Topic) -> Table {
    let shown = limit == 0 ? findings[...] : findings.prefix(limit)
    let more = findings.count > shown.count ? ", the first \(shown.count)" : ""
    return Table(
      title: "\(topic.title) (\(findings.count)\(more))",
      columns: [
        Table.Column("id", key: "id", isNumeric: true), Table.Column("text", key: "text"),
        Table.Column("what was seen", key: "detail"),
      ], rows: shown.map { [.integer(Int($0.id)), .bytes($0.text), .text($0.detail)] })
  }

  /// What two tokenizers agree on.
  package func figures(_ agreement: Agreement, against other: String, on textName: String) -> [Figure] {
    var lines: [String] = []
    if agreement.entries.isEmpty {
      lines.append("The vocabularies are the same: every id stands for the same text.")
    } else {
      lines.append("The vocabularies differ in \(agreement.entries.count) ids.")
    }
    if let parting = agreement.disagreement {
      lines.append(
        "On \(textName) the first \(agreement.agreedBytes) of \(agreement.textBytes) bytes are encoded alike. "
          + "At byte \(parting.offset) \(name) goes on with \(Self.list(parting.first)), \(other) with "
          + "\(Self.list(parting.second)).")
      lines.append("The stage that causes it: \(parting.cause.title). In detail: \(parting.explanation).")
    } else {
      lines.append("On \(textName) both give the same ids for all \(agreement.textBytes) bytes.")
    }
    let note = Figure.note(Note(title: "\(name) against \(other)", lines: lines))
    if agreement.entries.isEmpty { return [note] }
    let shown = limit == 0 ? agreement.entries[...] : agreement.entries.prefix(limit)
    return [
      note,
      .table(
        Table(
          title: "Ids that differ (\(agreement.entries.count))",
          columns: [
            Table.Column("id", key: "id", isNumeric: true), Table.Column(name, key: "first"),
            Table.Column(other, key: "second"),
          ],
          rows: shown.map { entry in
            [
              .integer(Int(entry.id)), entry.first.map { .bytes($0) } ?? .text("no entry"),
              entry.second.map { .bytes($0) } ?? .text("no entry"),
            ]
          })),
    ]
  }

  private static func list(_ ids: [TokenID]) -> String {
    ids.isEmpty ? "nothing" : ids.map(String.init).joined(separator: " ") + " …"
  }
}

extension Agreement.Disagreement.Cause {
  fileprivate var title: String {
    switch self {
    case .addedTokens: "added tokens"
    case .text: "the text that reaches the model (normalizer, prefix space or charsmap)"
    case .cuts: "the splitter (pre-tokenizer)"
    case .model: "the model"
    }
  }
}

extension VocabularyCheck.Topic {
  fileprivate var title: String {
    switch self {
    case .duplicates: "duplicates"
    case .unreachable: "unreachable entries"
    case .deadMerges: "merges that never fire"
    case .redundantMerges: "merges that never fire, without harm"
    case .reachableSpecials: "special tokens reachable as plain text"
    case .otherwise: "entries that encode differently alone"
    case .holes: "holes"
    case .notText: "entries that are not UTF-8"
    case .recognisedSpecials: "special tokens recognised in text"
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .duplicates: "two ids stand for the same text; only one is ever produced"
    case .unreachable: "no text that was tried gives them"
    case .deadMerges: "others come first, and nothing else makes their entry"
    case .redundantMerges: "others come first and make the same entry; converters list such"
    case .reachableSpecials: "even with special text taken as plain text"
    case .otherwise: "the splitter lets them through only beside other text"
    case .holes: "ids below the largest that stand for nothing"
    case .notText: "parts of characters, usual in byte-level vocabularies"
    case .recognisedSpecials: "as the library does unless told not to"
    }
  }
}
