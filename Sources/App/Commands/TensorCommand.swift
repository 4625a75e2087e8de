import ArgumentParser
import Basics
import Figures
import Formats
import Prints
import Tensors
import Workbench

struct TensorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tensor",
    abstract: "What is in a file of tensors: npy, npz, safetensors, GGUF.",
    discussion: """
      Files are opened without reading their numbers: a matrix of any size is listed at once and read row by row. PyTorch \
      checkpoints can run code and are refused.

      EXAMPLES
        tessera tensor ls model.safetensors
        tessera tensor stats model.gguf token_embd.weight
        tessera tensor show embed.npy --rows 0..16 --columns 0..16
        tessera tensor convert embed.npz embed.safetensors
      """,
    subcommands: [TensorList.self, TensorStats.self, TensorShow.self, TensorConvert.self])
}

/// The file and the tensor in it.
struct TensorChoice: ParsableArguments {
  @Argument(help: ArgumentHelp("A file, or a folder with shards.", valueName: "file"), completion: .file())
  var file: String

  @Argument(help: ArgumentHelp("The tensor's name; may be left out when there is one.", valueName: "tensor"))
  var name: String?

  func open() throws(Trouble) -> StoredTensor {
    let opened = try TensorFileReader.open(file)
    if let name { return try opened.tensor(named: name) }
    guard opened.tensors.count == 1 else {
      throw Trouble(
        .usage, at: .file(file), "there are \(opened.tensors.count) tensors",
        remedy: "Name one; tessera tensor ls lists them")
    }
    return opened.tensors[0]
  }
}

struct TensorList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "ls", abstract: "Names, shapes and types.")

  @Argument(help: ArgumentHelp("A file, or a folder with shards.", valueName: "file"), completion: .file())
  var file: String

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let report = TensorReport(try TensorFileReader.open(file))
    try printOut(format.printer(look.printOptions()).document([.table(report.list)]))
  }
}

struct TensorStats: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Mean, deviation, norms, numbers that are none, histogram.")

  @OptionGroup var choice: TensorChoice
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() async throws {
    Interruption.listen()
    let tensor = try choice.open()
    let statistics = try TensorStatistics(tensor, Interruption.ticket)
    try printOut(format.printer(look.printOptions()).document(TensorReport.statistics(tensor, statistics)))
  }
}

struct TensorShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A part of a tensor as a heatmap with numbers.")

  @OptionGroup var choice: TensorChoice

  @Option(help: ArgumentHelp("Rows of the matrix of all axes but the last.", valueName: "from..to"))
  var rows: RangeArgument?

  @Option(help: ArgumentHelp("Columns.", valueName: "from..to"))
  var columns: RangeArgument?

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  /// How many rows and columns are shown when none are named.
  private static let standard = 16

  func run() throws {
    let tensor = try choice.open()
    let heatmap = try TensorReport.heatmap(
      tensor, rows: rows?.range ?? 0..<min(Self.standard, tensor.rowCount),
      columns: columns?.range ?? 0..<min(Self.standard, tensor.columnCount))
    try printOut(format.printer(look.printOptions()).document([.heatmap(heatmap)]))
  }
}

struct TensorConvert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write tensors to .safetensors, or one to .npy.")

  @Argument(help: ArgumentHelp("What is read.", valueName: "in"), completion: .file())
  var input: String

  @Argument(help: ArgumentHelp("What is written.", valueName: "out"), completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Only this tensor.", valueName: "name"))
  var tensor: String?

  func run() throws {
    let opened = try TensorFileReader.open(input)
    let tensors = try tensor.map { [try opened.tensor(named: $0)] } ?? opened.tensors
    if output.hasSuffix(".safetensors") {
      try Safetensors.write(tensors.map { WrittenTensor($0) }, metadata: opened.metadata, to: output)
    } else if output.hasSuffix(".npy"), tensors.count == 1 {
      try Npy.write(WrittenTensor(tensors[0]), to: output)
    } else {
      throw Trouble(
        .usage, at: .file(output), "nothing of this kind is written",
        remedy: "End the name in .safetensors, or in .npy and name one tensor with --tensor")
    }
  }
}

/// `3..10`: from the third up to but without the tenth.
nonisolated struct RangeArgument: ExpressibleByArgument, Sendable {
  var range: Range<Int>

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    guard parts.count == 2, let low = Int(parts[0]), let high = Int(parts[1]), low >= 0, low <= high else {
      return nil
    }
    range = low..<high
  }
}
