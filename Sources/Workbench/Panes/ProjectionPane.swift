import Figures
import Screen

/// Vectors on a plane.
enum ProjectionPane: Pane {
  static func title(_ state: State) -> String { PaneKind.projection.title }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
  }
}
