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
    let zoom = slice.zoom == 0 ? "numbers" : slice.zoom == 1 ? "elements" : "means"
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

/// The part of a matrix that is on the screen, and where its cells stand.
struct SliceDrawing {
  let heatmap: Heatmap
  let area: Rect
  let options: FigurePainter.Options
  private let part: PlaneBlocks.Part
  private let first: (row: Int, column: Int)
  private let gutter: Int
  private let cellWidth: Int
  private let rowsInOne: Int

  init(
    _ shown: SliceView.Shown, cursor: (row: Int, column: Int)?, _ size: (rows: Int, columns: Int),
    _ area: Rect,
    _ state: State
  ) {
    let (whole, part, hasColor) = (shown.heatmap, shown.request.part, state.colorMode != .none)
    let all = (rows: whole.rowLabels.count, columns: whole.columnLabels.count)
    let numbers = NumberCells(size, shown: whole, width: area.width, hasColor: hasColor)
    let fitting =
      state.tensors.slice?.zoom == 0 ? numbers.count(in: area.width) : max(1, area.width - numbers.gutter)
    let columns = min(all.columns, fitting)
    let column = max(0, (cursor?.column ?? 0) - columns + 1)
    let down = max(1, area.height - State.sliceHead.all + State.sliceHead.own)
    // As the sketch has them, for which only what it draws counts: numbers where they fit, else half blocks where rows are too many.
    func drawn(_ rowsInOne: Int) -> (first: Int, heatmap: Heatmap, cells: NumberCells) {
      let rows = min(all.rows, down * rowsInOne)
      let row = max(0, (cursor?.row ?? 0) - rows + 1)
      let heatmap = whole.part(rows: row..<row + rows, columns: column..<column + columns)
      func end(_ range: Range<Int>, _ cells: Int, _ block: Int) -> Int {
        range.lowerBound + max(0, cells - 1) * block + 1
      }
      let ends = (
        rows: end(part.rows, row + rows, part.blockRows),
        columns: end(part.columns, column + columns, part.blockColumns)
      )
      return (row, heatmap, NumberCells(ends, shown: heatmap, width: area.width, hasColor: hasColor))
    }
    func hasNumbers(_ cells: NumberCells) -> Bool { cells.least * columns <= area.width - cells.gutter }
    let plain = drawn(1)
    let isHalved = hasColor && !state.isASCII && all.rows > down && !hasNumbers(plain.cells)
    let chosen = isHalved ? drawn(2) : plain
    let room = max(1, area.width - chosen.cells.gutter) / max(1, columns)
    cellWidth = hasNumbers(chosen.cells) ? min(chosen.cells.width, room) : max(1, min(4, room))
    (rowsInOne, heatmap, gutter) = (isHalved ? 2 : 1, chosen.heatmap, chosen.cells.gutter)
    first = (chosen.first, column)
    (self.area, self.part) = (area, part)
    options = FigurePainter.Options(
      selected: cursor.map { ($0.row - chosen.first) * columns + $0.column - column }, isASCII: state.isASCII,
      showsTitle: false, height: area.height, hasColor: hasColor)
  }

  /// The element that a cell of the screen stands for; nil outside.
  func cell(column: Int, row: Int) -> (row: Int, column: Int)? {
    let head = options.selected == nil ? 2 : 3
    let (down, right) = (row - area.row - head, column - area.column - gutter)
    guard down >= 0, right >= 0, right / cellWidth < heatmap.columnLabels.count,
      down * rowsInOne < heatmap.rowLabels.count
    else { return nil }
    return (
      part.rows.lowerBound + (first.row + down * rowsInOne) * part.blockRows,
      part.columns.lowerBound + (first.column + right / cellWidth) * part.blockColumns
    )
  }
}

extension Heatmap {
  /// The cells of some rows and columns, without footnotes.
  func part(rows: Range<Int>, columns: Range<Int>) -> Heatmap {
    let width = columnLabels.count
    let values = rows.flatMap {
      self.values[$0 * width + columns.lowerBound..<$0 * width + columns.upperBound]
    }
    return Heatmap(
      title: title, rowTitle: rowTitle, columnTitle: columnTitle, rowLabels: Array(rowLabels[rows]),
      columnLabels: Array(columnLabels[columns]), values: values, unit: unit, decimals: decimals)
  }
}

extension SliceView {
  /// A number with so many decimals, as heatmaps write it.
  static func text(_ value: Double, _ decimals: Int) -> String { Decimals.text(value, decimals) }

  /// A number with so many digits that count.
  static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return Decimals.text(value, 0) }
    let float = Float(value)
    if value.magnitude < 1e-4 || value.magnitude >= 1e9 { return "\(float)" }
    var (decimals, size) = (digits - 1, value.magnitude)
    while size >= 10, decimals > 0 { (decimals, size) = (decimals - 1, size / 10) }
    while size < 1, decimals < 9 { (decimals, size) = (decimals + 1, size * 10) }
    return Decimals.text(value, decimals)
  }
}
