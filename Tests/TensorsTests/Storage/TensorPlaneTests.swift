import Basics
import Tensors
import Testing

/// Matrices inside of tensors, and means of their blocks, against what is read as a whole.
struct TensorPlaneTests {
  private struct Random {
    var state: UInt64
    mutating func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  /// Bytes at random behind an offset, as a tensor; exponents of plain floats are kept small enough to be finite.
  private func tensor(_ sizes: [Int], _ type: ElementType, _ layout: StoredTensor.Layout, _ seed: UInt64)
    throws
    -> StoredTensor
  {
    var random = Random(state: seed)
    let count = try #require(type.bytes(for: Shape(sizes).count)) + layout.offset
    let bytes = (0..<count).map { _ in UInt8(random.next(128) & 0x3F) }
    return try StoredTensor(
      name: "t", sizes: sizes, type: type, in: MemoryBytes(bytes, file: "memory"), layout)
  }

  /// The number at a place, by the order in which all are read.
  private func number(_ all: [Float], _ shape: Shape, _ plane: TensorPlane, _ row: Int, _ column: Int)
    -> Float
  {
    var place = plane.place
    if let axis = plane.rowAxis { place[axis] = row }
    if let axis = plane.columnAxis { place[axis] = column }
    return all[zip(place, shape.strides).reduce(0) { $0 + $1.0 * $1.1 }]
  }

