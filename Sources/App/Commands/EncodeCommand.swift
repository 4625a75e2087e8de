import ArgumentParser
import Basics
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

      EXAMPLES
        tessera encode -t gpt2 notes.txt
        echo 'Hello world' | tessera encode -t gpt2 --format ids
        tessera encode -t cl100k_base notes.txt --format json --spans
        tessera encode -t ./tokenizer.json --add-special notes.txt
        tessera encode -t o200k_base --jsonl --spans <in.jsonl >out.jsonl
        tessera encode -t gpt2 --format html notes.txt >notes.html
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(help: ArgumentHelp("The text; - is standard input.", valueName: "file"), completion: .file())
  var file = "-"

  @Option(help: ArgumentHelp("How the tokens are written.", valueName: TokenFormat.list))
  var format: TokenFormat = .text

  @OptionGroup var special: SpecialOption

  @Flag(help: "Add what the tokenizer's post-processor adds: beginning, end, templates.")
  var addSpecial = false

  @Flag(help: "Write the byte range of every token in the original text.")
  var spans = false

  @Flag(help: "One JSON object a line, in and out.")
  var jsonl = false

  @OptionGroup var look: LookOptions

  enum TokenFormat: String, ExpressibleByArgument, CaseIterable {
    case text, ids, json, jsonl, html, md, csv, svg, png
    static var list: String { allCases.map(\.rawValue).joined(separator: "|") }
  }

  func run() async throws {
    let tokenizer = try tokenizer.open()
    let options = EncodeOptions(special: special.special, addSpecial: addSpecial)
    var output = OutputBytes()
    if jsonl {
      let lines = JSONLines(.encode(options, spans: spans), tokenizer, name: file)
      let bad = try await lines.run(file, to: &output, report: Ending.report)
      if bad > 0 { throw ExitCode(3) }
    } else {
      let printer = try printerOut(format.rawValue, look.printOptions(spans: spans))
      try await TextEncoding(tokenizer, options).run(file, as: printer, to: &output)
    }
  }
}
