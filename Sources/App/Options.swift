import ArgumentParser
import Basics
import Formats
import Prints
import Tokens
import Workbench

/// `-t T`: which tokenizer, and what its file does not say.
struct TokenizerOption: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("tokenizer")],
    help: ArgumentHelp(
      "A file, a folder, or a name that tessera tokenizers lists; without it the built-in sample.",
      valueName: "tokenizer"),
    completion: .file())
  var name: String?

  @Option(
    help: ArgumentHelp("The split pattern, for rank files that do not come with one.", valueName: "regex"))
  var pattern: String?

  @Option(
    name: .customLong("special-token"),
    help: ArgumentHelp(
      "A special token for rank files, as <|end|>=100257; may be repeated.", valueName: "text=id"))
  var specialTokens: [SpecialTokenArgument] = []

  func open() throws(Trouble) -> any Tokenizer {
    try TokenizerChoice.open(name, pattern: pattern, specials: specialTokens.map(\.token))
  }
}

/// `<|end|>=100257`: the text may itself hold equals signs, the last one counts.
nonisolated struct SpecialTokenArgument: ExpressibleByArgument, Sendable {
  var token: SpecialToken

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="), let id = TokenID(argument[argument.index(after: sign)...])
    else {
      return nil
    }
    token = SpecialToken(content: Array(argument[..<sign].utf8), id: id)
    if token.content.isEmpty { return nil }
  }
}

/// `-t A -t B PATH… --binary --no-ignore`: texts of any number under tokenizers of any number.
struct CorpusOptions: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("tokenizer")],
    help: ArgumentHelp("A file or a name; may be given more than once.", valueName: "tokenizer"),
    completion: .file())
  var tokenizers: [String] = []

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"), completion: .file())
  var paths: [String] = []

  @Flag(help: "Take binary files too.")
  var binary = false

  @Flag(help: "Take what .gitignore excludes too.")
  var noIgnore = false

  /// The tokenizers, or without a name the sample.
  func openTokenizers() throws(Trouble) -> [any Tokenizer] {
    if tokenizers.isEmpty { return [try TokenizerChoice.open(nil)] }
    return try tokenizers.map { name throws(Trouble) in try TokenizerChoice.open(name) }
  }

  /// The files that the paths mean; without a path standard input.
  func files(_ report: @escaping (Trouble) -> Void) -> [FoundFile] {
    FolderWalk.files(paths.isEmpty ? ["-"] : paths, respectingIgnoreFiles: !noIgnore, report)
  }
}

/// `--special`, `--add-special`.
struct SpecialOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Text that spells a special token: as the tokenizer's own library does, as plain text, as the token, or an error.",
      valueName: SpecialPolicy.allCases.map(\.rawValue).joined(separator: "|")))
  var special: SpecialPolicy = .library
}

extension SpecialPolicy: ExpressibleByArgument {}

/// `--color`, `--raw`.
struct LookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colour: auto (on a terminal, unless NO_COLOR is set), always, or none.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(help: "Send foreign control bytes as they are.")
  var raw = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, none }

  /// Whether standard output may be coloured.
  var isColored: Bool {
    switch color {
    case .always: true
    case .none: false
    case .auto: isTerminal(1) && environment("NO_COLOR").isEmpty && hasManyColors
    }
  }

  /// The eight hues of tokens are from the 256; fewer colours are not worth their confusion where boundaries are drawn.
  private var hasManyColors: Bool {
    let terminal = environment("TERM")
    return terminal.contains("256") || terminal.contains("direct")
      || hasTrueColor
  }

  func printOptions(spans: Bool = false) -> PrintOptions {
    PrintOptions(color: isColored, trueColor: hasTrueColor, raw: raw, spans: spans)
  }

  private var hasTrueColor: Bool { ["truecolor", "24bit"].contains(environment("COLORTERM")) }
}

/// `--format` for figures.
struct FormatOption: ParsableArguments {
  @Option(help: ArgumentHelp("How the answer is written.", valueName: FigureFormat.list))
  var format: FigureFormat = .text

  enum FigureFormat: String, ExpressibleByArgument, CaseIterable {
    /// `ansi` is text with colours, wherever it goes.
    case text, ansi, json, jsonl, csv, md, html, svg, png
    static var list: String { allCases.map(\.rawValue).joined(separator: "|") }
  }

  /// Said before the work begins, not after it.
  func validate() throws {
    do throws(Trouble) {
      _ = try printer(PrintOptions())
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The printer for this format.
  func printer(_ options: PrintOptions) throws(Trouble) -> any Print {
    guard format == .ansi else { return try printerOut(format.rawValue, options) }
    var colored = options
    colored.color = true
    return try printerOut(FigureFormat.text.rawValue, colored)
  }
}

/// The printer of a format for standard output; what is not text is refused where that is a terminal.
nonisolated func printerOut(_ format: String, _ options: PrintOptions) throws(Trouble) -> any Print {
  guard let type = PrintCatalog.named(format) else {
    throw Trouble(.fault, at: .option("--format"), "no printer is called \(format)")
  }
  if type.card.isBinary && isTerminal(1) {
    throw Trouble(
      .usage, at: .option("--format \(format)"), "a terminal cannot show it",
      remedy: "Write it to a file: add >picture.\(format) to the command")
  }
  return type.init(options)
}

/// Writes bytes to standard output and waits until they are gone.
nonisolated func printOut(_ bytes: [UInt8]) throws(Trouble) {
  var output = OutputBytes()
  try output.write(bytes)
  try output.flush()
}
