import Basics
import Figures
import Screen
import Tensors

/// A matrix of a tensor: its axes, the element under the cursor, and the part in sight as a heatmap.
extension TensorsPane {
  static func drawSlice(_ slice: SliceView, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let (head, rest) = area.split(top: State.sliceHead.own)
    drawAxes(slice, state, into: &frame, head.split(top: 1).top)
    if let trouble = slice.trouble { return put(trouble, "warning", state, into: &frame, rest) }
    guard let drawing = drawing(slice, state) else {
      return put("reading …", "text.dim", state, into: &frame, rest)
    }
    put(words(slice, state), "text", state, into: &frame, head.split(top: 1).rest)
    FigurePainter.draw(
      .heatmap(drawing.heatmap), into: &frame, drawing.area, theme: state.theme, drawing.options)
  }

  /// `axis 0 index 3 of 12 · axis 1 rows, 64 · axis 2 columns, 64`, the chosen axis marked.
  private static func drawAxes(
    _ slice: SliceView, _ state: State, into frame: inout Screen.Frame, _ line: Rect
  ) {
    let theme = state.theme
    var x = line.column
    for (axis, size) in slice.shape.sizes.enumerated() {
      let isChosen = axis == slice.axis
      let role =
        axis == slice.plane.rowAxis
        ? "rows \(size)"
        : axis == slice.plane.columnAxis ? "columns \(size)" : "\(slice.plane.place[axis]) of \(size)"
      let marks = isChosen ? (state.isASCII ? ("<", ">") : ("‹", "›")) : (" ", " ")
      x = frame.put(
        "axis \(axis)", column: x, row: line.row, style: theme.style(isChosen ? "key" : "text.dim"),
        within: line)
      x = frame.put(
        marks.0 + role + marks.1, column: x, row: line.row,
        style: theme.style(isChosen ? "list.selected" : "number"), within: line)
      x = frame.put(" ", column: x, row: line.row, style: theme.style("text"), within: line)
    }
    let isThere = slice.trouble != nil || slice.shown?.request == slice.asked
    let reading = state.jobs[.tensorSlice] == nil ? "stopped" : "reading … Ctrl-C stops"
    let zoom = isThere ? ["numbers", "elements", "means"][min(2, slice.zoom)] : reading
    let width = Legible.columns(of: zoom)
    if line.endColumn - width > x {
      frame.put(
        zoom, column: line.endColumn - width, row: line.row, style: theme.style("text.dim"), within: line)
    }
  }

  /// The element or block under the cursor, with its number in full.
  private static func words(_ slice: SliceView, _ state: State) -> String {
    guard let shown = slice.shown else { return "" }
    let part = shown.request.part
    let place = "row \(slice.row) · column \(slice.column)"
    guard shown.request == slice.asked, let cell = cell(slice, part) else { return place }
    let value = shown.heatmap[cell.row, cell.column]
    if part.blockRows == 1 && part.blockColumns == 1 {
      return "\(place) · \(value.isNaN ? "not a number" : "\(value)")"
    }
    func range(_ start: Int, _ count: Int, _ end: Int) -> String {
      count == 1 ? "\(start)" : "\(start) to \(min(start + count, end) - 1)"
    }
    let rows = range(part.rows.lowerBound + cell.row * part.blockRows, part.blockRows, slice.size.rows)
    let columns = range(
      part.columns.lowerBound + cell.column * part.blockColumns, part.blockColumns, slice.size.columns)
    let mean = value.isNaN ? "no finite number" : "mean \(value)"
    let isSampled = shown.heatmap.footnotes.first?.contains("of which") == true
    return "rows \(rows) · columns \(columns) · \(mean)\(isSampled ? " of a sample" : "")"
  }

  /// The cell of a part in which the cursor is.
  private static func cell(_ slice: SliceView, _ part: PlaneBlocks.Part) -> (row: Int, column: Int)? {
    guard part.rows.contains(slice.row), part.columns.contains(slice.column) else { return nil }
    return (
      (slice.row - part.rows.lowerBound) / part.blockRows,
      (slice.column - part.columns.lowerBound) / part.blockColumns
    )
  }

  /// What is drawn of what was read: as many cells as there is room for, the cursor among them.
  static func drawing(_ slice: SliceView, _ state: State) -> SliceDrawing? {
    guard let shown = slice.shown, let place = state.place(of: .tensors) else { return nil }
    let inner = place.height >= 3 && place.width >= 12 ? place.inset(by: 1) : place
    let area = inner.split(top: State.sliceHead.own).rest
    return SliceDrawing(shown, cursor: cell(slice, shown.request.part), slice.size, area, state)
  }
}
