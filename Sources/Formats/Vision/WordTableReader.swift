import Basics
import Patches
import Tensors
import Tokens

/// The input embeddings of the language model in a checkpoint, with the entries of the tokenizer beside it.
package enum WordTableReader {
  /// The table among the tensors; nil when there is none. Opens nothing but the file that has it, and reads rows when they are asked for.
  package static func table(of checkpoint: Checkpoint) throws(Trouble) -> StoredTensor? {
    let vision = VisionNames.prefix(in: checkpoint.names)
    let names = checkpoint.names.filter { name in vision.map { $0.isEmpty || !name.hasPrefix($0) } ?? true }
    guard let name = EmbeddingNames.first(in: names), let table = try checkpoint.tensors([name])[name],
      table.shape.rank == 2
    else { return nil }
    return table
  }

  /// The table as words for tokens of a width. Throws when its rows are of another width, or fewer than the tokenizer has ids.
  static func words(
    of checkpoint: Checkpoint, width: Int, _ ticket: Ticket
  ) throws(Trouble) -> WordTable? {
    guard let table = try table(of: checkpoint) else { return nil }
    guard table.columnCount == width else {
      throw Trouble(
        .input, at: .field(file: table.file, name: table.name),
        "its rows have \(table.columnCount) numbers, but the projector makes \(width)",
        remedy: "Fetch the whole checkpoint again, all of one version")
    }
    var notes = ["words: \(table.name) \(table.shape), \(table.type.rawValue), of \(table.file)"]
    var tokenizer: (any Tokenizer)?
    do throws(Trouble) { tokenizer = try TokenizerReader.read(path: checkpoint.folder, ticket: ticket) } catch
    {
      if error.kind == .cancelled { throw error }
      notes.append("words are numbers, for no tokenizer could be read: \(error)")
    }
    return WordTable(rows: table, notes: notes, word: namer(tokenizer))
  }

  private static func namer(_ tokenizer: (any Tokenizer)?) -> @Sendable (Int) -> String {
    { id in
      guard let token = TokenID(exactly: id), let bytes = tokenizer?.vocabulary.bytes(of: token) else {
        return "#\(id)"
      }
      return Legible.string(of: bytes)
    }
  }
}
