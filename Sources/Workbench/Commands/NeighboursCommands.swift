import Screen

/// The nearest entries.
enum NeighboursCommands {
  static let all: [Command] = []
}
