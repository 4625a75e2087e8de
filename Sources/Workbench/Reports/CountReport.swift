import Figures

/// Where the tokens are: files and folders with their sums.
package struct CountReport: Sendable {
  /// What comes first inside a folder.
  package enum Order: String, Sendable, CaseIterable {
    /// Most tokens of the first tokenizer.
    case tokens
    /// Most bytes.
    case bytes
    /// Fewest bytes a token: what costs most.
    case ratio
    case name
  }

  private let root: CountNode
  private let tokenizers: [String]
  private let binary: Int
  private let files: Int

  package init(_ counts: [FileCount], tokenizers: [String]) {
    self.tokenizers = tokenizers
    binary = counts.count { $0.isBinary }
    files = counts.count - binary
    root = CountNode(counts.filter { !$0.isBinary }, tokenizers: tokenizers.count)
  }

  /// The sums.
  package func totals() -> Table {
    let rows = zip(tokenizers, root.tokens).map { name, tokens -> [Value] in
      [.text(name), .integer(tokens), .integer(root.bytes), Self.ratio(root.bytes, tokens), .integer(files)]
    }
    var notes = ["bytes per token: higher is denser"]
    if binary > 0 { notes.append("\(binary) binary files were passed over; --binary counts them") }
    return Table(
      title: "Total",
      columns: [
        Table.Column("tokenizer", key: "tokenizer"), Table.Column("tokens", key: "tokens", isNumeric: true),
        Table.Column("bytes", key: "bytes", isNumeric: true),
        Table.Column("bytes per token", key: "bytes_per_token", isNumeric: true),
        Table.Column("files", key: "files", isNumeric: true),
      ], rows: rows, footnotes: notes)
  }

  /// Folders and files as they lie in each other, down to `depth` levels.
  package func tree(_ order: Order, depth: Int?) -> Tree {
    let heads = tokenizers.flatMap { name in
      tokenizers.count == 1 ? ["tokens", "share", "bytes/token"] : ["\(name)", "share", "bytes/token"]
    }
    let nodes = root.listed(order, depth: depth).map { node, level in
      let details = node.tokens.indices.flatMap { i in
        [
          .integer(node.tokens[i]), Self.share(node.tokens[i], root.tokens[i]),
          Self.ratio(node.bytes, node.tokens[i]),
        ]
      }
      return Tree.Node(depth: level, label: .text(node.label), details: details + [.integer(node.bytes)])
    }
    return Tree(title: "Where the tokens are", detailTitles: heads + ["bytes"], nodes: nodes)
  }

  /// The same as rows, for programs: one for each folder and file, with its whole path.
  package func list(_ order: Order, depth: Int?) -> Table {
    let counted = tokenizers.map {
      Table.Column("\($0), tokens", key: tokenizers.count == 1 ? "tokens" : "tokens_\($0)", isNumeric: true)
    }
    let rows = root.listed(order, depth: depth).map { node, level -> [Value] in
      [.text(node.path), .text(node.isFolder ? "folder" : "file"), .integer(level), .integer(node.bytes)]
        + node.tokens.map { .integer($0) }
    }
    return Table(
      title: "Files and folders",
      columns: [
        Table.Column("path", key: "path"), Table.Column("kind", key: "kind"),
        Table.Column("depth", key: "depth", isNumeric: true),
        Table.Column("bytes", key: "bytes", isNumeric: true),
      ] + counted, rows: rows)
  }

  private static func ratio(_ bytes: Int, _ tokens: Int) -> Value {
    tokens > 0 ? .number(Double(bytes) / Double(tokens), decimals: 2) : .none
  }

  private static func share(_ part: Int, _ whole: Int) -> Value {
    whole > 0 ? .share(Double(part) / Double(whole)) : .none
  }
}
