import ArgumentParser
import Basics
import Prints
import Tokens
import Workbench

struct DecodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Put tokens together again.",
    discussion: """
      Takes ids from the command line, or from a file or standard input, where they may be separated by spaces, commas \
      or line ends and stand in brackets. Writes the very bytes; on a terminal, what is not plain text is escaped \
      unless --raw is given.

      With --jsonl every line is an object {"ids":[…]}; out comes the same object with "bytes_b64", the exact bytes, \
      and "text", where U+FFFD stands for what is not UTF-8, in place of the ids.

      EXAMPLES
        tessera decode -t gpt2 15496 995
        tessera encode -t gpt2 --format ids notes.txt | tessera decode -t gpt2
        tessera decode -t gpt2 --jsonl <ids.jsonl
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(
    help: ArgumentHelp("Ids, or one file with ids; - is standard input.", valueName: "id|file"),
    completion: .file())
  var inputs: [String] = []

  @Flag(help: "Leave special tokens out.")
  var skipSpecial = false

  @Flag(help: "One JSON object a line, in and out.")
  var jsonl = false

  @Flag(help: "Send control bytes to the terminal as they are.")
  var raw = false

  func run() async throws {
    let tokenizer = try tokenizer.open()
    let options = DecodeOptions(skipSpecial: skipSpecial)
    if jsonl { return try await runLines(tokenizer, options) }
    let bytes = try Workbench.decoded(IDList.read(inputs), options, tokenizer)
    try printOut(isTerminal(1) && !raw ? legible(bytes) : bytes)
  }

  private func runLines(_ tokenizer: any Tokenizer, _ options: DecodeOptions) async throws {
    guard inputs.count <= 1 else { throw ValidationError("--jsonl reads one file, or standard input.") }
    let path = inputs.first ?? "-"
    var output = OutputBytes()
    let lines = JSONLines(.decode(options), tokenizer, name: path)
    let bad = try await lines.run(path, to: &output, report: Ending.report)
    if bad > 0 { throw ExitCode(3) }
  }

  /// Lines stay lines; everything else that could steer the terminal is escaped.
  private func legible(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map {
      Legible.string(of: Array($0))
    }
    let text = lines.joined(separator: "\n")
    return Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
  }
}
