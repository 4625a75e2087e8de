import Basics
import Documents
import Screen

/// The text, cut into tokens, with the caret in it.
enum TextPane: Pane {
  static func title(_ state: State) -> String {
    let changed = state.document.isModified ? " *" : ""
    let columns = state.view.mode == .list ? ": byte, id, text, bytes in hex" : ""
    return "\(state.title)\(changed) · \(state.view.mode.title)\(columns)"
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    let layout = state.textLayout
    let text = state.textArea
    let rows = layout.rows(from: state.view.top, limit: state.textRowLimit)
    var painter = TextPainter(state, area: text)
    var line =
      state.view.showsLineNumbers ? state.document.text.line(at: rows.first?.range.lowerBound ?? 0) : 0
    for (index, row) in rows.enumerated() {
      let y = text.row + index * layout.rowHeight
      if text.column > area.column {
        let number = gutter(state, row, line: line)
        let room = Rect(column: area.column, row: y, width: text.column - area.column - 1, height: 1)
        frame.put(
          Fit.pad(number, to: room.width, right: true), column: room.column, row: y,
          style: state.theme.style("text.dim"), within: room)
      }
      painter.draw(row, at: y, isLast: row.range.upperBound == state.document.text.count, into: &frame)
      if index + 1 < rows.count, rows[index + 1].startsLine { line += 1 }
    }
    let shown = state.view.top..<max(state.view.top, rows.last?.range.upperBound ?? 0)
    MinimapColumn.draw(state, shown: shown, into: &frame)
    if state.document.text.count == 0 { drawEmpty(state, into: &frame, text) }
  }

  private static func gutter(_ state: State, _ row: TextRow, line: Int) -> String {
    switch state.view.mode {
    case .hex: row.range.lowerBound.hex(8)
    case .list: ""
    case .spans, .ids: row.startsLine ? String(line + 1) : ""
    }
  }

  private static func drawEmpty(_ state: State, into frame: inout Frame, _ area: Rect) {
    let hint = "Type or paste a text; Ctrl-O opens a file."
    let clip = Rect(column: area.column + 1, row: area.row, width: area.width - 1, height: 1)
    frame.put(hint, column: clip.column, row: area.row, style: state.theme.style("text.dim"), within: clip)
  }

  /// The offset in the document at a column of a row, for the mouse and for up and down.
  static func offset(in row: TextRow, atColumn column: Int, _ layout: TextLayout) -> Int {
    let isLast = row.range.upperBound == layout.text.count
    guard layout.mode == .hex else {
      return layout.mode == .list ? row.range.lowerBound : row.offset(at: column, isLastRow: isLast)
    }
    let hexWidth = HexColumns.textStart(layout.hexBytes)
    let index = column >= hexWidth ? column - hexWidth : HexColumns.index(at: column)
    return min(row.range.lowerBound + max(0, index), max(row.range.lowerBound, row.range.upperBound - 1))
  }
}

/// Where bytes stand in a row of the hex view: `48 65 6c 6c  6f 20 …  Hello `.
enum HexColumns {
  /// The column of a byte's two digits; a wider gap comes after every fourth.
  static func column(_ index: Int) -> Int { index * 3 + index / 4 }

  /// The byte whose digits stand at a column.
  static func index(at column: Int) -> Int {
    let block = column / 13
    return block * 4 + min(3, (column - block * 13) / 3)
  }

  /// The column where the characters begin.
  static func textStart(_ count: Int) -> Int { column(count) + 1 }
}

extension Int {
  /// The number in hexadecimal digits, at least as many as asked for.
  func hex(_ digits: Int) -> String {
    let text = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
  }
}
