import Figures
import Screen

/// The nearest entries.
enum NeighboursPane: Pane {
  static func title(_ state: State) -> String { PaneKind.neighbours.title }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
  }
}
