import ArgumentParser
import Basics
import Figures
import Formats
import Prints
import Tensors
import Tokens
import Workbench

struct SimilarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "How like tokens, rows or layers are: a heatmap of all pairs.",
    discussion: """
      Compares the tokens of a text with each other, or with those of a second text, by their embeddings under a tokenizer; \
      the rows of one or two matrices (--matrix FILE:TENSOR); the tokens in one layer of a file of hidden states \
      (--states), as Samples/dump_hidden_states.py writes it; or its layers (--layers), by centred kernel alignment. \
      Texts are files, - for standard input, or given with --text. With --pairs the pairs that are most alike are listed.

      EXAMPLES
        tessera similar --text 'the river ran to the sea' --order cluster
        tessera similar -t gpt2 --embeddings model.safetensors a.txt b.txt --format svg >similar.svg
        tessera similar --matrix model.safetensors:wpe.weight --rows 0..64
        tessera similar --states states.safetensors --layer 6 --by centred --threshold 0.5
        tessera similar --states states.safetensors --layers --format csv
      """)

  @OptionGroup var tokenizer: TokenizerOption
  @OptionGroup var embeddings: EmbeddingsOption

  @Argument(
    help: ArgumentHelp("One text or two; - is standard input.", valueName: "file"), completion: .file())
  var files: [String] = []

  @Option(help: ArgumentHelp("A text; may be repeated once.", valueName: "text"))
  var text: [String] = []

  @Option(
    help: ArgumentHelp("Rows of a tensor, as FILE:TENSOR; may be repeated once.", valueName: "matrix"),
    completion: .file())
  var matrix: [MatrixArgument] = []

  @Option(help: ArgumentHelp("Which rows of the matrices.", valueName: "from..to"))
  var rows: RangeArgument?

  @Option(help: ArgumentHelp("A file of hidden states.", valueName: "file"), completion: .file())
  var states: String?

  @Option(help: ArgumentHelp("Which layer of it; the last unless told.", valueName: "number"))
  var layer: Int?

  @Flag(help: "Compare its layers with each other.")
  var layers = false

  @Option(
    help: ArgumentHelp(
      "By what vectors are alike.",
      valueName: SimilarityMeasure.allCases.filter { $0.pairwise != nil }.map(\.rawValue).joined(
        separator: "|")))
  var by: SimilarityMeasure = .cosine

  @Option(
    help: ArgumentHelp(
      "How rows and columns stand: as in the text, like beside like, or the longest vectors first.",
      valueName: SimilarityOrder.allCases.map(\.rawValue).joined(separator: "|")))
  var order: SimilarityOrder = .position

  @Option(help: ArgumentHelp("Leave out cells below it.", valueName: "number"))
  var threshold: Float?

  @Option(help: ArgumentHelp("List so many pairs instead.", valueName: "number"))
  var pairs: Int?

  @Option(help: ArgumentHelp("The most rows and columns.", valueName: "number"))
  var limit = 512

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    let sources = [!(files.isEmpty && text.isEmpty), !matrix.isEmpty, states != nil].count { $0 }
    if sources > 1 { throw ValidationError("Compare texts, or matrices, or hidden states.") }
    if sources == 0 { throw ValidationError("Name a text, --matrix or --states.") }
    if files.count + text.count > 2 || matrix.count > 2 {
      throw ValidationError("No more than two are compared.")
    }
    if by.pairwise == nil { throw ValidationError("--by compares no vectors by \(by.rawValue).") }
    if limit < 1 || limit > 8192 { throw ValidationError("--limit is from 1 to 8192.") }
    if states == nil && (layer != nil || layers) {
      throw ValidationError("--layer and --layers are for --states.")
    }
    if matrix.isEmpty && rows != nil { throw ValidationError("--rows is for --matrix.") }
    if let pairs, pairs < 1 || layers {
      throw ValidationError("--pairs is at least 1, and not for --layers.")
    }
  }

  func run() async throws {
    Interruption.listen()
    let ticket = Interruption.ticket
    let figure: Figure
    if layers {
      figure = .heatmap(try alignment(ticket))
    } else {
      let (first, second) = try vectors(ticket)
      let report = try SimilarityReport(
        first, with: second, measure: by, order: order, threshold: threshold, ticket)
      figure = pairs.map { .table(report.pairs($0)) } ?? .heatmap(report.heatmap)
    }
    try printOut(format.printer(look.printOptions()).document([figure]))
  }

  private func alignment(_ ticket: Ticket) throws -> Heatmap {
    let opened = try openStates()
    let tensors = try (0..<opened.layerCount).map { try opened.vectors(layer: $0).rows }
    return try SimilarityReport.alignment(ofLayers: tensors, notes: opened.notes, ticket)
  }

  private func openStates() throws -> HiddenStates { try HiddenStates(TensorFileReader.open(states ?? "")) }

  private func vectors(_ ticket: Ticket) throws -> (LabelledVectors, LabelledVectors?) {
    if states != nil {
      let opened = try openStates()
      return (try limited(opened.vectors(layer: layer ?? opened.layerCount - 1)), nil)
    }
    if !matrix.isEmpty {
      let all = try matrix.map { try $0.vectors(rows?.range, limit: limit) }
      return (all[0], all.count > 1 ? all[1] : nil)
    }
    let opened = try embeddings.open(tokenizer.open())
    let texts = try text.map { Array($0.utf8) } + files.map { try wholeText($0, limit: Files.standardLimit) }
    let all = try texts.map { text in
      let tokens = try opened.tokenizer.encode(text, EncodeOptions(), ticket)
      if tokens.count > limit { throw tooMany(tokens.count) }
      return try opened.vectors(of: tokens, in: text, ticket)
    }
    return (all[0], all.count > 1 ? all[1] : nil)
  }

  private func limited(_ vectors: LabelledVectors) throws -> LabelledVectors {
    if vectors.items.count > limit { throw tooMany(vectors.items.count) }
    return vectors
  }

  private func tooMany(_ count: Int) -> Trouble {
    Trouble(
      .limit, "\(count) tokens are more than \(limit)", remedy: "Give a shorter text, or raise --limit")
  }
}

extension SimilarityMeasure: ExpressibleByArgument {}
extension SimilarityOrder: ExpressibleByArgument {}
