import Figures

/// What a visual token is to the language model, as EmbedLens groups tokens by the words they read as.
///
/// Source: "What Do Visual Tokens Really Encode?" (EmbedLens, CVPR 2026), arXiv 2603.00510.
package enum MapState: Int, Sendable, CaseIterable {
  case alive, dead, sink, unnamed

  /// As legends and tables call it.
  package var title: String {
    switch self {
    case .alive: "alive"
    case .dead: "dead"
    case .sink: "sink"
    case .unnamed: "unnamed"
    }
  }

  /// What it means, for a person who never read the paper.
  package var meaning: String {
    switch self {
    case .alive: "tells what is here"
    case .dead: "filler in every picture"
    case .sink: "one vector everywhere"
    case .unnamed: "comes back, why unknown"
    }
  }

  /// One sentence about the whole map.
  package static let sentence =
    "Each square is one token, as the language model gets it. Alive ones tell what is here; dead and sink ones say the same in every picture, and can mostly be left out."

  /// How it is drawn.
  package var gridState: TokenGrid.State {
    switch self {
    case .alive: TokenGrid.State(title, sign: "●", ascii: "o", series: 1)
    case .dead: TokenGrid.State(title, sign: "○", ascii: ".", series: nil)
    case .sink: TokenGrid.State(title, sign: "▼", ascii: "v", series: 2)
    case .unnamed: TokenGrid.State(title, sign: "?", ascii: "?", series: 3)
    }
  }

  /// How states of a grid are numbered: as their raw values.
  static var gridStates: [TokenGrid.State] { allCases.map(\.gridState) }
}
