import Basics
import Foundation
import Tensors
import Testing

/// Tensors that stay in their files.
struct StoredTensorTests {
  private func tensor(
    _ sizes: [Int], _ type: ElementType, _ bytes: [UInt8], _ layout: StoredTensor.Layout = .init(offset: 0)
  ) throws -> StoredTensor {
    try StoredTensor(
      name: "t", sizes: sizes, type: type, in: MemoryBytes(bytes, file: "memory"), layout)
  }

  private func encoded(_ floats: [Float]) -> [UInt8] {
    floats.flatMap { float in (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> (8 * UInt32($0))) }
    }
  }

  @Test func `rows are the last axis, all others flattened`() throws {
    let stored = try tensor([2, 3, 4], .f32, encoded((0..<24).map(Float.init)))
    #expect(stored.rowCount == 6 && stored.columnCount == 4)
    var rows: [Float] = []
    try stored.rows(4..<6, into: &rows)
    #expect(rows == (16..<24).map(Float.init))
    try stored.rows(1..<2, into: &rows)
    #expect(rows == [4, 5, 6, 7])
    try stored.rows(3..<3, into: &rows)
    #expect(rows.isEmpty)
  }

  @Test func `a number and a vector are one row`() throws {
    let number = try tensor([], .u8, [9])
    let vector = try tensor([3], .u8, [1, 2, 3])
    #expect(number.rowCount == 1 && number.columnCount == 1 && vector.rowCount == 1)
    #expect(try number.read() == [9] && vector.read() == [1, 2, 3])
  }

  /// The file of a tensor whose first axis runs fastest, element by element.
  private func columnMajor(_ sizes: [Int]) -> [UInt8] {
    let shape = Shape(sizes)
    return encoded(
      (0..<shape.count).map { place in
        // Where the element at `place` of the file stands in the order that is read.
        var rest = place
        var index = 0
        for axis in sizes.indices {
          index += rest % sizes[axis] * shape.strides[axis]
          rest /= sizes[axis]
        }
        return Float(index)
      })
  }

  @Test(arguments: [[5], [4, 6], [2, 3, 4], [3, 2, 2, 5], [1, 7], [7, 1], [1, 1, 3]])
  func `an array whose first axis runs fastest is read in the usual order`(_ sizes: [Int]) throws {
    let stored = try tensor(sizes, .f32, columnMajor(sizes), .init(offset: 0, isColumnMajor: true))
    #expect(try stored.read() == (0..<Shape(sizes).count).map(Float.init))
    for first in 0..<stored.rowCount {
      for end in first...stored.rowCount {
        var rows: [Float] = []
        try stored.rows(first..<end, into: &rows)
        #expect(rows == (first * stored.columnCount..<end * stored.columnCount).map(Float.init))
      }
    }
  }

  @Test func `the most significant byte may come first`() throws {
    let layout = StoredTensor.Layout(offset: 1, isBigEndian: true)
    #expect(try tensor([2], .i16, [9, 0x01, 0x02, 0xFF, 0xFF], layout).read() == [258, -1])
  }

  @Test func `blocks of rows are all rows in order`() throws {
    let stored = try tensor([70_000, 3], .u8, (0..<210_000).map { UInt8($0 % 251) })
    var seen: [Float] = []
    var end = 0
    try stored.forEachBlock(.open) { range, floats in
      #expect(range.lowerBound == end && floats.count == range.count * 3)
      end = range.upperBound
      for index in 0..<floats.count { seen.append(floats[index]) }
    }
    #expect(try seen == stored.read() && end == 70_000)
  }

  @Test func `going through all rows stops when asked to`() throws {
    let stored = try tensor([4, 2], .u8, [UInt8](repeating: 0, count: 8))
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try stored.forEachBlock(ticket) { _, _ in } }
  }

  @Test func `sizes that no file can have are refused`() {
    for sizes in [[-1], [1 << 40, 1 << 40], [0, 1 << 40, 1 << 40], [3]] {
      #expect(throws: Trouble.self) { try tensor(sizes, .f64, [UInt8](repeating: 0, count: 16)) }
    }
    #expect(throws: Trouble.self) { try tensor([2, 16], .q40, [UInt8](repeating: 0, count: 18)) }
    #expect(throws: Trouble.self) { try tensor([1], .u8, [0], .init(offset: 1)) }
    #expect(throws: Trouble.self) { try tensor([1], .u8, [0], .init(offset: -1)) }
  }

  @Test func `a tensor without elements has no rows worth reading`() throws {
    for sizes in [[0], [0, 3], [3, 0], [1 << 40, 0], [0, 1 << 40]] {
      let stored = try tensor(sizes, .f32, [])
      #expect(try stored.read().isEmpty)
      try stored.forEachBlock(.open) { _, _ in Issue.record("a block of nothing") }
    }
  }

  @Test func `reading all is refused above the limit`() throws {
    let stored = try tensor([4, 4], .u8, [UInt8](repeating: 1, count: 16))
    #expect(try stored.read(limit: 64).count == 16)
    let trouble = #expect(throws: Trouble.self) { try stored.read(limit: 63) }
    #expect(trouble?.kind == .limit && trouble?.remedy == "Read it row by row")
  }

  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `a file that shrinks is a trouble, not a crash`() throws {
    try withFile([UInt8](repeating: 1, count: 1 << 20)) { path in
      let stored = try StoredTensor(
        name: "t", sizes: [1024, 1024], type: .u8, in: FileBytes(path), .init(offset: 0))
      var rows: [Float] = []
      try stored.rows(1000..<1001, into: &rows)
      #expect(rows == [Float](repeating: 1, count: 1024))
      try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 1000 * 1024 + 12)
      let trouble = #expect(throws: Trouble.self) { try stored.rows(1000..<1001, into: &rows) }
      let file = try #require(path.split(separator: "/").last.map(String.init))
      #expect(trouble?.place == .byte(file: file, offset: 1000 * 1024 + 12))
      #expect(trouble?.what == "the file has become shorter than the 1048576 bytes it had when it was opened")
      try stored.rows(999..<1000, into: &rows)
    }
  }

  @Test func `only regular files are opened`() throws {
    for path in ["/", "/dev/null", "/no/such/file"] {
      #expect(throws: Trouble.self) { _ = try FileBytes(path) }
    }
  }
}
