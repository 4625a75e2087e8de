import ArgumentParser
import Basics
import Glibc
import Prints
import Tokens
import Workbench

/// `-t T`: which tokenizer.
struct TokenizerOption: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("tokenizer")],
    help: ArgumentHelp(
      "A file, or a name that `tessera tokenizers` lists; without it the built-in sample.", valueName: "tokenizer"),
    completion: .file())
  var name: String = TokenizerChoice.standardName

  func open() throws(Trouble) -> any Tokenizer { try TokenizerChoice.open(name) }
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
  @Option(help: ArgumentHelp("Colour: auto (on a terminal, unless NO_COLOR is set), always, or none.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(help: "Send foreign control bytes to the terminal as they are.")
  var raw = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, none }

  /// Whether standard output may be coloured.
  var isColored: Bool {
    switch color {
    case .always: true
    case .none: false
    case .auto: isTerminal(1) && environment("NO_COLOR").isEmpty && environment("TERM") != "dumb"
    }
  }

  func printOptions(spans: Bool = false) -> PrintOptions {
    PrintOptions(color: isColored, raw: raw, spans: spans)
  }
}

/// `--format` for figures.
struct FormatOption: ParsableArguments {
  @Option(help: ArgumentHelp("How the answer is written.", valueName: FigureFormat.list))
  var format: FigureFormat = .text

  enum FigureFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl, csv, md, html
    static var list: String { allCases.map(\.rawValue).joined(separator: "|") }
  }

  /// The printer for this format.
  func printer(_ options: PrintOptions) throws(Trouble) -> any Print {
    guard let type = PrintCatalog.named(format.rawValue) else {
      throw Trouble(.fault, at: .option("--format"), "no printer is called \(format.rawValue)")
    }
    return type.init(options)
  }
}

/// Whether the descriptor is a terminal.
nonisolated func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// The value of an environment variable; empty when it is not set.
nonisolated func environment(_ name: String) -> String {
  guard let value = unsafe getenv(name) else { return "" }
  return unsafe String(cString: value)
}

/// Writes bytes to standard output and waits until they are gone.
nonisolated func printOut(_ bytes: [UInt8]) throws(Trouble) {
  var output = OutputBytes()
  try output.write(bytes)
  try output.flush()
}
