import Basics

/// A part of a plane seen from a distance: each number is the mean of a block of elements.
///
/// Blocks of one element give the elements themselves. Means leave out what is no finite number; where nothing is left they are not
/// a number. A part with more than `budget` elements is sampled: of every block as many rows or columns are read as
/// that allows, evenly spread, the same of all blocks; `sampled` says how many.
package struct PlaneBlocks: Sendable, Equatable {
  /// Which part, and how large the blocks are; those at the end may be smaller.
  package struct Part: Sendable, Equatable {
    package var rows: Range<Int>
    package var columns: Range<Int>
    package var blockRows: Int
    package var blockColumns: Int

    package init(rows: Range<Int>, columns: Range<Int>, blockRows: Int = 1, blockColumns: Int = 1) {
      precondition(blockRows > 0 && blockColumns > 0, "a block has elements")
      self.rows = rows
      self.columns = columns
      self.blockRows = blockRows
      self.blockColumns = blockColumns
    }

    /// How many blocks there are down and across.
    package var cells: (rows: Int, columns: Int) {
      (
        (rows.count + blockRows - 1) / blockRows, (columns.count + blockColumns - 1) / blockColumns
      )
    }
  }

  package let part: Part
  /// [part.cells.rows, part.cells.columns], row by row.
  package let numbers: [Float]
  /// How many rows and columns of a whole block were read; those of the block when none was left out.
  package let sampled: (rows: Int, columns: Int)

  /// The most elements that are read for one picture, unless said otherwise.
  package static let budget = 1 << 24

  /// Throws when the file has lost the numbers, and when the ticket is cancelled.
  package init(
    _ tensor: StoredTensor, _ plane: TensorPlane, _ part: Part, budget: Int = budget, _ ticket: Ticket = .open
  ) throws(Trouble) {
    self.part = part
    sampled = Self.sampled(part, budget, tensor.runsAcross(plane))
    if part.rows.isEmpty || part.columns.isEmpty {
      numbers = []
      return
    }
    if part.blockRows == 1 && part.blockColumns == 1 {
      numbers = try tensor.numbers(of: plane, rows: Array(part.rows), columns: Array(part.columns), ticket)
      return
    }
    numbers = try Self.means(tensor, plane, part, sampled, ticket)
  }

  private static func means(
    _ tensor: StoredTensor, _ plane: TensorPlane, _ part: Part, _ sampled: (rows: Int, columns: Int),
    _ ticket: Ticket
  ) throws(Trouble) -> [Float] {
    let rows = places(part.rows, part.blockRows, sampled.rows)
    let columns = places(part.columns, part.blockColumns, sampled.columns)
    let (isAcross, width) = (tensor.runsAcross(plane), part.cells.columns)
    let down = rows.map { ($0 - part.rows.lowerBound) / part.blockRows * width }
    let right = columns.map { ($0 - part.columns.lowerBound) / part.blockColumns }
    var sums = Sums(part.cells.rows * width)
    try tensor.forEachLine(of: plane, rows: rows, columns: columns, ticket) { (index, line) throws(Trouble) in
      for place in line.indices {
        sums.add(line[place], isAcross ? down[index] + right[place] : down[place] + right[index])
      }
    }
    return sums.means
  }

  /// How many rows and columns of each block are read: first lines are left out, which saves reading, then elements of lines.
  private static func sampled(_ part: Part, _ budget: Int, _ isAcross: Bool) -> (rows: Int, columns: Int) {
    let (cells, budget) = (part.cells, Double(max(1, budget)))
    let (outerCells, innerCells) = isAcross ? (cells.rows, cells.columns) : (cells.columns, cells.rows)
    let (outer, inner) =
      isAcross ? (part.blockRows, part.blockColumns) : (part.blockColumns, part.blockRows)
    let lines =
      budget / Double(max(1, outerCells)) / Double(max(1, isAcross ? part.columns.count : part.rows.count))
    let taken = min(outer, max(1, Int(min(lines, 1e9))))
    let elements = budget / Double(max(1, outerCells)) / Double(taken) / Double(max(1, innerCells))
    let along = lines >= 1 ? inner : min(inner, max(1, Int(min(elements, 1e9))))
    return isAcross ? (taken, along) : (along, taken)
  }

  /// The places of a range that are read: of each block `count`, from the middles of equal parts.
  private static func places(_ range: Range<Int>, _ block: Int, _ count: Int) -> [Int] {
    if count == block { return Array(range) }
    var places: [Int] = []
    for start in stride(from: range.lowerBound, to: range.upperBound, by: block) {
      let size = min(block, range.upperBound - start)
      let own = min(count, size)
      for index in 0..<own { places.append(start + (2 * index + 1) * size / (2 * own)) }
    }
    return places
  }

  /// What is added up for the cells.
  private struct Sums {
    private var sums: [Double]
    private var counts: [Int]

    init(_ count: Int) {
      sums = Array(repeating: 0, count: count)
      counts = Array(repeating: 0, count: count)
    }

    mutating func add(_ value: Float, _ cell: Int) {
      guard value.isFinite else { return }
      sums[cell] += Double(value)
      counts[cell] += 1
    }

    var means: [Float] {
      sums.indices.map { counts[$0] == 0 ? .nan : Float(sums[$0] / Double(counts[$0])) }
    }
  }

  package static func == (a: PlaneBlocks, b: PlaneBlocks) -> Bool {
    a.part == b.part && a.sampled == b.sampled
      && a.numbers.elementsEqual(b.numbers) { $0.bitPattern == $1.bitPattern }
  }
}
