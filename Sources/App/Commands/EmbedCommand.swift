import ArgumentParser
import Basics
import Formats
import Tensors
import Tokens
import Workbench

struct EmbedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Make embeddings for a tokenizer from texts, by counting which tokens stand together.",
    discussion: """
      Writes a matrix with a row for each id: positive pointwise mutual information of tokens within --window of each other, \
      cut down to --dimension numbers by its singular values. Nothing is trained, and these are not the embeddings of any \
      language model; the file says so. Entries that do not occur in the texts get rows of noughts. The same texts and \
      options give the same file. Named NAME.embed.safetensors beside NAME.json it is found by itself.

      Folders are read as count reads them. Much text makes good neighbours: with a megabyte only frequent words have some.

      EXAMPLES
        tessera embed -t ./tokenizer.json -o tokenizer.embed.safetensors texts
        tessera embed -t gpt2 -o embed.safetensors --dimension 128 --window 8 a.txt b.txt
        tessera neighbours -t ./tokenizer.json ' river'
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"), completion: .file())
  var paths: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where the matrix is written.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("How many numbers a vector has.", valueName: "number"))
  var dimension = 64

  @Option(help: ArgumentHelp("How many tokens apart count as near, 1 to 255.", valueName: "tokens"))
  var window = EmbedCommand.usual.window

  @Option(
    help: ArgumentHelp("Is taken off every association, in nats; 0 takes nothing off.", valueName: "nats"))
  var shift = EmbedCommand.usual.shift

  @Option(
    help: ArgumentHelp(
      "The power of the frequencies of contexts; below 1 rare ones count less.", valueName: "power"))
  var smoothing = EmbedCommand.usual.smoothing

  @Option(
    help: ArgumentHelp(
      "The power of the singular values; 0 gives every direction one weight.", valueName: "power"))
  var exponent = EmbedCommand.usual.exponent

  @Option(
    help: ArgumentHelp(
      "Pairs that weigh n count n / (n + this), so that chance meetings count less; 0 counts all fully.",
      valueName: "weight"))
  var discount = EmbedCommand.usual.discount

  @Option(help: ArgumentHelp("Of the random projection.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Take binary files too.")
  var binary = false

  @Flag(help: "Take what .gitignore excludes too.")
  var noIgnore = false

  /// Tuned on the sample texts by looking at neighbours; without the discount chance meetings of rare tokens win.
  private static let usual = CooccurrenceEmbeddings(discount: 1)

  func validate() throws {
    if paths.isEmpty { throw ValidationError("Name files or folders with texts.") }
    if dimension < 1 || dimension > 4096 { throw ValidationError("--dimension is from 1 to 4096.") }
    if window < 1 || window > 255 { throw ValidationError("--window is from 1 to 255.") }
    if !shift.isFinite || shift < 0 {
      throw ValidationError("--shift must be a number that is not negative.")
    }
    if !discount.isFinite || discount < 0 {
      throw ValidationError("--discount must be a number that is not negative.")
    }
    if !(0...2).contains(smoothing) { throw ValidationError("--smoothing is from 0 to 2.") }
    if !(0...2).contains(exponent) { throw ValidationError("--exponent is from 0 to 2.") }
    if !output.hasSuffix(".safetensors") {
      throw ValidationError("-o must end in .safetensors.")
    }
  }

  func run() async throws {
    Interruption.listen()
    do { try await make(Interruption.ticket) } catch let trouble as Trouble where trouble.kind == .cancelled {
      throw ExitCode(Interruption.exitCode)
    }
  }

  private func make(_ ticket: Ticket) async throws {
    let tokenizer = try tokenizer.open()
    let rule = CooccurrenceEmbeddings(
      dimension: dimension, window: window, shift: shift, smoothing: smoothing, discount: discount,
      exponent: exponent, seed: seed
    )
    let making = EmbeddingMaking(tokenizer, rule, readsBinary: binary)
    let files = try files()
    var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
    defer { Progress.clear() }
    let (counts, sums) = try await making.count(files, ticket) { progress.show($0) }
    Progress.clear()
    async let following: Void = Progress.follow(ticket, "decomposing")
    let made = Result { try making.matrix(counts, ticket) }
    ticket.finish()
    await following
    let about = making.about(counts, sums, names: paths)
    try EmbeddingMaking.write(made.get(), about: about, to: output, ticket)
    let seen = counts.sums.count { $0 > 0 }
    var said =
      "\(output): \(counts.vocabulary) × \(dimension), counted in \(sums.texts) texts, \(sums.tokens) tokens"
    said +=
      seen < counts.vocabulary ? "; \(counts.vocabulary - seen) entries do not occur and are nought" : ""
    said += counts.forgotten > 0 ? "; rare pairs were left out to save memory" : ""
    try printOut(Array("\(said)\n".utf8))
  }

  /// Throws after telling of every path that cannot be read.
  private func files() throws -> [FoundFile] {
    var troubles = 0
    let files = FolderWalk.files(paths, respectingIgnoreFiles: !noIgnore) { trouble in
      troubles += 1
      Ending.report(trouble)
    }
    if troubles > 0 { throw ExitCode(3) }
    return files
  }
}
