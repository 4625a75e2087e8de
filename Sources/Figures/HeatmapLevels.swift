import Basics

/// A heatmap made smaller, so that an overview is drawn without touching every number: by level, the means and the largest
/// numbers of squares of 2, 4, 8 … cells a side. All levels together have a third of the cells of the heatmap.
package struct HeatmapLevels: Sendable, Equatable {
  /// A square of cells in two numbers; not a number when none of its cells has one.
  package struct Block: Sendable, Equatable {
    package var mean: Float
    package var largest: Float

    package init(mean: Float, largest: Float) {
      self.mean = mean
      self.largest = largest
    }
  }

  /// One halving of the sides.
  private struct Level: Sendable, Equatable {
    var rows: Int
    var columns: Int
    var blocks: [Block]
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
    var sums = try Sums(halving: heatmap, ticket)
    var levels = [sums.level]
    while max(sums.rows, sums.columns) > Self.least {
      sums = try sums.halved(ticket)
      levels.append(sums.level)
    }
    self.levels = levels
  }

  /// The block in a row and column of a level, which counts from 1.
  package subscript(level: Int, row: Int, column: Int) -> Block {
    let level = levels[level - 1]
    return level.blocks[row * level.columns + column]
  }

  /// Sums, counts and largest numbers of squares, from which means are exact whatever has no number.
  private struct Sums {
    private struct Cell {
      var sum: Float = 0
      var count: Float = 0
      var largest = -Float.infinity
    }

    let rows: Int
    let columns: Int
    private var cells: [Cell]

    /// Squares of 2 × 2 cells of a heatmap.
    init(halving heatmap: Heatmap, _ ticket: Ticket) throws(Trouble) {
      let (rows, columns) = (heatmap.rowLabels.count, heatmap.columnLabels.count)
      self.init(rows, columns)
      let values = heatmap.values.span
      try add(rows, columns, ticket) { index in
        values[index].isFinite ? Cell(sum: values[index], count: 1, largest: values[index]) : Cell()
      }
    }

    /// Squares twice as wide and high.
    func halved(_ ticket: Ticket) throws(Trouble) -> Sums {
      var half = Sums(rows, columns)
      let old = cells.span
      try half.add(rows, columns, ticket) { old[$0] }
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
          let cell = cell(row * oldColumns + column)
          new[to].sum += cell.sum
          new[to].count += cell.count
          new[to].largest = max(new[to].largest, cell.largest)
        }
      }
    }

    var level: Level {
      let blocks = cells.map { cell in
        cell.count == 0
          ? Block(mean: .nan, largest: .nan) : Block(mean: cell.sum / cell.count, largest: cell.largest)
      }
      return Level(rows: rows, columns: columns, blocks: blocks)
    }
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
