import ArgumentParser
import Basics
import Figures
import Formats
import Prints
import Tensors
import Tokens
import Workbench

struct NeighboursCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbours",
    abstract: "The vocabulary entries whose embeddings are nearest to an entry, or to a sum of entries.",
    discussion: """
      Needs a matrix with a row for each id of the tokenizer: the one beside it (NAME.embed.safetensors, as tessera embed \
      writes it, or a model's own), or a file that is named. It is found by its usual names or named with --tensor. An \
      entry is looked for with a space before it first; #123 is the entry of an id. With --row the rows nearest to a row of \
      any tensor are listed, whatever they stand for.

      EXAMPLES
        tessera neighbours river
        tessera neighbours -t tokenizer.json --embeddings model.safetensors Paris
        tessera neighbours -t gpt2 --embeddings wte.npy 'king - man + woman' --count 20
        tessera neighbours --embeddings model.safetensors --tensor wpe.weight --row 5
      """)

  @OptionGroup var tokenizer: TokenizerOption
  @OptionGroup var embeddings: EmbeddingsOption

  @Argument(help: ArgumentHelp("An entry, or a sum as: king - man + woman", valueName: "entries"))
  var words: String?

  @Option(help: ArgumentHelp("A row of the tensor, instead of entries.", valueName: "number"))
  var row: Int?

  @Option(help: ArgumentHelp("How many neighbours are listed.", valueName: "number"))
  var count = 10

  @Option(
    help: ArgumentHelp(
      "By what rows are near.", valueName: Similarity.allCases.map(\.rawValue).joined(separator: "|")))
  var by: Similarity = .cosine

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if count < 1 || count > 1000 { throw ValidationError("--count is from 1 to 1000.") }
    if (words == nil) == (row == nil) { throw ValidationError("Name either entries or a --row.") }
    if row != nil && embeddings.embeddings == nil {
      throw ValidationError("--row needs a file of tensors, with --embeddings.")
    }
  }

  func run() async throws {
    Interruption.listen()
    let ticket = Interruption.ticket
    let table: Table
    if let row { table = try rowNeighbours(row, ticket) } else { table = try await entries(ticket) }
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
  }

  private func entries(_ ticket: Ticket) async throws -> Table {
    let words = words ?? ""
    let opened = try embeddings.open(tokenizer.open())
    let found = try await opened.neighbours(of: opened.terms(words), count, by: by, in: nil, ticket)
    var table = NeighboursReport(opened, by).table(found, nearestTo: words)
    table.footnotes = opened.notes
    return table
  }

  private func rowNeighbours(_ row: Int, _ ticket: Ticket) throws(Trouble) -> Table {
    let tensor = try MatrixName(path: embeddings.embeddings ?? "", name: embeddings.tensor).open()
    return try NeighboursReport.rows(nearestTo: row, of: tensor, count, by: by, ticket)
  }
}

extension Similarity: ExpressibleByArgument {}
