import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct CountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count",
    abstract: "Count the tokens of files and folders.",
    discussion: """
      Adds up files, folders and standard input (-), for one or more tokenizers, and shows in a tree where the tokens \
      are. In folders, what .gitignore files exclude is left out, and .git itself; files with a NUL byte near the start \
      are binary and are passed over unless --binary is given. Links are followed only when they are named.

      csv and jsonl have a row for each file and folder; json has the totals and these rows.

      EXAMPLES
        tessera count -t gpt2 src
        tessera count -t cl100k_base -t o200k_base --sort ratio --depth 2 .
        git diff | tessera count -t o200k_base -
        tessera count -t gpt2 --format csv docs >docs.csv
      """)

  @OptionGroup var inputs: CorpusOptions

  @Option(
    help: ArgumentHelp(
      "Order inside each folder.",
      valueName: CountReport.Order.allCases.map(\.rawValue).joined(separator: "|")))
  var sort: CountReport.Order = .tokens

  @Option(help: ArgumentHelp("Show this many levels of folders; the sums stay whole.", valueName: "levels"))
  var depth: Int?

  @OptionGroup var special: SpecialOption
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if let depth, depth < 0 { throw ValidationError("--depth must not be negative.") }
  }

  func run() async throws {
    let opened = try inputs.openTokenizers()
    var troubles = 0
    let report = { (trouble: Trouble) in
      troubles += 1
      Progress.clear()
      Ending.report(trouble)
    }
    let files = inputs.files(report)
    let counting = Counting(opened, EncodeOptions(special: special.special), countsBinary: inputs.binary)
    var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
    let counts = await counting.run(files, report: report) { progress.show($0) }
    Progress.clear()
    let counted = CountReport(counts, tokenizers: opened.map(\.card.name))
    try printOut(format.printer(look.printOptions()).document(figures(counted)))
    if troubles > 0 { throw ExitCode(3) }
  }

  private func figures(_ report: CountReport) -> [Figure] {
    switch format.format {
    case .csv, .jsonl: [.table(report.list(sort, depth: depth))]
    case .json: [.table(report.totals()), .table(report.list(sort, depth: depth))]
    case .text, .ansi, .md, .html, .svg, .png:
      [.tree(report.tree(sort, depth: depth)), .table(report.totals())]
    }
  }
}

extension CountReport.Order: ExpressibleByArgument {}
