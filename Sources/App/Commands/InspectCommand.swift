import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Everything about a token.",
    discussion: """
      A number is an id; anything else, or anything with --text, is a text, whose tokens are inspected one by one. \
      Shown are id, text, bytes, characters with names and categories, rank or score, the merges that make it, and \
      its neighbours in the vocabulary.

      EXAMPLES
        tessera inspect -t gpt2 995
        tessera inspect -t gpt2 ' world'
        tessera inspect -t gpt2 --text 2024
        tessera inspect -t cl100k_base --format json 1917
      """)

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(help: ArgumentHelp("An id, or a text.", valueName: "id|text"))
  var subject: String

  @Flag(help: "Take the argument as a text even if it is a number.")
  var text = false

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let tokenizer = try tokenizer.open()
    let index = try VocabularyIndex(tokenizer.vocabulary, Ticket())
    let figures = try figures(InspectionReport(tokenizer, index))
    try printOut(format.printer(look.printOptions()).document(figures))
  }

  private func figures(_ report: InspectionReport) throws(Trouble) -> [Figure] {
    if !text, let id = TokenID(subject) { return try report.figures(of: id) }
    return try report.figures(ofText: Array(subject.utf8))
  }
}
