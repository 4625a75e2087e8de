import Screen

/// A file of tensors that was opened, and what a person looks at in it.
enum TensorsCommands {
  static let all: [Command] = []
}