  private func planes(_ shape: Shape, _ random: inout Random) -> [TensorPlane] {
    let place = shape.sizes.map { random.next($0) }
    let axes = shape.sizes.indices.map { Optional($0) } + [nil]
    return axes.flatMap { row in
      axes.filter { $0 == nil || $0 != row }.map { TensorPlane(rowAxis: row, columnAxis: $0, place: place) }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `any plane of any tensor has the numbers that stand there`(type: ElementType) throws {
    var random = Random(state: 7)
    for sizes in [[], [512], [5, 256], [3, 2, 512], [2, 3, 2, 256]] {
      if sizes.isEmpty && type.isBlocked { continue }
      for layout in [
        StoredTensor.Layout(offset: 3), .init(offset: 0, isColumnMajor: true),
        .init(offset: 1, isBigEndian: true),
      ] where !type.isBlocked || layout.offset == 3 {
        let stored = try tensor(sizes, type, layout, 11)
        let all = try stored.read()
        for plane in planes(stored.shape, &random) {
          let size = plane.size(in: stored.shape)
          let rows = (0..<size.rows).filter { _ in size.rows < 4 || random.next(8) == 0 }
          let columns = (0..<size.columns).filter { _ in size.columns < 4 || random.next(8) == 0 }
          let found = try stored.numbers(of: plane, rows: rows, columns: columns)
          let wanted = rows.flatMap { row in columns.map { number(all, stored.shape, plane, row, $0) } }
          #expect(found.map(\.bitPattern) == wanted.map(\.bitPattern), "\(sizes) \(plane)")
        }
      }
    }
  }

  @Test func `blocks are means of finite numbers, smaller at the ends`() throws {
    let values: [Float] = [1, 2, .nan, 4, 5, 6, 7, .infinity, 9, 10, 11, 12, 13, 14, .nan]
    let bytes = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    let stored = try StoredTensor(
      name: "t", sizes: [3, 5], type: .f32, in: MemoryBytes(bytes, file: "memory"), .init(offset: 0))
    let plane = TensorPlane(of: stored.shape)
    let part = PlaneBlocks.Part(rows: 0..<3, columns: 0..<5, blockRows: 2, blockColumns: 2)
    let blocks = try PlaneBlocks(stored, plane, part)
    #expect(part.cells == (2, 3) && blocks.sampled == (2, 2))
    #expect(blocks.numbers[..<5] == [4, 6.5, 7.5, 11.5, 13.5])
    #expect(blocks.numbers[5].isNaN)
    let turned = try PlaneBlocks(
      stored, plane.transposed, .init(rows: 0..<5, columns: 0..<3, blockRows: 2, blockColumns: 2))
    for row in 0..<2 {
      for column in 0..<3 {
        #expect(blocks.numbers[row * 3 + column].bitPattern == turned.numbers[column * 2 + row].bitPattern)
      }
    }
  }

  @Test(arguments: [(64, 64), (7, 64), (64, 5), (1, 64)], [false, true])
  func `a budget leaves out lines first, and every block keeps some`(block: (Int, Int), isColumnMajor: Bool)
    throws
  {
    let stored = try tensor([300, 200], .f32, .init(offset: 0, isColumnMajor: isColumnMajor), 3)
    let all = try stored.read()
    let plane = TensorPlane(of: stored.shape)
    let part = PlaneBlocks.Part(
      rows: 0..<300, columns: 0..<200, blockRows: block.0, blockColumns: block.1)
    let whole = try PlaneBlocks(stored, plane, part)
    #expect(whole.sampled == (block.0, block.1))
    for budget in [1, 500, 20_000] {
      let blocks = try PlaneBlocks(stored, plane, part, budget: budget)
      let read = part.cells.rows * part.cells.columns * blocks.sampled.rows * blocks.sampled.columns
      #expect(read <= max(budget * 2, part.cells.rows * part.cells.columns))
      #expect(blocks.numbers.allSatisfy { $0.isFinite } && blocks.numbers.count == whole.numbers.count)
      #expect(blocks.sampled.rows >= 1 && blocks.sampled.columns >= 1)
    }
    // Against a plain sum of the first block.
    var sum = 0.0
    for row in 0..<block.0 { for column in 0..<block.1 { sum += Double(all[row * 200 + column]) } }
    #expect(whole.numbers[0] == Float(sum / Double(block.0 * block.1)))
  }

  @Test func `a plane must lie in the tensor`() {
    let shape = Shape([2, 3, 4])
    #expect(TensorPlane(of: shape) == TensorPlane(rowAxis: 1, columnAxis: 2, place: [0, 0, 0]))
    #expect(TensorPlane(rowAxis: 2, columnAxis: 0, place: [9, 2, 9]).fits(shape))
    #expect(!TensorPlane(rowAxis: 2, columnAxis: 0, place: [0, 3, 0]).fits(shape))
    #expect(!TensorPlane(rowAxis: 1, columnAxis: 1, place: [0, 0, 0]).fits(shape))
    #expect(!TensorPlane(rowAxis: 3, columnAxis: 1, place: [0, 0, 0]).fits(shape))
    #expect(!TensorPlane(rowAxis: nil, columnAxis: nil, place: [0, 0]).fits(shape))
    #expect(TensorPlane(rowAxis: 1, columnAxis: 2, place: [0, 0, 0]).size(in: Shape([0, 3, 4])) == (0, 0))
    #expect(TensorPlane(of: Shape([])).size(in: Shape([])) == (1, 1))
  }

  @Test(arguments: [false, true])
  func `rows too long for memory are measured in pieces`(isColumnMajor: Bool) throws {
    let (rows, width) = (3, (1 << 20) + 5)
    let bytes = (0..<rows * width).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let stored = try StoredTensor(
      name: "t", sizes: [rows, width], type: .u8, in: MemoryBytes(bytes, file: "memory"),
      .init(offset: 0, isColumnMajor: isColumnMajor))
    let found = try TensorStatistics(stored, .open)
    let norms = (0..<rows).map { row in
      (0..<width).reduce(0.0) { sum, column in
        let value = Double(bytes[isColumnMajor ? column * rows + row : row * width + column])
        return sum + value * value
      }.squareRoot()
    }
    #expect(found.count == rows * width && found.zeroCount == bytes.count { $0 == 0 })
    #expect(found.mean == Double(bytes.reduce(0) { $0 + Int($1) }) / Double(bytes.count))
    #expect(found.rowNorms.least == norms.min() && found.rowNorms.most == norms.max())
    #expect(found.bins.reduce(0, +) == bytes.count)
  }
}
