import Figures
import Screen

/// Tokens joined where they are near.
enum GraphPane: Pane {
  static func title(_ state: State) -> String { PaneKind.graph.title }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
  }
}
