import ArgumentParser
import Basics
import Figures
import Formats
import Tensors
import Tokens
import Workbench

/// `--embeddings`, `--tensor`: where the vectors of a tokenizer's entries are.
struct EmbeddingsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file of tensors; without it the one beside the tokenizer, as NAME.embed.safetensors.",
      valueName: "file"),
    completion: .file())
  var embeddings: String?

  @Option(help: ArgumentHelp("The matrix in it.", valueName: "name"))
  var tensor: String?

  func open(_ tokenizer: any Tokenizer) throws(Trouble) -> Embeddings {
    try Embeddings(tokenizer, path: embeddings, tensor: tensor)
  }
}

/// A matrix by its file, and its name where there are several.
nonisolated struct MatrixName: Sendable {
  var path: String
  var name: String?

  /// Throws when there are several tensors and none is named.
  func open() throws(Trouble) -> StoredTensor {
    let file = try TensorFileReader.open(path)
    if let name { return try file.tensor(named: name) }
    if file.tensors.count == 1 { return file.tensors[0] }
    throw Trouble(
      .usage, at: .file(path), "there are \(file.tensors.count) tensors",
      remedy: "Name one of them; tessera tensor ls lists them")
  }
}

/// `FILE` or `FILE:TENSOR`: the rows of a matrix. The last colon counts, unless there is a file of the whole name.
nonisolated struct MatrixArgument: ExpressibleByArgument, Sendable {
  var matrix: MatrixName

  init?(argument: String) {
    matrix = MatrixName(path: argument)
    guard !PathNames.isFile(argument), let colon = argument.lastIndex(of: ":") else { return }
    matrix = MatrixName(
      path: String(argument[..<colon]), name: String(argument[argument.index(after: colon)...]))
    if matrix.path.isEmpty || matrix.name == "" { return nil }
  }

  /// The rows, no more than `limit` of them. Throws when more are meant.
  func vectors(_ rows: Range<Int>?, limit: Int) throws(Trouble) -> LabelledVectors {
    let tensor = try matrix.open()
    let rows = rows ?? 0..<tensor.rowCount
    if rows.count > limit {
      throw Trouble(
        .limit, at: .file(matrix.path), "\(rows.count) rows are more than \(limit)",
        remedy: "Name some with --rows, or raise --limit")
    }
    return try LabelledVectors(rows: rows, of: tensor, named: PathNames.last(matrix.path))
  }
}
