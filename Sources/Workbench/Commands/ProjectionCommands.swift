import Screen

/// Vectors on a plane.
enum ProjectionCommands {
  static let all: [Command] = []
}
