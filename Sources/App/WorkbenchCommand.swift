import ArgumentParser

struct WorkbenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "workbench", abstract: "Open the workbench.")

  @Argument(help: "Files to open.") var files: [String] = []
  @OptionGroup var tokenizer: TokenizerOption

  func run() throws {
    print("placeholder \(files)")
  }
}
