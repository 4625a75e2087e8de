import Basics

extension StoredTensor: RowSource {
  /// The rows of the matrix view: all axes but the last, flattened.
  package var count: Int { rowCount }
  /// The size of the last axis.
  package var width: Int { columnCount }

  /// Reads and converts the rows. Throws when the file has lost them.
  package func read(rows: Range<Int>, into target: inout MutableSpan<Float>) throws(Trouble) {
    var floats: [Float] = []
    try self.rows(rows, into: &floats)
    for index in floats.indices { target[index] = floats[index] }
  }
}
