import ArgumentParser
import Basics
import Documents
import Formats
import Glibc
import Screen
import Terminal
import Tokens
import Workbench

/// `tessera [FILE…]`: the workbench itself.
struct WorkbenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbench", abstract: "Open the workbench (what happens without a subcommand).",
    discussion: """
      With nothing given it opens a sample text under a sample tokenizer. Text on standard input is opened like a file.

      EXAMPLES
        tessera
        tessera notes.txt -t gpt2
        git log -p | tessera -t cl100k_base
        tessera model.safetensors
        tessera photo.png
        tessera --script steps.txt --batch --save-screen screen.txt notes.txt
      """)

  @Argument(
    help: "Text files to open, files of tensors, and pictures; - is standard input.", completion: .file())
  var files: [String] = []
  @Option(
    name: [.customShort("t"), .customLong("tokenizer")],
    help: ArgumentHelp(
      "A file, or a name that `tessera tokenizers` lists; without it the sample.", valueName: "tokenizer"),
    completion: .file())
  var tokenizer: String?
  @Option(help: ArgumentHelp("A theme by name, or a theme file.", valueName: "theme")) var theme: String?
  @Option(help: ArgumentHelp("Colours: auto, none, 16, 256 or direct.", valueName: "mode")) var color = "auto"
  @Option(
    help: ArgumentHelp("Open a session that was saved to a file.", valueName: "file"), completion: .file())
  var session: String?
  @Flag(help: "Open what the last run had open, the same way.") var resume = false
  @Option(
    help: ArgumentHelp("Play the steps of a file at the start.", valueName: "file"), completion: .file())
  var script: String?
  @Flag(help: "Play the script without a terminal, then end.") var batch = false
  @Option(
    help: ArgumentHelp("With --batch: write the last screen as text.", valueName: "file"), completion: .file()
  )
  var saveScreen: String?
  @Option(help: ArgumentHelp("With --batch: the size of the screen.", valueName: "columns x rows")) var size =
    "80x24"

  func validate() throws {
    if color != "auto" && ColorMode(rawValue: color) == nil {
      throw ValidationError("--color is auto, none, 16, 256 or direct")
    }
    if saveScreen != nil && !batch { throw ValidationError("--save-screen goes with --batch") }
    if batch && screenSize == nil { throw ValidationError("--size is columns x rows, as in 80x24") }
  }

  func run() async throws {
    try await WorkbenchStart(self).run()
  }

  var screenSize: Size? {
    let numbers = size.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...1000).contains($0) }) else { return nil }
    return Size(columns: numbers[0], rows: numbers[1])
  }
}
