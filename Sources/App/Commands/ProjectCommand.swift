import ArgumentParser
import Basics
import Figures
import Formats
import Prints
import Tensors
import Tokens
import Workbench

struct ProjectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project",
    abstract: "Vectors as labelled points in a plane, by PCA or t-SNE.",
    discussion: """
      Shows the most frequent tokens of a text (each once), entries that are named, rows of a matrix (--matrix FILE:TENSOR), \
      or the tokens in a layer of a file of hidden states (--states). Texts are files, - for standard input, or given \
      with --text. Vectors are made length 1 unless --keep-lengths is given.

      EXAMPLES
        tessera project notes.txt --most 150 --method tsne
        tessera project --entries 'river sea water ship kitchen bread salt'
        tessera project -t gpt2 --embeddings wte.npy --entries 'one two three red green blue' --format svg >plane.svg
        tessera project --states states.safetensors --layer 3 --format csv
      """)

  @OptionGroup var embeddings: EmbeddingsOption

  @Argument(help: ArgumentHelp("A text; - is standard input.", valueName: "file"), completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("A text.", valueName: "text"))
  var text: String?

  @Option(
    help: ArgumentHelp("Entries with spaces between; #123 is an id.", valueName: "entries"))
  var entries: String?

  @Option(help: ArgumentHelp("So many of the different tokens of the text.", valueName: "number"))
  var most = 200

  @Option(help: ArgumentHelp("Rows of a tensor, as FILE:TENSOR.", valueName: "matrix"), completion: .file())
  var matrix: MatrixArgument?

  @Option(help: ArgumentHelp("Which rows of the matrix.", valueName: "from..to"))
  var rows: RangeArgument?

  @Option(help: ArgumentHelp("A file of hidden states.", valueName: "file"), completion: .file())
  var states: String?

  @Option(help: ArgumentHelp("Which layer of it; the last unless told.", valueName: "number"))
  var layer: Int?

  @Option(
    help: ArgumentHelp(
      "How vectors come to their places.",
      valueName: ProjectionReport.Method.allCases.map(\.rawValue).joined(separator: "|")))
  var method: ProjectionReport.Method = .pca

  @Option(help: ArgumentHelp("How many neighbours count for t-SNE, about.", valueName: "number"))
  var perplexity = 30.0

  @Option(help: ArgumentHelp("Of the random numbers.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Leave vectors as long as they are.")
  var keepLengths = false

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  /// A table or picture of more points helps nobody.
  private static let limit = 100_000

  func validate() throws {
    let sources = [file != nil, text != nil, entries != nil, matrix != nil, states != nil].count { $0 }
    if sources != 1 { throw ValidationError("Name one: a text, --text, --entries, --matrix or --states.") }
    if most < 2 { throw ValidationError("--most is at least 2.") }
    if !(perplexity >= 1 && perplexity.isFinite) { throw ValidationError("--perplexity is at least 1.") }
    if states == nil && layer != nil { throw ValidationError("--layer is for --states.") }
    if matrix == nil && rows != nil { throw ValidationError("--rows is for --matrix.") }
  }

  func run() async throws {
    Interruption.listen()
    let ticket = Interruption.ticket
    let all = try vectors(ticket)
    let (vectors, unseen) = matrix == nil && states == nil ? all.seen : (all, [])
    guard vectors.items.count > 1 else {
      throw Trouble(
        .input, "fewer than two of these have vectors that are more than noughts", remedy: "Name more entries"
      )
    }
    let settings = ProjectionReport.Settings(
      method: method, isUnit: !keepLengths, perplexity: perplexity, seed: seed)
    async let following: Void = Progress.follow(ticket, "laying out")
    let made = Result { try ProjectionReport(vectors, settings, ticket) }
    ticket.finish()
    await following
    var chart = try made.get().chart
    if !unseen.isEmpty { chart.footnotes.append("\(unseen.count) that have no vector are left out.") }
    try printOut(format.printer(look.printOptions()).document([.chart(chart)]))
  }

  private func vectors(_ ticket: Ticket) throws -> LabelledVectors {
    if let states {
      let opened = try HiddenStates(TensorFileReader.open(states))
      return try opened.vectors(layer: layer ?? opened.layerCount - 1)
    }
    if let matrix { return try matrix.vectors(rows?.range, limit: Self.limit) }
    let opened = try embeddings.open()
    if let entries {
      return try opened.vectors(ofEntries: opened.terms(entries).map(\.id), ticket)
    }
    let bytes = try text.map { Array($0.utf8) } ?? wholeText(file ?? "-", limit: Files.standardLimit)
    let ids = try opened.tokenizer.encode(bytes, EncodeOptions(), ticket).map(\.id)
    return try opened.vectors(ofEntries: Embeddings.mostFrequent(ids, most), ticket)
  }
}

extension ProjectionReport.Method: ExpressibleByArgument {}
