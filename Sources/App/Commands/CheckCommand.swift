import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what is wrong with a tokenizer, or prove that two are the same.",
    discussion: """
      Alone: entries that nothing gives, duplicates, merges that never fire, special tokens that plain text reaches; and \
      what is good to know: holes, entries that are not UTF-8 or encode differently alone. With --against: whether both \
      have the same entries and give the same ids on a text (--text, else the texts that come with tessera), or where \
      they first part and which stage causes it. Exit code 1 when something is wrong or differs.

      EXAMPLES
        tessera check gpt2
        tessera check ./tokenizer.json --limit 0 --format csv
        tessera check ./tokenizer.json --against ./model.gguf --text corpus.txt
      """)

  @Argument(
    help: ArgumentHelp("A file, a folder, or a name that tessera tokenizers lists.", valueName: "tokenizer"),
    completion: .file())
  var subject: String

  @Option(
    help: ArgumentHelp("The tokenizer that should be the same.", valueName: "tokenizer"), completion: .file())
  var against: String?

  @Option(help: ArgumentHelp("A file that both encode.", valueName: "file"), completion: .file())
  var text: String?

  @Option(help: ArgumentHelp("List at most this many findings of a kind; 0 for all.", valueName: "number"))
  var limit = CheckReport.standardLimit

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative; 0 shows all.") }
    if text != nil && against == nil { throw ValidationError("--text is for --against.") }
  }

  func run() async throws {
    let first = try TokenizerChoice.open(subject, pattern: nil, specials: [])
    let report = CheckReport(name: first.card.name, limit: limit)
    let figures: [Figure]
    let isWrong: Bool
    if let against {
      let second = try TokenizerChoice.open(against, pattern: nil, specials: [])
      let folders = AssetFolders(environment: environmentVariables())
      let (bytes, name) = try CheckTexts.read(text, first, folders)
      let agreement = try Agreement(first, second, on: bytes, EncodeOptions(special: .text), Ticket())
      let other =
        second.card.name == first.card.name ? "\(second.card.name) (\(second.card.format))" : second.card.name
      figures = report.figures(agreement, against: other, on: name)
      isWrong = !agreement.isComplete
    } else {
      let check = try VocabularyCheck(first, Ticket())
      figures = report.figures(check)
      isWrong = check.hasFaults
    }
    try printOut(format.printer(look.printOptions()).document(figures))
    if isWrong { throw ExitCode(1) }
  }
}
