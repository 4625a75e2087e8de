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
        tessera tensor show attention.npy --at 3,r,c
        tessera tensor show embed.npy --blocks 1000x64
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

  @Option(
    help: ArgumentHelp(
      "Of many axes: an index for each, but r for that of rows and c for that of columns; else all but the last are rows.",
      valueName: "3,r,c"))
  var at: PlaneArgument?

  @Option(help: ArgumentHelp("Rows of the matrix.", valueName: "from..to"))
  var rows: RangeArgument?

  @Option(help: ArgumentHelp("Columns.", valueName: "from..to"))
  var columns: RangeArgument?

  @Option(help: ArgumentHelp("Means of blocks instead of elements.", valueName: "rows x columns"))
  var blocks: BlockArgument?

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  /// How many rows and columns are shown when none are named.
  private static let standard = 16

  func run() throws {
    Interruption.listen()
    let tensor = try choice.open()
    try printOut(format.printer(look.printOptions()).document([.heatmap(heatmap(tensor))]))
  }

  private func heatmap(_ tensor: StoredTensor) throws(Trouble) -> Heatmap {
    if at == nil, blocks == nil || tensor.shape.rank > 2 {
      if blocks != nil {
        throw Trouble(
          .usage, at: .option("--blocks"), "\(tensor.shape) has more than one matrix",
          remedy: "Say which with --at, as --at \(PlaneArgument.example(tensor.shape))")
      }
      let part = part((tensor.rowCount, tensor.columnCount))
      return try TensorReport.heatmap(tensor, rows: part.rows, columns: part.columns)
    }
    let plane = try at?.plane(tensor.shape) ?? TensorPlane(of: tensor.shape)
    return try TensorReport.heatmap(
      tensor, plane, part(plane.size(in: tensor.shape)), Interruption.ticket)
  }

  /// The rows and columns that were named; without a name the first few, or with blocks all.
  private func part(_ size: (rows: Int, columns: Int)) -> PlaneBlocks.Part {
    func first(_ count: Int, _ block: Int?) -> Range<Int> {
      0..<(block == nil ? min(Self.standard, count) : count)
    }
    return PlaneBlocks.Part(
      rows: rows?.range ?? first(size.rows, blocks?.rows),
      columns: columns?.range ?? first(size.columns, blocks?.columns),
      blockRows: blocks?.rows ?? 1, blockColumns: blocks?.columns ?? 1)
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

/// `3,r,c`: a matrix of a tensor with three axes.
nonisolated struct PlaneArgument: ExpressibleByArgument, Sendable {
  private var parts: [String]

  init?(argument: String) {
    parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ $0 == "r" || $0 == "c" || (Int($0) ?? -1) >= 0 }) else { return nil }
  }

  /// How it is written for a shape.
  static func example(_ shape: Shape) -> String {
    let plane = TensorPlane(of: shape)
    let parts = shape.sizes.indices.map { $0 == plane.rowAxis ? "r" : $0 == plane.columnAxis ? "c" : "0" }
    return parts.joined(separator: ",")
  }

  /// The matrix of a tensor of this shape; throws when it has none there.
  func plane(_ shape: Shape) throws(Trouble) -> TensorPlane {
    let plane = TensorPlane(
      rowAxis: parts.firstIndex(of: "r"), columnAxis: parts.firstIndex(of: "c"),
      place: parts.map { Int($0) ?? 0 })
    let isOnce = ["r", "c"].allSatisfy { name in parts.count { $0 == name } <= 1 }
    guard isOnce, parts.contains("r") || parts.contains("c") || shape.rank == 0, plane.fits(shape) else {
      throw Trouble(
        .usage, at: .option("--at"), "\(parts.joined(separator: ",")) is no matrix of \(shape)",
        remedy:
          "Give an index for each axis, but r and c for those of rows and columns: --at \(Self.example(shape))"
      )
    }
    return plane
  }
}

/// `1000x64`: so many rows and columns in a block.
nonisolated struct BlockArgument: ExpressibleByArgument, Sendable {
  var rows: Int
  var columns: Int

  init?(argument: String) {
    let parts = argument.split(separator: "x").map { Int($0) ?? 0 }
    guard parts.count == 2, parts.allSatisfy({ (1...1 << 40).contains($0) }) else { return nil }
    (rows, columns) = (parts[0], parts[1])
  }
}
