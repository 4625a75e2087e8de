import Screen

/// Draws the map of token density: a mark for what is in sight, a colour and a bar for each part of the file.
enum MinimapColumn {
  private static let blocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// From sparse to dense, for terminals without block characters.
  private static let ramp = Array(".:-=+*#%@").map(String.init)

  /// `shown`: the bytes of the rows on the screen.
  static func draw(_ state: State, shown: Range<Int>, into frame: inout Frame) {
    guard let area = state.minimapArea else { return }
    let map = Minimap(state.census, visible: shown, rows: area.height)
    let dim = state.theme.style("text.dim")
    for (index, share) in map.shares.enumerated() {
      let y = area.row + index
      if map.visible.contains(index) {
        frame.put(
          state.isASCII ? ">" : "▐", column: area.column, row: y,
          style: state.theme.style("pane.title.focused"), within: area)
      }
      let bar = Rect(column: area.column + 1, row: y, width: area.width - 1, height: 1)
      guard let share else {
        frame.put(state.isASCII ? "?" : "·", column: bar.column, row: y, style: dim, within: bar)
        continue
      }
      draw(share, state, into: &frame, bar)
    }
  }

  /// One row: its colour stands in the first column, the length of its bar says the same without colour.
  private static func draw(_ share: Double, _ state: State, into frame: inout Frame, _ bar: Rect) {
    let theme = state.theme
    if state.isASCII {
      let sign = ramp[min(ramp.count - 1, Int(share * Double(ramp.count)))]
      let style = state.colorMode == .none ? theme.style("text") : theme.heat(share, levels: 16)
      frame.put(sign + sign, column: bar.column, row: bar.row, style: style, within: bar)
      return
    }
    var room = bar
    if state.colorMode != .none {
      frame.put(" ", column: bar.column, row: bar.row, style: theme.heat(share, levels: 16), within: bar)
      room = Rect(column: bar.column + 1, row: bar.row, width: bar.width - 1, height: 1)
    }
    let eighths = max(1, Int((share * Double(room.width * 8)).rounded()))
    for column in 0..<room.width where eighths > column * 8 {
      frame.put(
        blocks[min(8, eighths - column * 8) - 1], column: room.column + column, row: bar.row,
        style: theme.style("bar"), within: room)
    }
  }
}
