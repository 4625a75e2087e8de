import ArgumentParser
import Basics
import Documents
import Formats
import Tokens
import Workbench

struct CountsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counts",
    abstract: "Count the words of texts, to learn from them later.",
    discussion: """
      Writes every different word with how often it occurs. Training from this file gives the same tokenizer as training \
      from the texts, and counts of parts can be merged when they were made by the same rules. Text is read in parts, so \
      it may be larger than memory; only the different words are kept.

      The file holds lines of a count, a tab and a word, after five lines of settings; or JSON, when its name ends in .json. \
      In words \\t, \\n, \\r and \\\\ stand for what they say and \\xNN for a byte that is not text.

      EXAMPLES
        tessera counts texts -o counts.tsv
        tessera counts --merge a.tsv b.tsv -o counts.tsv
        tessera train --counts counts.tsv -o tokenizer.json --size 8000
      """)

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"), completion: .file())
  var paths: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where the counts are written.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(help: "The paths are counts: add them up.")
  var merge = false

  @OptionGroup var words: WordOptions

  func validate() throws {
    if merge && words.isAsked { throw ValidationError("--merge takes the rules from the files.") }
  }

  func run() async throws {
    Interruption.listen()
    do {
      let file = try await merge ? merged() : counted()
      try SafeFile.write(Rope(file.written(as: output)), to: output)
      let total = file.words.counts.reduce(0) { $0 &+ $1 }
      try printOut(Array("\(output): \(file.words.count) different words, \(total) in all\n".utf8))
    } catch let trouble as Trouble where trouble.kind == .cancelled {
      throw ExitCode(Interruption.exitCode)
    }
  }

  private func merged() throws -> WordCountsFile {
    var file: WordCountsFile?
    for path in paths {
      let next = try WordCountsFile.read(path, Interruption.ticket)
      if file == nil { file = next } else { try file?.merge(next, named: path) }
    }
    guard let file else { throw ExitCode(2) }
    return file
  }

  private func counted() async throws -> WordCountsFile {
    let rules = words.rules(WordRules(WordRules.Cut("gpt2")))
    let counted = try await words.count(paths, rules, Interruption.ticket)
    return WordCountsFile(rules: rules, words: counted.words)
  }
}
