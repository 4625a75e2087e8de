import ArgumentParser

struct TokenizersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tokenizers", abstract: "List them.")
}

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "doctor", abstract: "Doc.")
}

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "train.")
}
