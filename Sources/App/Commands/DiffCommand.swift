import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Where tokenizers cut differently, why, and what it costs.",
    discussion: """
      Compares two or more tokenizers on files, folders, standard input (-) or --text: what each makes of them, the \
      stretches that are cut differently with the reason, and those that cost most. With --corpus what they cost by \
      language, kind and file; with --catalogues in the languages of message catalogues. With --vocab the vocabularies \
      and configurations are compared instead. With --texts one tokenizer cuts two files, aligned token by token. Exit code 1 \
      when something differs.

      EXAMPLES
        tessera diff -t gpt2 -t cl100k_base notes.txt
        tessera diff -t gpt2 -t o200k_base --text "I've 1234 apples"
        tessera diff -t cl100k_base -t o200k_base --vocab --search ing
        tessera diff -t gpt2 --texts before.txt after.txt
        tessera diff -t gpt2 -t o200k_base --corpus --price 2.5 docs src
        tessera diff -t gpt2 -t o200k_base --catalogues
      """)

  @OptionGroup var inputs: CorpusOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Compare on this text.", valueName: "text"))
  var text: String?

  @Flag(help: "Compare vocabularies and configurations.")
  var vocab = false

  @Option(
    help: ArgumentHelp(
      "With --vocab: list these entries; all that differ without it.",
      valueName: VocabularyComparison.Kind.allCases.map(\.rawValue).joined(separator: "|")))
  var entries: VocabularyComparison.Kind?

  @Option(help: ArgumentHelp("With --vocab: list entries that hold this text.", valueName: "text"))
  var search = ""

  @Flag(help: "Compare two files under one tokenizer.")
  var texts = false

  @Flag(
    help:
      "What files and folders cost: by language, kind and file, with the spread and the dearest stretches.")
  var corpus = false

  @Flag(
    help:
      "Compare on message catalogues (.mo, .po): what each language costs. Without paths those of the system."
  )
  var catalogues = false

  @Option(
    help: ArgumentHelp(
      "With --corpus: money for a million tokens, one price or one for each tokenizer.", valueName: "price,…")
  )
  var price: String?

  @Option(
    help: ArgumentHelp("With --corpus: the share of a context window of so many tokens.", valueName: "tokens")
  )
  var window = 0

  @Option(
    help: ArgumentHelp(
      "With --corpus: files that match are in this language, where names do not tell; may be repeated.",
      valueName: "tag=pattern"))
  var language: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --corpus: the language that texts of equally many lines are measured against; en without it.",
      valueName: "tag"))
  var reference = ""

  @Option(
    help: ArgumentHelp(
      "With --corpus: files are JSON lines (or .tsv with a heading); the text stands in the first field, its language in the second.",
      valueName: "text,language"))
  var columns: String?

  @Flag(help: "White space at the ends of tokens makes no difference (for tokenizers that drop it).")
  var ignoreSpaces = false

  @Option(
    help: ArgumentHelp("List at most this many differences or entries; 0 for all.", valueName: "number"))
  var limit = 20

  @Flag(inversion: .prefixedNo, help: "Say why at each difference.")
  var why = true

  @Option(
    help: ArgumentHelp(
      "Text that spells a special token: the token, plain text, an error, or as each library does by itself.",
      valueName: SpecialPolicy.allCases.map(\.rawValue).joined(separator: "|")))
  var special: SpecialPolicy = .allow

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative; 0 lists all.") }
    if texts {
      if inputs.tokenizers.count > 1 {
        throw ValidationError("--texts compares under one tokenizer; give one -t.")
      }
      if inputs.paths.count != 2 { throw ValidationError("--texts takes two files.") }
    } else if inputs.tokenizers.count < 2 {
      throw ValidationError("Give two tokenizers or more: -t A -t B.")
    }
    if vocab && inputs.tokenizers.count > 2 { throw ValidationError("--vocab compares two tokenizers.") }
    if prices == nil { throw ValidationError("--price takes numbers with commas between them, as 2.5,10.") }
    for tag in language where !tag.contains("=") {
      throw ValidationError("--language takes a tag and a pattern, as de=docs/**/*.txt; “\(tag)” has no =.")
    }
    if text != nil && !inputs.paths.isEmpty { throw ValidationError("Give --text or paths, not both.") }
  }

  func run() async throws {
    if texts { return try compareTexts() }
    let opened = try inputs.openTokenizers()
    if vocab { return try compareVocabularies(opened[0], opened[1]) }
    if catalogues { return try await compareCatalogues(opened) }
    try await compareCuts(opened)
  }

  private var prices: CorpusReport.Prices? {
    var prices = CorpusReport.Prices()
    prices.window = window
    prices.reference = reference
    guard let perMillion = CorpusReport.Prices.perMillion(price ?? "") else { return nil }
    prices.perMillion = perMillion
    prices.tags = language.map { tag in
      let parts = tag.split(separator: "=", maxSplits: 1).map(String.init)
      return (GlobPattern(parts.count > 1 ? parts[1] : ""), parts.first ?? "")
    }
    return prices
  }

  private func compareCatalogues(_ opened: [any Tokenizer]) async throws {
    Interruption.listen()
    let report = { (trouble: Trouble) in
      Progress.clear()
      Ending.report(trouble)
    }
    let folders = inputs.paths.isEmpty ? CatalogueComparing.systemFolders : inputs.paths
    let files = CatalogueComparing.catalogues(FolderWalk.files(folders, respectingIgnoreFiles: false, report))
    guard !files.isEmpty else {
      throw Trouble(
        .input, at: .file(folders.joined(separator: ", ")), "there is no message catalogue",
        remedy: "Give folders with .mo or .po files")
    }
    var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
    let comparing = CatalogueComparing(opened, EncodeOptions(special: special))
    let (languages, isComplete) = await comparing.run(files, Interruption.ticket, report: report) {
      progress.show($1)
    }
    Progress.clear()
    let names = opened.map(\.card.name)
    let table = CorpusReport.premiums(languages, names: names, limit: limit, isPartial: !isComplete)
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
    if !isComplete { throw ExitCode(Interruption.exitCode) }
    if languages.contains(where: { Set($0.translationTokens).count > 1 }) { throw ExitCode(1) }
  }

  private func finish(_ figures: [Figure], areSame: Bool) throws {
    try printOut(format.printer(look.printOptions()).document(figures))
    if !areSame { throw ExitCode(1) }
  }

  private func compareVocabularies(_ first: any Tokenizer, _ second: any Tokenizer) throws {
    let report = try VocabularyDiffReport(first, second, Ticket())
    let found = try report.indexes(of: entries, holding: Array(search.utf8), Ticket())
    let shown = limit == 0 ? found[...] : found.prefix(limit)
    let what = entries.map(VocabularyDiffReport.title) ?? "that differ"
    let more = found.count > shown.count ? ", the first \(shown.count)" : ""
    let list = report.table(Array(shown), title: "Entries \(what) (\(found.count)\(more))")
    try finish([.table(report.summary), .table(report.configuration), .table(list)], areSame: report.areSame)
  }

  private func compareTexts() throws {
    let tokenizer = try TokenizerChoice.open(inputs.tokenizers.first)
    let (old, new) = (try Files.read(inputs.paths[0]), try Files.read(inputs.paths[1]))
    let report = try TextsDiffReport(old, new, tokenizer, EncodeOptions(special: special), Ticket())
    try finish(report.figures(names: inputs.paths), areSame: report.areSame)
  }

  private func compareCuts(_ opened: [any Tokenizer]) async throws {
    Interruption.listen()
    let options = EncodeOptions(special: special)
    let comparing = Comparing(
      opened, options, ignoresSpaces: ignoreSpaces, takesBinary: inputs.binary || text != nil,
      differenceLimit: corpus ? 0 : limit == 0 ? .max : limit)
    var troubles = 0
    let report = { (trouble: Trouble) in
      troubles += 1
      Progress.clear()
      Ending.report(trouble)
    }
    let comparison: Comparison
    if let columns {
      let fields = columns.split(separator: ",", maxSplits: 1).map(String.init)
      guard corpus, fields.count == 2 else {
        throw Trouble(
          .usage, at: .option("--columns"), "two fields and --corpus are needed",
          remedy: "Name them as in --corpus --columns text,lang")
      }
      let rows = LabelledRows(text: fields[0], language: fields[1])
      comparison = await comparing.run(rows, inputs.paths, Interruption.ticket, report: report)
    } else if let text {
      comparison = try comparing.run(Array(text.utf8), name: "the text", Interruption.ticket)
    } else {
      let files = inputs.files(report)
      var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
      comparison = await comparing.run(files, Interruption.ticket, report: report) { progress.show($1) }
      Progress.clear()
    }
    try printOut(format.printer(look.printOptions()).document(figures(comparison, opened, options)))
    if !comparison.isComplete { throw ExitCode(Interruption.exitCode) }
    if troubles > 0 { throw ExitCode(3) }
    if !comparison.totals.areSame { throw ExitCode(1) }
  }

  private func figures(
    _ comparison: Comparison, _ opened: [any Tokenizer], _ options: EncodeOptions
  ) throws(Trouble) -> [Figure] {
    if corpus {
      return CorpusReport(comparison, names: opened.map(\.card.name), prices ?? CorpusReport.Prices())
        .figures(limit: limit)
    }
    let report = DiffReport(opened.map(\.card.name))
    let totals = comparison.totals
    var figures: [Figure] = [.table(report.totals(totals, isPartial: !comparison.isComplete))]
    if let text, text.utf8.count <= 4096 {
      figures.append(
        .alignment(try report.alignment(Array(text.utf8), opened, options, ignoreSpaces: ignoreSpaces)))
    }
    var reasons: [String] = []
    if why {
      for difference in comparison.differences {
        let reason = try difference.reason(opened, options, Ticket())
        reasons.append(reason.map(report.sentence) ?? "cannot be told from the surroundings")
      }
    }
    if !comparison.differences.isEmpty {
      figures.append(
        .table(
          report.list(
            comparison.differences, files: comparison.files.map(\.path), of: totals.differenceCount,
            why: reasons)))
      let worst = comparison.spans.worst(10)
      if !worst.isEmpty { figures.append(.table(report.worst(worst, of: comparison.spans.count))) }
    }
    return figures
  }
}

extension VocabularyComparison.Kind: ExpressibleByArgument {}
