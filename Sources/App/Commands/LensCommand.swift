import ArgumentParser
import Basics
import Figures
import Formats
import Lenses
import Prints
import Tokens
import Workbench

struct LensCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lens",
    abstract: "Run a research method on your text, or on its sample.",
    discussion: """
      Without an ID all lenses are listed: the question that each answers, what it needs, and where it is from. With one, \
      the lens looks at the inputs (files, folders, files of tensors, pictures, - for standard input, or --text) or, without any, at its sample, and its \
      figures are printed. --about tells of a lens and its knobs.

      EXAMPLES
        tessera lens
        tessera lens stochastok --about
        tessera lens stochastok -t gpt2 --text strawberry --knob p=0.5
        tessera lens 24 --knob T=4000 --knob t=3600 my-texts --figure 3 --format csv
        tessera lens phantom-edits -t ./tokenizer.json notes.txt --at 1200 --format json
        tessera lens 05 before.safetensors after.safetensors
        tessera lens 11 --picture photo.png
        tessera lens 23 -t base.json -t donor.json base.npy donor.npy --save new.npy
      """)

  @Argument(help: ArgumentHelp("The lens, by id or number.", valueName: "id"))
  var id: String?

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "input"), completion: .file())
  var inputs: [String] = []

  @Option(
    name: [.customShort("t"), .customLong("tokenizer")],
    help: ArgumentHelp("A file or a name; some lenses take more than one.", valueName: "tokenizer"),
    completion: .file())
  var tokenizers: [String] = []

  @Option(
    help: ArgumentHelp("A picture, or a folder of them; may be repeated.", valueName: "file"),
    completion: .file())
  var picture: [String] = []

  @Option(help: ArgumentHelp("Set a knob; may be repeated.", valueName: "knob=value"))
  var knob: [String] = []

  @Option(help: ArgumentHelp("Set the knob seed.", valueName: "number"))
  var seed: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Look at this text.", valueName: "text"))
  var text: String?

  @Option(help: ArgumentHelp("Look at this byte of the first text.", valueName: "byte"))
  var at = 0

  @Option(help: ArgumentHelp("Print this figure only, counted from 1.", valueName: "number"))
  var figure: Int?

  @Flag(help: "Tell of the lens and its knobs.")
  var about = false

  @Option(
    help: ArgumentHelp(
      "Write the matrix that the lens makes as .npy (lens 23: the new embeddings).", valueName: "file"),
    completion: .file(extensions: ["npy"]))
  var save: String?

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if at < 0 { throw ValidationError("--at must not be negative.") }
    if let figure, figure < 1 { throw ValidationError("--figure counts from 1.") }
    if text != nil && !inputs.isEmpty { throw ValidationError("Give --text or inputs, not both.") }
  }

  func run() async throws {
    guard let id else { return try printFigures([.table(LensCatalog.table)]) }
    let lens = try LensCatalog.find(id)
    if about { return try printFigures(lens.card.figures) }
    KeptMemory.keep()
    Interruption.listen()
    do { try await run(lens, Interruption.ticket) } catch let trouble as Trouble
      where trouble.kind == .cancelled
    {
      throw ExitCode(Interruption.exitCode)
    }
  }

  private func run(_ lens: any Lens.Type, _ ticket: Ticket) async throws {
    let subject = try subject(lens.card)
    async let following: Void = Progress.follow(ticket, lens.card.id)
    let looked: Result<Plate, Trouble>
    do { looked = .success(try await plate(lens, subject, ticket)) } catch { looked = .failure(error) }
    ticket.finish()
    await following
    try printFigures(try chosen(looked.get()))
  }

  /// What the lens sees, and behind its label what was saved.
  private func plate(
    _ lens: any Lens.Type, _ subject: Subject, _ ticket: Ticket
  ) async throws(Trouble) -> Plate {
    var plate = try await lens.init().look(at: subject, ticket)
    if let sentence = try await saveMatrix(of: lens, subject, ticket) { plate.label.append(sentence) }
    return plate
  }

  /// Writes what `--save` asks for; the sentence that says so, nil when nothing was asked for.
  private func saveMatrix(
    of lens: any Lens.Type, _ subject: Subject, _ ticket: Ticket
  ) async throws(Trouble) -> String? {
    guard let save else { return nil }
    guard let maker = lens.init() as? any MatrixLens else {
      throw Trouble(
        .usage, at: .option("--save"), "\(lens.card.id) makes no matrix", remedy: "Leave the option out")
    }
    let matrix = try await maker.matrix(of: subject, ticket)
    try Npy.write(WrittenTensor(name: "", matrix.shape, matrix.values), to: save, ticket)
    return "Written to \(save): \(type(of: maker).matrixWords), \(matrix.shape)."
  }

  private func subject(_ card: LensCard) throws -> Subject {
    var knobs = Knobs(card.knobs)
    for setting in knob {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard parts.count == 2 else {
        throw Trouble(.usage, at: .option("--knob"), "\(setting) is no setting", remedy: "Write knob=value")
      }
      try knobs.set(parts[0], parts[1])
    }
    if let seed { try knobs.set("seed", String(seed)) }
    let loader = LensSubject(card, AssetFolders(environment: environmentVariables()))
    let sorted = LensSubject.sorted(inputs)
    let tensors = try loader.open(sorted.tensors)
    let pictures = try loader.readPictures(picture + sorted.pictures)
    var texts = try loader.read(sorted.texts)
    if let text { texts = [Subject.Text(name: "The text given", bytes: Array(text.utf8))] }
    return try loader.subject(
      texts: texts, tokenizers: try opened(card, isOwn: !texts.isEmpty), tensors: tensors,
      pictures: pictures, knobs: knobs, cursor: at, memory: LensMemory())
  }

  /// The tokenizers that were named. Without any the sample tokenizer, unless the lens would rather learn its own from its
  /// sample.
  private func opened(_ card: LensCard, isOwn: Bool) throws(Trouble) -> [any Tokenizer] {
    let most = card.needs.tokenizers.upperBound
    guard tokenizers.count <= most else {
      throw Trouble(
        .usage, at: .option("-t"), "\(card.id) takes at most \(most) tokenizer\(most == 1 ? "" : "s")",
        remedy: "Name fewer")
    }
    var opened: [any Tokenizer] = []
    for name in tokenizers { opened.append(try TokenizerChoice.open(name)) }
    if opened.isEmpty, most > 0, isOwn || card.needs.tokenizers.lowerBound > 0 {
      opened = [try TokenizerChoice.open(nil)]
    }
    return opened
  }

  /// The figures asked for, and behind them what was measured on what.
  private func chosen(_ plate: Plate) throws(Trouble) -> [Figure] {
    let label = Figure.note(Note(title: "What this is", lines: plate.label))
    guard let figure else { return plate.figures + [label] }
    guard figure <= plate.figures.count else {
      throw Trouble(
        .usage, at: .option("--figure"), "there are only \(plate.figures.count) figures",
        remedy: "Give a number from 1 to \(plate.figures.count)")
    }
    return [plate.figures[figure - 1]] + ([.text, .ansi].contains(format.format) ? [label] : [])
  }

  private func printFigures(_ figures: [Figure]) throws {
    try printOut(format.printer(look.printOptions()).document(figures))
  }
}
