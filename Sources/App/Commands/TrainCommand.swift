import ArgumentParser
import Basics
import Formats
import Tokens
import Workbench

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn a byte-level BPE from texts.",
    discussion: """
      Reads all files below the paths, in the order of their names, and writes a tokenizer.json that every library of \
      this format reads. The same texts and options give the same file, byte for byte. What .gitignore excludes and \
      binary files are left out, as in count.

      EXAMPLES
        tessera train -o tokenizer.json --size 8000 texts
        tessera train -o t.json --size 32000 --pattern cl100k --special '<|end|>' a.txt b.txt
        tessera encode -t ./t.json notes.txt
      """)

  @Argument(help: ArgumentHelp("Files and folders.", valueName: "path"), completion: .file())
  var paths: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where the tokenizer is written.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Entries, the 256 bytes and special tokens included.", valueName: "number"))
  var size: Int

  @Option(
    help: ArgumentHelp(
      "How texts are split first: \(Training.patternNames.joined(separator: ", ")).", valueName: "pattern"))
  var pattern = "gpt2"

  @Option(help: ArgumentHelp("A special token; may be repeated.", valueName: "text"))
  var special: [String] = []

  @Option(help: ArgumentHelp("Pairs that occur less often are not merged.", valueName: "times"))
  var minFrequency = 2

  func validate() throws {
    let least = 256 + special.count
    if size < least {
      throw ValidationError("--size must be at least \(least): the bytes and special tokens.")
    }
    if size > 1 << 22 { throw ValidationError("--size must not be more than \(1 << 22).") }
    if minFrequency < 1 { throw ValidationError("--min-frequency must be at least 1.") }
    if Set(special).count < special.count || special.contains("") {
      throw ValidationError("--special tokens must differ and not be empty.")
    }
  }

  func run() async throws {
    var troubles = 0
    let files = FolderWalk.files(paths) { trouble in
      troubles += 1
      Ending.report(trouble)
    }
    if troubles > 0 { throw ExitCode(3) }
    let training = Training(
      size: size, minimumFrequency: minFrequency, specialTokens: special, pattern: pattern)
    let summary = try training.run(files.map(\.path), output: output, Ticket())
    try printOut(Array((summary + "\n").utf8))
  }
}
