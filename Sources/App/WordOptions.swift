import ArgumentParser
import Basics
import Formats
import Tokens
import Workbench

/// How texts become words: `--pattern`, `--normalization`, `--lines`, `--binary`, `--no-ignore`.
struct WordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Cut at: \(WordRules.Cut.named.map(\.name).joined(separator: ", ")), or a regex.",
      valueName: "pattern"))
  var pattern: String?

  @Option(
    help: ArgumentHelp(
      "What becomes of texts first.",
      valueName: "form"))
  var normalization: WordRules.Normalization?

  @Flag(help: "Take each line as a text of its own.")
  var lines = false

  @Flag(help: "Read binary files too; they are not cut.")
  var binary = false

  @Flag(help: "Read what .gitignore excludes too.")
  var noIgnore = false

  /// Whether any rule was asked for.
  var isAsked: Bool { pattern != nil || normalization != nil || lines || binary }

  /// The rules asked for, others as usual.
  func rules(_ usual: WordRules) -> WordRules {
    let cut = pattern.map { WordRules.Cut($0) } ?? (binary ? .none : usual.cut)
    let isByLine = lines || pattern == nil && !binary && usual.isByLine
    return WordRules(cut, normalization ?? usual.normalization, isByLine: isByLine)
  }

  /// Counts the words of files and folders. Throws after telling of every path that cannot be read.
  func count(
    _ paths: [String], _ rules: WordRules, _ ticket: Ticket
  ) async throws -> (words: WordCounts, sums: WordCounting.Sums) {
    var troubles = 0
    let files = FolderWalk.files(paths, respectingIgnoreFiles: !noIgnore) { trouble in
      troubles += 1
      Ending.report(trouble)
    }
    if troubles > 0 { throw ExitCode(3) }
    var progress = Progress(total: files.reduce(0) { $0 + $1.byteCount })
    defer { Progress.clear() }
    let counted = try await WordCounting(rules, readsBinary: binary).run(files, ticket) { progress.show($0) }
    guard counted.words.count > 0 else {
      throw Trouble(.input, "there is no text to learn from", remedy: "Name files or folders with text")
    }
    return counted
  }
}

extension WordRules.Normalization: ExpressibleByArgument {}
extension Training.Algorithm: ExpressibleByArgument {}
