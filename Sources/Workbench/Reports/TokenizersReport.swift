import Figures
import Formats

/// The tokenizers found on this machine as a table.
package struct TokenizersReport: Sendable {
  private let entries: [ShelfEntry]

  package init(_ entries: [ShelfEntry]) { self.entries = entries }

  /// One row an entry, in the order of the shelf; what cannot be opened says why.
  package var table: Table {
    let unreadable = entries.count { $0.unreadable != nil }
    let note =
      unreadable > 0 ? ["\(unreadable) of \(entries.count) cannot be opened; their trouble says why"] : []
    return Table(
      title: "Tokenizers on this machine",
      columns: [
        Table.Column("name", key: "name"), Table.Column("found in", key: "source"),
        Table.Column("file", key: "path"),
        Table.Column("trouble", key: "trouble"), Table.Column("about", key: "detail"),
      ], rows: entries.map(row), footnotes: note)
  }

  private func row(_ entry: ShelfEntry) -> [Value] {
    let prefix = entry.source.title + ", "
    let detail = entry.detail.hasPrefix(prefix) ? String(entry.detail.dropFirst(prefix.count)) : ""
    return [
      .text(entry.name), .text(entry.source.title), entry.path.map { .text($0) } ?? .none,
      entry.unreadable.map { .text($0) } ?? .none, .text(detail),
    ]
  }
}
