import Basics

extension StoredTensor: RowSource {
  /// The rows of the matrix view: all axes but the last, flattened.
  package var count: Int { rowCount }
  /// The size of the last axis.
  package var width: Int { columnCount }

  /// Reads and converts the rows. Throws when the file has lost them.
  package func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble) {
    var scratch: [UInt8] = []
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsInBlock) {
      let part = first..<min(first + rowsInBlock, rows.upperBound)
      try encodedRows(part, into: &scratch)
      Conversion.convert(scratch.span, type, into: &target, at: (first - rows.lowerBound) * columnCount)
    }
  }
}
