import Basics
import Figures

/// How the cells of a heatmap lie in rows of characters: which are in sight, and how large each is.
struct HeatmapGrid {
  /// How the cells are drawn.
  enum Mode { case numbers, halves, cells }

  let mode: Mode
  /// As `HeatmapViewport.step` counts.
  let step: Int
  /// Columns for labels of rows, with the gap after them.
  let gutter: Int
  /// Screen columns of one drawn cell, with its gap where it has one.
  let cellWidth: Int
  /// Matrix columns, and outside halves matrix rows, in one drawn cell.
  let merged: Int
  /// Matrix rows in one drawn cell: as many as columns, or one where the figure scrolls by rows.
  let mergedRows: Int
  /// The first row and column in sight.
  let row: Int
  let column: Int
  /// Rows and columns of the matrix for which there is room, and those of them that there are.
  let roomRows: Int
  let roomColumns: Int
  let shownRows: Int
  let shownColumns: Int

  /// Whether a mark stands below the labels of columns.
  let hasMark: Bool

  /// Matrix rows in one row of characters.
  var rowsInOne: Int { mode == .halves ? 2 * mergedRows : mergedRows }
  /// Rows of characters that the part in sight takes.
  var characterRows: Int { (shownRows + rowsInOne - 1) / rowsInOne }
  /// Drawn cells in a row.
  var drawnColumns: Int { (shownColumns + merged - 1) / merged }
}

// MARK: - All rows, one after another

extension HeatmapGrid {
  /// The whole matrix in a width, its rows one after another: numbers where there is room, else cells, of neighbouring columns together
  /// where they are too many. In `height` rows, when they are known and enough, every row of the matrix has one of its own.
  init(whole heatmap: Heatmap, width: Int, height: Int?, notes: Int, isASCII: Bool, hasColor: Bool) {
    let columns = max(1, heatmap.columnLabels.count)
    gutter = Self.gutter(heatmap, isASCII, limit: width / 4)
    let room = max(1, width - gutter)
    let wanted = Self.numberWidth(heatmap, hasColor)
    if wanted * columns <= room {
      let longest = Self.longest(heatmap.columnLabels[...], isASCII)
      (mode, cellWidth, merged) = (.numbers, min(max(wanted, longest + 1), room / columns), 1)
    } else {
      let isTall = heatmap.rowLabels.count + notes + 3 > height ?? 0
      mode = hasColor && !isASCII && isTall ? .halves : .cells
      merged = (columns + room - 1) / room
      cellWidth = max(1, min(4, room / columns))
    }
    step = 0
    (mergedRows, row, column) = (1, 0, 0)
    (shownRows, shownColumns) = (heatmap.rowLabels.count, heatmap.columnLabels.count)
    (roomRows, roomColumns) = (shownRows, shownColumns)
    hasMark = false
  }

  private static func gutter(_ heatmap: Heatmap, _ isASCII: Bool, limit: Int) -> Int {
    min(longest(heatmap.rowLabels.prefix(400), isASCII), limit) + 1
  }

  private static func longest(_ labels: ArraySlice<Value>, _ isASCII: Bool) -> Int {
    labels.reduce(0) { max($0, $1.shown(to: 40, ascii: isASCII).columns) }
  }

  /// Without colour a shade stands before the number.
  private static func numberWidth(_ heatmap: Heatmap, _ hasColor: Bool) -> Int {
    let number =
      [heatmap.low, heatmap.high].map { Decimals.text($0, heatmap.decimals).utf8.count }.max() ?? 1
    return number + (hasColor ? 2 : 3)
  }
}

// MARK: - A part

extension HeatmapGrid {
  /// Rows above the cells: legend, labels of columns, and below them, where there are rows for it, a mark at the chosen column.
  static func headRows(_ room: HeatmapRoom) -> Int { room.height < 8 ? 2 : 3 }

  /// What a viewport shows in a room.
  init(_ heatmap: Heatmap, _ viewport: HeatmapViewport, _ room: HeatmapRoom) {
    let (rows, columns) = (heatmap.rowLabels.count, heatmap.columnLabels.count)
    let fit = Self.fit(heatmap, room)
    step = min(viewport.step ?? fit, max(fit, 2))
    gutter = Self.gutter(heatmap, room.isASCII, limit: min(16, room.width / 5)) + 1
    let (width, height) = (max(1, room.width - gutter), max(1, room.height - Self.headRows(room)))
    let size = Self.cell(heatmap, step, width: width, height: height, room)
    (mode, cellWidth) = (size.mode, size.width)
    merged = Self.side(step)
    mergedRows = merged
    let perRow = mode == .halves ? 2 * mergedRows : mergedRows
    row = max(0, min(viewport.row, rows - 1)) / perRow * perRow
    column = max(0, min(viewport.column, columns - 1)) / merged * merged
    hasMark = Self.headRows(room) > 2
    (roomRows, roomColumns) = (height * perRow, max(1, width / cellWidth) * merged)
    (shownRows, shownColumns) = (
      max(0, min(rows - row, roomRows)), max(0, min(columns - column, roomColumns))
    )
  }

  /// How many cells a side become one at a step: 1, 2, 3, 4, 6, 8, 12 …
  private static func side(_ step: Int) -> Int {
    if step <= 2 { return 1 }
    let half = (step - 1) / 2
    return step % 2 == 1 ? 1 << half : 3 << (half - 1)
  }

  /// The closest step at which the whole matrix is in sight.
  static func fit(_ heatmap: Heatmap, _ room: HeatmapRoom) -> Int {
    let gutter = gutter(heatmap, room.isASCII, limit: min(16, room.width / 5)) + 1
    let (width, height) = (max(1, room.width - gutter), max(1, room.height - headRows(room)))
    for step in 0..<40 {
      let size = cell(heatmap, step, width: width, height: height, room)
      let merged = side(step)
      let drawn = (
        rows: (heatmap.rowLabels.count + merged - 1) / merged,
        columns: (heatmap.columnLabels.count + merged - 1) / merged
      )
      let high = size.mode == .halves ? (drawn.rows + 1) / 2 : drawn.rows
      if drawn.columns * size.width <= width && high <= height { return step }
    }
    return 40
  }

  /// The mode of a step, and the width of its cells: with room to spare they grow.
  private static func cell(_ heatmap: Heatmap, _ step: Int, width: Int, height: Int, _ room: HeatmapRoom)
    -> (mode: Mode, width: Int)
  {
    let spare = width / max(1, heatmap.columnLabels.count)
    switch step {
    case 0:
      let least = numberWidth(heatmap, room.hasColor)
      let longest = longest(heatmap.columnLabels.prefix(400), room.isASCII) + 1
      return (.numbers, max(least, min(longest, max(8, spare))))
    case 1: return (.cells, heatmap.rowLabels.count <= height ? max(2, min(4, spare)) : 2)
    default: return (room.hasColor && !room.isASCII ? .halves : .cells, 1)
    }
  }
}
