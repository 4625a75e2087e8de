import ArgumentParser
import Basics
import Figures
import Glibc
import Prints
import Tokens
import Workbench

struct EncodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Cut a text into tokens.",
    discussion: """
      Reads FILE, or standard input for - or nothing, and writes its tokens. Texts of any size are worked through in \
      parts on all processors; json with --spans keeps the spans until the end, every other format is written as it comes.

      With --jsonl every line is an object, {"text":…} or {"bytes_b64":…}; out comes the same object with "ids" (and \
      "spans", byte pairs into the original, with --spans) in place of the text. Other fields are passed through \
      unchanged and in order. A line that cannot be encoded is named on standard error, comes out with "error", and \
      makes the exit code 3; the other lines are encoded.

      --dropout and --sample draw another cut at random, as models see them in training; the same seed, text and options \
      give the same. --dropout leaves out each merge of a byte pair encoding with a probability, 0…1, or the one that the \
      tokenizer's file names (file). --sample draws from a unigram model, with probabilities to the power of alpha: 1 is the \
      model's own, 0 makes all cuts equal. --best writes a table of its most probable cuts of a text of up to 16 KiB.

      EXAMPLES
        tessera encode -t gpt2 notes.txt
        echo 'Hello world' | tessera encode -t gpt2 --format ids
        tessera encode -t cl100k_base notes.txt --format json --spans
        tessera encode -t ./tokenizer.json --add-special notes.txt
        tessera encode -t o200k_base --jsonl --spans <in.jsonl >out.jsonl
        tessera encode -t gpt2 --format html notes.txt >notes.html
        tessera encode -t gpt2 --dropout 0.1 --seed 7 notes.txt
        echo 'segmentation' | tessera encode -t t5-small --best 5
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(help: ArgumentHelp("The text; - is standard input.", valueName: "file"), completion: .file())
  var file = "-"

  @Option(help: ArgumentHelp("How the tokens are written.", valueName: TokenFormat.list))
  var format: TokenFormat = .text

  @OptionGroup var special: SpecialOption

  @Flag(help: "Add what post-processors add: beginning, end.")
  var addSpecial = false

  @Flag(help: "Write the byte range of every token.")
  var spans = false

  @Flag(help: "One JSON object a line, in and out.")
  var jsonl = false

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var look: LookOptions

  enum TokenFormat: String, ExpressibleByArgument, CaseIterable {
    case text, ids, json, jsonl, html, md, csv, svg, png
    static var list: String { allCases.map(\.rawValue).joined(separator: "|") }
  }

  func validate() throws {
    if sampling.best != nil && (jsonl || spans) {
      throw ValidationError("--best goes with neither --jsonl nor --spans.")
    }
  }

  func run() async throws {
    let tokenizer = try tokenizer.open()
    let options = EncodeOptions(
      special: special.special, addSpecial: addSpecial, sampling: sampling.sampling)
    if let count = sampling.best { return try printBest(count, tokenizer, options) }
    var output = OutputBytes()
    if jsonl {
      let lines = JSONLines(.encode(options, spans: spans), tokenizer, name: file)
      let bad = try await lines.run(file, to: &output, report: Ending.report)
      if bad > 0 { throw ExitCode(3) }
    } else if format == .ids && !spans {
      try await TextEncoding(tokenizer, options).runIDs(file, to: &output)
    } else {
      let printer = try printerOut(format.rawValue, look.printOptions(spans: spans))
      try await TextEncoding(tokenizer, options).run(file, as: printer, to: &output)
    }
  }

  private func printBest(_ count: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions) throws {
    guard let pipeline = tokenizer as? Pipeline else {
      throw Trouble(
        .usage, at: .option("--best"), "\(tokenizer.card.name) is built in and has one way to cut a text",
        remedy: "Name a unigram tokenizer with -t")
    }
    let text = try wholeText(file, limit: Pipeline.bestTextLimit)
    let ways = try pipeline.bestSegmentations(text, count, options, Ticket())
    let report = SegmentationReport(ways, of: text, tokenizer.vocabulary)
    let figures = format == .ids ? report.segmented.map(Figure.segments) : [.table(report.table)]
    let printer = try printerOut(format.rawValue, look.printOptions(spans: spans))
    try printOut(printer.document(figures))
  }
}
