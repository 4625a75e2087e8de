import Basics

/// A heatmap made smaller, so that an overview is drawn without touching every number: by level, the sums and the largest
/// numbers of squares of 2, 4, 8 … cells a side. All levels together have a third of the cells of the heatmap.
package struct HeatmapLevels: Sendable, Equatable {
  /// A part of a heatmap in two numbers; not a number when none of its cells has one.
  package struct Block: Sendable, Equatable {
    package var mean: Float
    package var largest: Float
  }

  private let levels: [Level]

  /// A heatmap with fewer rows and columns than this needs no smaller one.
  private static let least = 16

  /// How many there are: level 1 has squares of 2 × 2 cells.
  package var count: Int { levels.count }

  /// Halves the sides again and again. Throws when the ticket is cancelled.
  package init(_ heatmap: Heatmap, _ ticket: Ticket = .open) throws(Trouble) {
    guard max(heatmap.rowLabels.count, heatmap.columnLabels.count) > Self.least else {
      levels = []
      return
    }
    var levels = [try Level(halving: heatmap, ticket)]
    while let last = levels.last, max(last.rows, last.columns) > Self.least {
      levels.append(try last.halved(ticket))
    }
    self.levels = levels
  }

  /// The least and the greatest mean of squares of a size, or of the next smaller one that there is; nil when there is none.
  package func ends(side: Int) -> (low: Double, high: Double)? {
    let level = Int.bitWidth - 1 - side.leadingZeroBitCount
    return level < 1 || levels.isEmpty ? nil : levels[min(level, levels.count) - 1].ends
  }

  /// A square of cells from `row` and `column`, which are multiples of `side`, itself a power of two or three times one. Nil when there is
  /// no level from whose squares it can be put together.
  package func block(row: Int, column: Int, side: Int) -> Block? {
    let level = side.trailingZeroBitCount
    guard (1...max(1, levels.count)).contains(level), level <= levels.count else { return nil }
    return levels[level - 1].block(row: row >> level, column: column >> level, side: side >> level)
  }
}

/// Sums, counts and largest numbers of squares, from which means are exact whatever has no number.
private struct Level: Sendable, Equatable {
  private struct Cell: Sendable, Equatable {
    var sum: Float = 0
    var count: Float = 0
    var largest = -Float.infinity

    mutating func add(_ other: Cell) {
      sum += other.sum
      count += other.count
      largest = max(largest, other.largest)
    }
  }

  let rows: Int
  let columns: Int
  private var cells: [Cell]
  private var low = Float.infinity
  private var high = -Float.infinity

  /// Squares of 2 × 2 cells of a heatmap.
  init(halving heatmap: Heatmap, _ ticket: Ticket) throws(Trouble) {
    let (rows, columns) = (heatmap.rowLabels.count, heatmap.columnLabels.count)
    self.init(rows, columns)
    let values = heatmap.values.span
    try add(rows, columns, ticket) { index in
      values[index].isFinite ? Cell(sum: values[index], count: 1, largest: values[index]) : Cell()
    }
    findEnds()
  }

  /// Squares twice as wide and high.
  func halved(_ ticket: Ticket) throws(Trouble) -> Level {
    var half = Level(rows, columns)
    let old = cells.span
    try half.add(rows, columns, ticket) { old[$0] }
    half.findEnds()
    return half
  }

  /// Noughts for a matrix of twice as many rows and columns.
  private init(_ rows: Int, _ columns: Int) {
    (self.rows, self.columns) = ((rows + 1) / 2, (columns + 1) / 2)
    cells = Array(repeating: Cell(), count: self.rows * self.columns)
  }

  private mutating func add(_ oldRows: Int, _ oldColumns: Int, _ ticket: Ticket, _ cell: (Int) -> Cell)
    throws(Trouble)
  {
    let width = columns
    var new = cells.mutableSpan
    for row in 0..<oldRows {
      if row & 63 == 0 { try ticket.step(Double(row) / Double(oldRows)) }
      for column in 0..<oldColumns {
        let to = row / 2 * width + column / 2
        new[to].add(cell(row * oldColumns + column))
      }
    }
  }

  /// The least and the greatest mean; nil without any.
  var ends: (low: Double, high: Double)? { low <= high ? (Double(low), Double(high)) : nil }

  private mutating func findEnds() {
    for cell in cells where cell.count > 0 {
      low = min(low, cell.sum / cell.count)
      high = max(high, cell.sum / cell.count)
    }
  }

  /// A square of these squares, less what lies behind the last.
  func block(row: Int, column: Int, side: Int) -> HeatmapLevels.Block {
    var whole = Cell()
    for row in row..<min(rows, row + side) {
      for column in column..<min(columns, column + side) { whole.add(cells[row * columns + column]) }
    }
    return whole.count == 0
      ? HeatmapLevels.Block(mean: .nan, largest: .nan)
      : HeatmapLevels.Block(mean: whole.sum / whole.count, largest: whole.largest)
  }
}

extension Heatmap {
  /// The mean and the largest number of a part, from all its cells.
  package func block(rows: Range<Int>, columns: Range<Int>) -> HeatmapLevels.Block {
    var (sum, count, largest) = (0.0, 0, -Float.infinity)
    for row in rows {
      for column in columns where self[row, column].isFinite {
        let value = self[row, column]
        (sum, count, largest) = (sum + Double(value), count + 1, Swift.max(largest, value))
      }
    }
    return count == 0
      ? HeatmapLevels.Block(mean: .nan, largest: .nan)
      : HeatmapLevels.Block(mean: Float(sum / Double(count)), largest: largest)
  }
}
