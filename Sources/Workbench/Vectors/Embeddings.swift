import Basics
import Formats
import Tensors
import Tokens

/// A tokenizer with the matrix that holds a vector for each of its entries.
package struct Embeddings: Sendable {
  package let tokenizer: any Tokenizer
  package let matrix: StoredTensor
  /// Where the matrix was found, and what its file says that it is: one sentence each.
  package let notes: [String]

  /// What files with the matrix are called that stand beside a tokenizer, the most certain first; before these comes
  /// `NAME.embed.safetensors` beside `NAME.json`.
  package static let usualFiles = [
    "embed.safetensors", "embeddings.safetensors", "embed.npy", "embeddings.npy", "model.safetensors",
    "model.safetensors.index.json",
  ]

  /// Opens the matrix in the file at `path`, or in the one that stands beside the tokenizer, by name or as it is usually
  /// called. Throws when there is none, or when it has fewer rows than the tokenizer has ids.
  package init(_ tokenizer: any Tokenizer, path: String? = nil, tensor name: String? = nil) throws(Trouble) {
    guard let path = path ?? Self.path(beside: tokenizer.card.path) else {
      throw Trouble(
        .input, "no embeddings stand beside \(tokenizer.card.name)",
        remedy:
          "Name a file of tensors, put embed.safetensors beside the tokenizer, or make one from texts: tessera embed"
      )
    }
    let file = try TensorFileReader.open(path)
    let matrix = try Self.find(name, in: file)
    guard matrix.shape.rank == 2, matrix.rowCount >= tokenizer.vocabulary.idLimit else {
      throw Trouble(
        .input, at: .field(file: path, name: matrix.name),
        "\(matrix.shape) is no row for each of \(tokenizer.vocabulary.idLimit) ids of \(tokenizer.card.name)",
        remedy: "Give the tokenizer that the matrix was made for, or name another tensor")
    }
    self.tokenizer = tokenizer
    self.matrix = matrix
    notes =
      ["\(PathNames.last(path)): \(matrix.name) \(matrix.shape), \(matrix.type)"]
      + (file.metadata["about"].map { [$0] } ?? [])
  }

  /// Rows that were made in other ways; there must be one for each id.
  package init(_ tokenizer: any Tokenizer, matrix: StoredTensor, notes: [String]) {
    precondition(matrix.rowCount >= tokenizer.vocabulary.idLimit, "every id has a row")
    (self.tokenizer, self.matrix, self.notes) = (tokenizer, matrix, notes)
  }

  /// The file with the matrix that stands beside a tokenizer's file, or is that file.
  package static func path(beside path: String) -> String? {
    if path.isEmpty { return nil }
    if path.hasSuffix(".gguf") { return path }
    let isFolder = PathNames.isFolder(path)
    let folder = isFolder ? path : PathNames.folder(path)
    let own = isFolder ? [] : ["\(PathNames.stem(path)).embed.safetensors"]
    return (own + usualFiles).map { folder + "/" + $0 }.first(where: PathNames.isFile)
  }

  private static func find(_ name: String?, in file: TensorFile) throws(Trouble) -> StoredTensor {
    if let name { return try file.tensor(named: name) }
    for usual in EmbeddingNames.usual {
      if let found = file.tensors.first(where: { $0.name.hasSuffix(usual) }) { return found }
    }
    if file.tensors.count == 1 { return file.tensors[0] }
    throw Trouble(
      .usage, at: .file(file.path), "no tensor is called as embeddings usually are",
      remedy: "Name it; tessera tensor ls lists them")
  }

  /// A term of a sum: an entry, and whether it is added or taken off.
  package struct Term: Sendable, Equatable {
    package var id: TokenID
    package var sign: Float
  }

  /// The terms of `king - man + woman`: entries as they are written, or else with a space before; `#123` is an id.
  package func terms(_ words: String) throws(Trouble) -> [Term] {
    var terms: [Term] = []
    var sign: Float = 1
    for word in words.split(separator: " ", omittingEmptySubsequences: true) {
      if word == "+" || word == "-" {
        sign = word == "+" ? 1 : -1
        continue
      }
      terms.append(Term(id: try entry(String(word)), sign: sign))
      sign = 1
    }
    if terms.isEmpty {
      throw Trouble(.usage, "no entry is named", remedy: "Name one, or a sum as: king - man + woman")
    }
    return terms
  }

  private func entry(_ word: String) throws(Trouble) -> TokenID {
    let vocabulary = tokenizer.vocabulary
    if word.hasPrefix("#"), let id = TokenID(word.dropFirst()), vocabulary.kind(of: id) != .hole { return id }
    for spelling in [" " + word, "\u{2581}" + word, word, word.replacing("\u{2423}", with: " ")] {
      if let id = vocabulary.id(of: Array(spelling.utf8)) { return id }
    }
    throw Trouble(
      .usage, "“\(word)” is no single entry of \(tokenizer.card.name)",
      remedy: "Name entries; tessera vocab --search finds them, and #123 is the entry of an id")
  }

  /// The entries nearest to a sum, nearest first, without its terms. Reads the matrix once.
  package func neighbours(
    of terms: [Term], _ count: Int, by similarity: Similarity, _ ticket: Ticket
  ) throws(Trouble) -> [Ranked] {
    let sum = try sum(of: terms)
    let own = Set(terms.map { Int($0.id) })
    let found = try similarity.nearest(
      count + own.count, to: Tensor(sum, [1, sum.count]), in: matrix, ticket)
    return Array((found.first ?? []).filter { !own.contains($0.index) }.prefix(count))
  }

  /// The rows of the terms added up, each with its sign: [width].
  func sum(of terms: [Term]) throws(Trouble) -> [Float] {
    var sum = [Float](repeating: 0, count: matrix.columnCount)
    var row: [Float] = []
    for term in terms {
      try matrix.rows(Int(term.id)..<Int(term.id) + 1, into: &row)
      for index in sum.indices { sum[index] += term.sign * row[index] }
    }
    return sum
  }
}
