import Figures
import Screen

/// A file of tensors that was opened, and what a person looks at in it.
enum TensorsPane: Pane {
  static func title(_ state: State) -> String { PaneKind.tensors.title }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
  }
}
