import ArgumentParser
import Basics
import Tokens
import Workbench

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a tokenizer in another format, where nothing is lost.",
    discussion: """
      The name of the output says the format: tokenizer.json (any .json), NAME.tiktoken with its sidecar, vocab.json with \
      merges.txt, vocab.txt, NAME.model, NAME.gguf, tekken.json. What was made is read back and compared with the tokenizer before it is put in place; where \
      the format cannot hold all of it, nothing is written and the loss is named. Models of SentencePiece are compared line by line.

      EXAMPLES
        tessera convert cl100k_base.tiktoken tokenizer.json
        tessera convert ./tokenizer.json gpt2.tiktoken
        tessera convert bert-base-uncased out/vocab.txt
        tessera convert model.gguf tokenizer.json
        tessera convert tokenizer.model model.gguf
      """)

  @Argument(
    help: ArgumentHelp("A file, a folder, or a name that tessera tokenizers lists.", valueName: "in"),
    completion: .file())
  var input: String

  @Argument(help: ArgumentHelp("The file to write.", valueName: "out"), completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp("Compare on this file instead of the sample texts.", valueName: "file"),
    completion: .file())
  var text: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  func run() throws {
    if SafeFile.exists(output) && !force {
      throw Trouble(
        .usage, at: .file(output), "this file is there already", remedy: "Use --force to replace it")
    }
    let tokenizer = try TokenizerChoice.open(input, pattern: nil, specials: [])
    let conversion = try Conversion(tokenizer, to: output)
    let folders = AssetFolders(environment: environmentVariables())
    let bytes = try CheckTexts.read(text, tokenizer, folders).bytes
    for line in try conversion.run(comparingOn: bytes, Ticket()) { try printOut(Array((line + "\n").utf8)) }
  }
}
