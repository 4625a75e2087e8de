import Basics

/// Elements as the file encodes them, but always in the same order: what conversions and writers begin with.
extension StoredTensor {
  /// Makes `encoded` the bytes of the rows of the range, the last axis fastest and the least significant byte first.
  package func encodedRows(_ range: Range<Int>, into encoded: inout [UInt8]) throws(Trouble) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "rows lie inside of the tensor")
    let rowBytes = columnCount / type.blockElements * type.blockBytes
    if layout.isColumnMajor && rowCount > 1 && columnCount > 0 {
      try gather(range, into: &encoded)
    } else {
      let start = layout.offset + range.lowerBound * rowBytes
      try bytes.read(start..<start + range.count * rowBytes, into: &encoded)
    }
    if layout.isBigEndian && type.blockBytes > 1 { Self.swap(&encoded, size: type.blockBytes) }
  }

  /// Hands over all elements in order as `encodedRows` has them, some rows at a time.
  package func forEachEncodedBlock(
    _ ticket: Ticket, _ body: ([UInt8]) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard shape.count > 0 else { return }
    var encoded: [UInt8] = []
    for first in stride(from: 0, to: rowCount, by: rowsInBlock) {
      try ticket.step(Double(first) / Double(rowCount))
      try encodedRows(first..<min(first + rowsInBlock, rowCount), into: &encoded)
      try body(encoded)
    }
  }

  /// Column by column: the rows of one lie in one stretch, in which the first axis runs fastest.
  private func gather(_ range: Range<Int>, into encoded: inout [UInt8]) throws(Trouble) {
    let size = type.blockBytes
    let places = range.map(columnMajorRow)
    guard let low = places.min(), let high = places.max() else {
      return encoded.removeAll(keepingCapacity: true)
    }
    encoded.removeAll(keepingCapacity: true)
    encoded += repeatElement(0, count: range.count * columnCount * size)
    var stretch: [UInt8] = []
    for column in 0..<columnCount {
      let start = layout.offset + (column * rowCount + low) * size
      try bytes.read(start..<start + (high - low + 1) * size, into: &stretch)
      Self.scatter(stretch.span, places, low, size, to: &encoded, column, of: columnCount)
    }
  }

  private static func scatter(
    _ stretch: Span<UInt8>, _ places: [Int], _ low: Int, _ size: Int, to encoded: inout [UInt8],
    _ column: Int, of columns: Int
  ) {
    var target = encoded.mutableSpan
    for (row, place) in places.enumerated() {
      let (from, to) = ((place - low) * size, (row * columns + column) * size)
      for byte in 0..<size { target[to + byte] = stretch[from + byte] }
    }
  }

  /// Where a row stands in a column of the file.
  private func columnMajorRow(_ row: Int) -> Int {
    let sizes = shape.sizes.dropLast()
    if sizes.count < 2 { return row }
    var (rest, place, weight) = (row, 0, rowCount)
    for size in sizes.reversed() {
      weight /= size
      place += rest % size * weight
      rest /= size
    }
    return place
  }

  static func swap(_ bytes: inout [UInt8], size: Int) {
    var span = bytes.mutableSpan
    for start in stride(from: 0, to: span.count, by: size) {
      for byte in 0..<size / 2 { span.swapAt(start + byte, start + size - 1 - byte) }
    }
  }
}
