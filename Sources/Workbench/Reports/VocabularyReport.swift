import Figures
import Prints
import Tokens

/// Entries of a vocabulary as a table.
package struct VocabularyReport: Sendable {
  private let tokenizer: any Tokenizer
  private let index: VocabularyIndex

  package init(_ tokenizer: any Tokenizer, _ index: VocabularyIndex) {
    self.tokenizer = tokenizer
    self.index = index
  }

  /// What a row says, in order.
  package static let columns = [
    Table.Column("id", key: "id", isNumeric: true),
    Table.Column("text", key: "text"),
    Table.Column("bytes", key: "hex"),
    Table.Column("length", key: "length", isNumeric: true),
    Table.Column("kind", key: "kind"),
    Table.Column("rank or score", key: "weight", isNumeric: true),
    Table.Column("script", key: "script"),
  ]

  /// The entries `ids`, which are the first of `total` that `query` found.
  package func table(_ ids: [TokenID], of total: Int, query: String) -> Table {
    let what = query.isEmpty ? "" : " for ‘\(query)’"
    let cut = ids.count < total ? ", \(ids.count) shown" : ""
    return Table(
      title: "\(tokenizer.card.name): \(total) of \(tokenizer.vocabulary.count) entries\(what)\(cut)",
      columns: Self.columns, rows: ids.map(row),
      footnotes: ["length: bytes. rank: lower merges first. script: of the first letter, Unicode 16."])
  }

  /// One row, values in the order of `columns`.
  package func row(_ id: TokenID) -> [Value] {
    let bytes = index.bytes(of: id)
    return [
      .integer(Int(id)), .bytes(bytes), .text(hexText(bytes)), .integer(bytes.count),
      .text(tokenizer.vocabulary.kind(of: id).rawValue), weightValue(tokenizer.vocabulary.weight(of: id)),
      .text(index.script(of: id)),
    ]
  }
}

/// Bytes as pairs of hexadecimal digits: `e4 b8 ad`.
func hexText(_ bytes: [UInt8]) -> String {
  var out: [UInt8] = []
  for byte in bytes {
    if !out.isEmpty { out.append(0x20) }
    out.append(hex: [byte])
  }
  return String(decoding: out, as: UTF8.self)
}

/// A rank is a whole number, a score has six decimals.
func weightValue(_ weight: EntryWeight?) -> Value {
  switch weight {
  case .rank(let rank): .integer(rank)
  case .score(let score): .number(score, decimals: 6)
  case nil: .none
  }
}
