import ArgumentParser
import Basics
import Figures
import Prints
import Tensors
import Tokens
import Workbench

struct NeighboursCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbours",
    abstract: "The vocabulary entries whose embeddings are nearest to an entry, or to a sum of entries.",
    discussion: """
      Needs the matrix that has a row for each id of the tokenizer, in a file of tensors; it is found by its usual names \
      or named with --tensor. An entry is looked for with a space before it first; #123 is the entry of an id.

      EXAMPLES
        tessera neighbours -t tokenizer.json --embeddings model.safetensors Paris
        tessera neighbours -t gpt2 --embeddings wte.npy 'king - man + woman' --count 20
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Option(help: ArgumentHelp("The file of tensors.", valueName: "file"), completion: .file())
  var embeddings: String

  @Option(help: ArgumentHelp("The matrix in it.", valueName: "name"))
  var tensor: String?

  @Argument(help: ArgumentHelp("An entry, or a sum as: king - man + woman", valueName: "entries"))
  var words: String

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
  }

  func run() async throws {
    Interruption.listen()
    let embeddings = try Embeddings(tokenizer.open(), path: embeddings, tensor: tensor)
    let found = try embeddings.neighbours(of: embeddings.terms(words), count, by: by, Interruption.ticket)
    let table = NeighboursReport(embeddings, by).table(found, nearestTo: words)
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
  }
}

extension Similarity: ExpressibleByArgument {}
