import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure tokenizers on texts: compression, words, entropy, code length, cuts.",
    discussion: """
      Measures files, folders and standard input (-) with one or more tokenizers, which stand side by side. Every measure \
      comes with its unit, definition and source. All files together are one text, in their order; folders are read as \
      count reads them. Text is read in parts, so it may be larger than memory. Ctrl-C ends the reading and shows what was \
      measured so far, marked as partial (exit code 130).

      A gold segmentation has one text a line with a mark at every right cut: ev|ler|im|iz. The text is the line without \
      its marks; \\| is the mark itself and \\\\ a backslash. With --gold and no path only the cuts are measured.

      csv, json and jsonl have one row for each tokenizer, with the same keys in every version.

      EXAMPLES
        tessera measure -t gpt2 -t o200k_base corpus.txt
        tessera measure -t ./a.json -t ./b.json --shuffled --format html texts >measures.html
        tessera measure -t ./turkish.json --gold words.txt
        tessera measure -t gpt2 --format csv src >measures.csv
      """)

  @OptionGroup var inputs: CorpusOptions

  @Option(
    help: ArgumentHelp("Compare the cuts with those that are marked here.", valueName: "file"),
    completion: .file())
  var gold: String?

  @Option(help: ArgumentHelp("The character that marks a cut; a space is one too.", valueName: "character"))
  var goldMark = "|"

  @Option(
    help: ArgumentHelp(
      "What a word is: a run without white space, or a run of letters, marks and numbers.",
      valueName: WordShares.Kind.allCases.map(\.rawValue).joined(separator: "|")))
  var words: WordShares.Kind = .spaces

  @Option(help: ArgumentHelp("The order of Rényi's entropy, 0 or more.", valueName: "number"))
  var alpha = 2.0

  @Option(
    help: ArgumentHelp(
      "How ids are written before DEFLATE.",
      valueName: IDForm.allCases.map(\.rawValue).joined(separator: "|")))
  var ids: IDForm = .leb128

  @Flag(help: "Measure the entropies of the same tokens in random order too.")
  var shuffled = false

  @Option(
    help: ArgumentHelp(
      "The most different k-grams kept, 32 bytes each; beyond it H5 is given up, then H4.",
      valueName: "number"))
  var gramLimit = GramCounts.standardLimit

  @OptionGroup var special: SpecialOption
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if !(alpha >= 0 && alpha.isFinite) {
      throw ValidationError("--alpha must be a number that is not negative.")
    }
    if goldMark.unicodeScalars.count != 1 || goldMark == "\\" || goldMark == "\n" {
      throw ValidationError("--gold-mark must be one character, and neither \\ nor a line end.")
    }
    if gramLimit < 1 { throw ValidationError("--gram-limit must be at least 1.") }
  }

  func run() async throws {
    let opened = try inputs.openTokenizers()
    let measuring = Measuring(
      opened, EncodeOptions(special: special.special), settings, readsBinary: inputs.binary)
    let segmentation = try goldSegmentation()
    Interruption.listen()
    var (measured, troubles) = await measureFiles(measuring)
    if let segmentation, !measured.isPartial { try compare(segmentation, measuring, &measured) }
    try printOut(format.printer(look.printOptions()).document(figures(MeasureReport(measured))))
    if measured.isPartial { throw ExitCode(Interruption.exitCode) }
    if troubles > 0 { throw ExitCode(3) }
  }

  /// Adds the cuts; when stopped, there are none.
  private func compare(
    _ gold: GoldSegmentation, _ measuring: Measuring, _ measured: inout Measured
  ) throws(Trouble) {
    do throws(Trouble) {
      let boundaries = try measuring.boundaries(gold, Interruption.ticket)
      for (index, counts) in boundaries.enumerated() { measured.tokenizers[index].boundaries = counts }
    } catch {
      if error.kind != .cancelled { throw error }
      measured.isPartial = true
    }
  }

  private func measureFiles(_ measuring: Measuring) async -> (Measured, troubles: Int) {
    var troubles = 0
    let report = { (trouble: Trouble) in
      troubles += 1
      Progress.clear()
      Ending.report(trouble)
    }
    // A gold segmentation alone needs no text beside it.
    let files = inputs.paths.isEmpty && gold != nil ? [] : inputs.files(report)
    var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
    let ticket = Interruption.ticket
    async let following: Void = Progress.follow(ticket, "shuffling")
    let measured = await measuring.run(files, ticket, report: report) { progress.show($0) }
    ticket.finish()
    await following
    Progress.clear()
    return (measured, troubles)
  }

  private var settings: MeasureSettings {
    var settings = MeasureSettings()
    settings.alpha = alpha
    settings.idForm = ids
    settings.words = words
    settings.gramLimit = gramLimit
    settings.shuffleSeed = shuffled ? 1 : nil
    return settings
  }

  private func goldSegmentation() throws(Trouble) -> GoldSegmentation? {
    guard let gold, let mark = goldMark.unicodeScalars.first else { return nil }
    return try GoldSegmentation(Files.read(gold, limit: Files.standardLimit), mark: mark, named: gold)
  }

  private func figures(_ report: MeasureReport) -> [Figure] {
    switch format.format {
    case .csv, .jsonl, .json: [.table(report.list)]
    case .text, .ansi, .md, .html, .svg, .png: report.figures
    }
  }
}

extension WordShares.Kind: ExpressibleByArgument {}
extension IDForm: ExpressibleByArgument {}
