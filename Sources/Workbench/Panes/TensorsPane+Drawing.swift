import Basics
import Figures
import Screen
import Tensors

/// The part of a matrix that is on the screen, and where its cells stand: as the sketch of a heatmap has them, numbers where they
/// fit, else half blocks where there are too many rows.
struct SliceDrawing {
  let heatmap: Heatmap
  let area: Rect
  let options: FigurePainter.Options
  private let part: PlaneBlocks.Part
  private let first: (row: Int, column: Int)
  private let cells: NumberCells
  private let rowsInOne: Int

  /// Of what was read as many cells as there is room for in the area, that of the cursor among them.
  init(
    _ shown: SliceView.Shown, cursor: (row: Int, column: Int)?, _ size: (rows: Int, columns: Int),
    _ area: Rect,
    _ state: State
  ) {
    let (whole, hasColor) = (shown.heatmap, state.colorMode != .none)
    let numbers = NumberCells(size, shown: whole, width: area.width, hasColor: hasColor)
    let isNear = state.tensors.slice?.zoom == 0
    let fitting = isNear ? numbers.count(in: area.width) : max(1, area.width - numbers.gutter)
    let columns = Self.window(whole.columnLabels.count, fitting, cursor?.column)
    let down = max(1, area.height - State.sliceHead.all + State.sliceHead.own)
    let rows = Self.window(whole.rowLabels.count, down, cursor?.row)
    let plain = whole.part(rows: rows, columns: columns)
    let cells = NumberCells(plain, width: area.width, hasColor: hasColor)
    let isHalved =
      hasColor && !state.isASCII && whole.rowLabels.count > down && !cells.fit(columns.count, in: area.width)
    let halved = Self.window(whole.rowLabels.count, 2 * down, cursor?.row)
    heatmap = isHalved ? whole.part(rows: halved, columns: columns) : plain
    self.cells = isHalved ? NumberCells(heatmap, width: area.width, hasColor: hasColor) : cells
    rowsInOne = isHalved ? 2 : 1
    let top = isHalved ? halved.lowerBound : rows.lowerBound
    first = (top, columns.lowerBound)
    (self.area, part) = (area, shown.request.part)
    options = FigurePainter.Options(
      selected: cursor.map { ($0.row - top) * columns.count + $0.column - columns.lowerBound },
      isASCII: state.isASCII, showsTitle: false, height: area.height, hasColor: hasColor)
  }

  /// So many of `count` places as there is room for, from the first on or so that the last is `chosen`.
  private static func window(_ count: Int, _ room: Int, _ chosen: Int?) -> Range<Int> {
    let size = min(count, room)
    let start = max(0, (chosen ?? 0) - size + 1)
    return start..<start + size
  }

  /// The element that a cell of the screen stands for; nil outside.
  func cell(column: Int, row: Int) -> (row: Int, column: Int)? {
    let head = options.selected == nil ? 2 : 3
    let columns = max(1, heatmap.columnLabels.count)
    let room = max(1, area.width - cells.gutter) / columns
    let width = cells.fit(columns, in: area.width) ? min(cells.width, room) : max(1, min(4, room))
    let (down, right) = (row - area.row - head, column - area.column - cells.gutter)
    guard down >= 0, right >= 0, right / width < heatmap.columnLabels.count,
      down * rowsInOne < heatmap.rowLabels.count
    else { return nil }
    return (
      part.rows.lowerBound + (first.row + down * rowsInOne) * part.blockRows,
      part.columns.lowerBound + (first.column + right / width) * part.blockColumns
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
