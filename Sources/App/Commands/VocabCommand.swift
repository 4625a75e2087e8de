import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct VocabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocab",
    abstract: "Search and list the entries of a vocabulary.",
    discussion: """
      Without --search all entries are listed. A search is a text that entries hold; /…/ is a regular expression; \
      0xe4b8 or \\xe4\\xb8 are bytes; #464 is one id; a bare number is that id and the entries that hold its digits.

      EXAMPLES
        tessera vocab -t gpt2 --search ' token'
        tessera vocab -t cl100k_base --search '/^ ?[0-9]+$/' --sort length
        tessera vocab -t gpt2 --search 0xe4bd --limit 20
        tessera vocab -t gpt2 --format csv --limit 0 >gpt2.csv
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Option(help: ArgumentHelp("What to look for.", valueName: "text|/regex/|0xbytes|#id"))
  var search = ""

  @Option(
    help: ArgumentHelp(
      "The order.", valueName: VocabularySort.allCases.map(\.rawValue).joined(separator: "|")))
  var sort: VocabularySort = .id

  @Option(help: ArgumentHelp("Show at most this many; 0 for all.", valueName: "number"))
  var limit = 100

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative; 0 shows all.") }
  }

  func run() throws {
    let tokenizer = try tokenizer.open()
    let query = try VocabularySearch.Query(search)
    let index = try VocabularyIndex(tokenizer.vocabulary, Ticket())
    let found = try VocabularySearch(index).results(query, sort, Ticket())
    let shown = limit == 0 ? found[...] : found.prefix(limit)
    let report = VocabularyReport(tokenizer, index)
    let figure = Figure.table(report.table(Array(shown), of: found.count, query: search))
    try printOut(format.printer(look.printOptions()).document([figure]))
    if found.isEmpty && !search.isEmpty { throw ExitCode(1) }
  }
}

extension VocabularySort: ExpressibleByArgument {}
