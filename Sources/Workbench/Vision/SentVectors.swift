import Basics
import Patches
import Tensors
import Tokens

/// Names for rows that no tokenizer numbers: words of a table, tokens of pictures.
private struct NamedRows: Vocabulary {
  /// The words, and behind them the tokens.
  let words: WordTable?
  let tokens: [String]

  var count: Int { idLimit }
  var idLimit: Int { (words?.rows.count ?? 0) + tokens.count }

  func bytes(of id: TokenID) -> [UInt8]? {
    let (id, first) = (Int(id), words?.rows.count ?? 0)
    guard id < idLimit else { return nil }
    return Array((id < first ? words?.word(id) ?? "" : tokens[id - first]).utf8)
  }

  func id(of bytes: [UInt8]) -> TokenID? {
    (0..<TokenID(idLimit)).first { self.bytes(of: $0) == bytes }
  }

  func kind(of id: TokenID) -> EntryKind { Int(id) < idLimit ? .normal : .hole }
  func weight(of id: TokenID) -> EntryWeight? { nil }
}

/// Stands in for a tokenizer where rows have names but no text is cut.
private struct RowNames: Tokenizer {
  let card: TokenizerCard
  let vocabulary: any Vocabulary

  func encode(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> [Token] { [] }
  func decode(_ ids: [TokenID], _ options: DecodeOptions) throws(Trouble) -> [UInt8] {
    ids.flatMap { vocabulary.bytes(of: $0) ?? [] }
  }
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { from }
}

/// Tokens of pictures, and the words beside them, sent to the panes of vectors: these see rows with names, as of any embeddings.
package struct SentVectors: Sendable, Equatable {
  package let loaded: LoadedEmbeddings
  /// The rows that were meant.
  package let ids: [TokenID]
  /// Rows of one kind, by what they are called.
  package let groups: [Group]

  /// Rows that a picture shows with a sign of their own.
  package struct Group: Sendable, Equatable {
    package var name: String
    package var ids: Set<TokenID>
  }

  package var embeddings: Embeddings? { try? loaded.result.get() }

  /// All tokens of the pictures of a report at its layer, and the words when they are as wide; meant are the tokens `cells` of its picture.
  /// Throws when there are too many.
  init(_ report: MapReport, cells: [Int]) throws(Trouble) {
    let album = report.album
    let width = report.layer.rows.size(1)
    let words = album.words.flatMap { $0.rows.width == width ? $0 : nil }
    let pictures = album.pictures.indices.filter {
      album.pictures[$0].layers[album.layer(of: $0)].rows.size(1) == width
    }
    let first = words?.rows.count ?? 0
    var (names, sources, start) = ([String](), words.map { [$0.rows] } ?? [], first)
    for index in pictures {
      let picture = album.pictures[index]
      if index == report.index { start = first + names.count }
      names += (0..<picture.grid.count).map { Self.name($0, of: picture) }
      sources.append(TensorRows(picture.layers[album.layer(of: index)].rows))
    }
    let title = "tokens of \(album.order.name) at \(report.layer.name)"
    let tokenizer = RowNames(
      card: TokenizerCard(name: title, format: "rows", algorithm: ""),
      vocabulary: NamedRows(words: words, tokens: names))
    let embeddings = Embeddings(
      tokenizer, matrix: try StackedRows(sources, named: title).tensor(named: title),
      notes: [words == nil ? title : "\(title), and words", album.label])
    // Numbers of tokenizers that were loaded are not negative.
    let number = -1 - album.number.opening * 1000 - album.number.step
    let request = EmbeddingsRequest(
      tokenizer: LoadedTokenizer(number: number, tokenizer), path: title, tensor: nil)
    loaded = LoadedEmbeddings(request: request, result: .success(embeddings))
    ids = cells.map { TokenID(start + $0) }
    groups = Self.groups(report, from: start)
  }

  private static func name(_ cell: Int, of picture: MapPicture) -> String {
    let (row, column) = picture.place(of: cell)
    return "\(picture.name) \(row),\(column)"
  }

  private static func groups(_ report: MapReport, from start: Int) -> [Group] {
    guard let groups = report.groups else { return [] }
    return MapState.allCases.compactMap { state in
      let cells = groups.cells(state)
      return cells.isEmpty ? nil : Group(name: state.title, ids: Set(cells.map { TokenID(start + $0) }))
    }
  }
}
