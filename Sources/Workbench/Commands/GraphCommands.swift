import Screen

/// Tokens joined where they are near.
enum GraphCommands {
  static let all: [Command] = []
}
