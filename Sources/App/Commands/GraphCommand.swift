import ArgumentParser
import Basics
import Figures
import Prints
import Tensors
import Tokens
import Workbench

struct GraphCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Tokens of a text, joined where their embeddings are near: groups, picture, links.",
    discussion: """
      Needs the matrix that has a row for each id of the tokenizer, in a file of tensors that stands beside the tokenizer \
      or is named. Every entry of the text is a node, or with --positions every token. Without --threshold one is taken \
      that leaves about as many links as nodes.

      EXAMPLES
        tessera graph -t tokenizer.json --text 'the cat and the dog ran'
        tessera graph -t gpt2 --embeddings wte.npy --threshold 0.4 --by centredCosine notes.txt
        tessera graph notes.txt --format svg >graph.svg
      """)

  @OptionGroup var embeddings: EmbeddingsOption
  @OptionGroup var special: SpecialOption

  @Argument(help: ArgumentHelp("A text; - is standard input.", valueName: "file"), completion: .file())
  var file: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("A text.", valueName: "text"))
  var text: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Join what is at least as near; for euclid, a distance.", valueName: "number"))
  var threshold: Float?

  @Option(
    help: ArgumentHelp(
      "By what rows are near.", valueName: Similarity.allCases.map(\.rawValue).joined(separator: "|")))
  var by: Similarity = .cosine

  @Flag(help: "Every token is a node, not every entry.")
  var positions = false

  @Option(help: ArgumentHelp("How many nodes at most.", valueName: "number"))
  var limit = 400

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if (file == nil) == (text == nil) { throw ValidationError("Name one: a text, or --text.") }
    if limit < 1 || limit > 2000 { throw ValidationError("--limit is from 1 to 2000.") }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold is a number.") }
  }

  func run() async throws {
    Interruption.listen()
    let embeddings = try embeddings.open()
    let bytes = try text.map { Array($0.utf8) } ?? wholeText(file ?? "-", limit: Files.standardLimit)
    let options = EncodeOptions(special: special.special)
    let tokens = try embeddings.tokenizer.encode(bytes, options, Interruption.ticket)
    let nodes = TokenGraph.nodes(tokens.map { ($0.id, $0.bytes) }, hasPositions: positions, limit: limit)
    let graph = try TokenGraph(nodes, embeddings, by, Interruption.ticket)
    let least = threshold.map { by == .euclid ? -$0 : $0 } ?? graph.usualThreshold
    let report = GraphReport(graph, graph.cut(at: least), embeddings)
    try printOut(format.printer(look.printOptions()).document(report.figures))
  }
}
