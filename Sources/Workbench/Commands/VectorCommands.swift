import Screen

/// Tensors, embeddings, and what is near what.
enum VectorCommands {
  static let all =
    [
      show("similarity.show", "Heatmap: how near tokens are to each other", "H", .similarity),
      show("neighbours.show", "Neighbours: the entries with the nearest vectors", "B", .neighbours),
      show("projection.show", "Projection: vectors on a plane", "X", .projection),
      show("graph.show", "Token graph: tokens joined where they are near", "G", .graph),
      Command(
        "vectors.embeddings", "Name the file with the embeddings", .vectors, argument: "file and tensor"
      ) { state, words in
        if !words.isEmpty { return state.nameEmbeddings(words) }
        state.overlays.append(.prompt(Prompt(.embeddings)))
        return []
      },
    ] + TensorsCommands.all + SimilarityCommands.all + NeighboursCommands.all + ProjectionCommands.all
    + GraphCommands.all

  private static func show(_ id: String, _ title: String, _ key: String, _ pane: PaneKind) -> Command {
    Command(id, title, keys: [key], .vectors) { state, _ in state.toggle(pane) }
  }
}

extension State {
  /// Opens a pane under the text, or goes back to the standard panes.
  mutating func toggle(_ pane: PaneKind) -> [Effect] {
    layout =
      layout.panes.contains(pane.rawValue)
      ? Arrangement.standard(for: size) : Arrangement.mapping(pane, for: size)
    return showCaret() + resegment() + reinspect()
  }
}
