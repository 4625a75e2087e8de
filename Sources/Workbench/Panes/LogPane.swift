import Basics
import Screen

/// What the program said, the newest last.
enum LogPane: Pane {
  static func title(_ state: State) -> String { "Log" }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    let lines = state.log.flatMap { entry in
      Fit.wrap(entry.text, to: max(1, area.width - 2)).enumerated().map { index, line in
        (text: (index > 0 ? "  " : entry.isWarning ? "! " : "· ") + line, isWarning: entry.isWarning)
      }
    }
    let scroll = min(state.scrolls[.log] ?? 0, max(0, lines.count - area.height))
    for (index, line) in lines.dropLast(scroll).suffix(area.height).enumerated() {
      frame.put(
        line.text, column: area.column, row: area.row + index,
        style: state.theme.style(line.isWarning ? "warning" : "log"), within: area)
    }
  }
}
