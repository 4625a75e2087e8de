import ArgumentParser
import Basics
import Figures
import Prints
import Workbench

struct TokenizersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizers",
    abstract: "List the tokenizers found on this machine.",
    discussion: """
      Built-in ones, the sample, configured files and folders, and the caches of the Hugging Face library (HF_HOME, \
      HF_HUB_CACHE) and of tiktoken (TIKTOKEN_CACHE_DIR). Each name can be given to -t, in part if it is the only one \
      that fits. Nothing is fetched.

      EXAMPLES
        tessera tokenizers
        tessera tokenizers --search llama
        tessera tokenizers --format csv
      """)

  @Option(help: ArgumentHelp("Only names that fit, best first.", valueName: "name"))
  var search: String?

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let shelf = TokenizerChoice.shelf
    var entries = try shelf.entries(Ticket())
    if let search { entries = shelf.search(search, in: entries) }
    let report = TokenizersReport(entries)
    try printOut(format.printer(look.printOptions()).document([.table(report.table)]))
    if entries.isEmpty { throw ExitCode(1) }
  }
}
