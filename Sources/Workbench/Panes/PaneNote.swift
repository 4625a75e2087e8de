import Basics
import Screen

/// A sentence in a pane that has nothing else to show.
enum PaneNote {
  static func draw(
    _ text: String, _ state: State, into frame: inout Frame, _ area: Rect, role: String = "text.dim"
  ) {
    for (index, line) in Fit.wrap(text, to: area.width).prefix(area.height).enumerated() {
      frame.put(
        line, column: area.column, row: area.row + index, style: state.theme.style(role), within: area)
    }
  }
}

extension FigurePainter.Options {
  /// A plane that fills its rows, with the chosen point told by the pane itself.
  static func plane(_ selected: Int?, _ state: State, height: Int) -> Self {
    var options = Self(
      selected: selected, isASCII: state.isASCII, showsTitle: false, height: height,
      hasColor: state.colorMode != .none)
    options.tellsChosen = false
    return options
  }
}

/// A length in one row of cells.
enum PaneBar {
  private static let blocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// `share` is 0…1; what is outside is drawn as the end it is nearest to.
  static func draw(_ share: Double, _ state: State, into frame: inout Frame, _ area: Rect) {
    guard area.width > 0, share.isFinite else { return }
    let eighths = Int((min(1, max(0, share)) * Double(area.width * 8)).rounded())
    frame.fill(area, state.isASCII ? "." : "·", style: state.theme.style("bar.track"))
    for column in 0..<area.width {
      let rest = eighths - column * 8
      guard rest > (state.isASCII ? 3 : 0) else { break }
      frame.put(
        state.isASCII ? "#" : blocks[min(8, rest) - 1], column: area.column + column, row: area.row,
        style: state.theme.style("bar"), within: area)
    }
  }
}
