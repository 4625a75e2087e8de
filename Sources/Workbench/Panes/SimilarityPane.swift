import Figures
import Screen

/// The heatmap of similarities.
enum SimilarityPane: Pane {
  static func title(_ state: State) -> String { PaneKind.similarity.title }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
  }
}
