import Screen

/// The heatmap of similarities.
enum SimilarityCommands {
  static let all: [Command] = []
}
