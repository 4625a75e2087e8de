import ArgumentParser
import Basics
import Figures
import Prints
import Tokens
import Workbench

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why a text is cut as it is: every stage, and the model's reasons.",
    discussion: """
      Shows what becomes of the text stage by stage, which piece each token came from, whether decoding gives the text \
      back, and for the piece at --at what the model did: merges and those that lost, look-ups, or the lattice.

      EXAMPLES
        tessera explain -t gpt2 'unbelievable'
        tessera explain -t bert-base-uncased 'Naïve café' --at 6
        tessera explain -t t5-small 'segmentation' --format json
      """)

  @OptionGroup var tokenizer: TokenizerOption
  @OptionGroup var special: SpecialOption

  @Argument(help: ArgumentHelp("The text; up to some thousand bytes.", valueName: "text"))
  var text: String

  @Option(help: ArgumentHelp("The byte whose piece is explained.", valueName: "byte"))
  var at = 0

  @Option(
    help: ArgumentHelp("Show the model's work after this many steps instead of all.", valueName: "number"))
  var step: Int?

  @Flag(help: "Show what the post-processor adds too.")
  var addSpecial = false

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if at < 0 || at > text.utf8.count {
      throw ValidationError("--at must be a byte of the text, 0…\(text.utf8.count).")
    }
    if text.utf8.count > 1 << 16 {
      throw ValidationError("The text is longer than 65536 bytes; explain a part of it.")
    }
    if let step, step < 0 { throw ValidationError("--step must not be negative.") }
  }

  func run() throws {
    let tokenizer = try tokenizer.open()
    let bytes = Array(text.utf8)
    let options = EncodeOptions(special: special.special, addSpecial: addSpecial)
    let explanation = try Explanation(of: bytes, at: at, tokenizer, options, Ticket())
    var figures = PipelineReport(explanation, of: bytes, tokenizer).figures
    if let piece = explanation.piece {
      let why = WhyReport(piece, tokenizer)
      figures += step.map { why.figures(step: $0) } ?? why.summary
    }
    try printOut(format.printer(look.printOptions()).document(figures))
  }
}
