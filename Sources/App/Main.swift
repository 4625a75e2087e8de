import ArgumentParser
import Glibc

/// The program: options are read here, everything else happens in the commands.
@main
enum Program {
  static func main() async {
    // A reader that went away is seen as a failed write, not as a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    exit(await Ending.code(of: Array(CommandLine.arguments.dropFirst())))
  }
}

struct Tessera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tessera",
    abstract: "See how text is cut into tokens.",
    discussion: """
      With no subcommand the workbench opens: tessera [FILE…] [-t TOKENIZER]. A file that is named like a subcommand is \
      reached behind two dashes: tessera -- encode

      Exit codes: 0 done, 1 a check found something, 2 usage, 3 an input was refused or unreadable, 4 internal.

      EXAMPLES
        tessera                                    the workbench with its sample
        tessera notes.txt -t gpt2                  the workbench with a file
        tessera encode -t cl100k_base notes.txt    the tokens of a file
        tessera count -t gpt2 -t o200k_base src    tokens of a folder, twice
        tessera inspect -t gpt2 ' world'           one token in full
      """,
    version: Versions.text,
    subcommands: [
      WorkbenchCommand.self,
      EncodeCommand.self,
      DecodeCommand.self,
      CountCommand.self,
      MeasureCommand.self,
      InspectCommand.self,
      VocabCommand.self,
      TokenizersCommand.self,
      DoctorCommand.self,
      CountsCommand.self,
      TrainCommand.self,
      ExplainCommand.self,
      CheckCommand.self,
      DiffCommand.self,
      TensorCommand.self,
      EmbedCommand.self,
      NeighboursCommand.self,
      SimilarCommand.self,
      ProjectCommand.self,
      GraphCommand.self,
      ConvertCommand.self,
      MapCommand.self,
      LensCommand.self,
      LabCommand.self,
    ],
    defaultSubcommand: WorkbenchCommand.self,
    helpNames: [.short, .long])
}
