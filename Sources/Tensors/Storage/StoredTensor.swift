import Basics

/// A tensor that stays where it is, in a file say, and whose rows become Float32 when they are read.
///
/// It is seen as a matrix: all axes but the last, flattened, are its rows. A matrix [128000, 4096] in bf16 is opened by
/// reading the header of its file; `rows(7..<8, into: &row)` then reads 8 KiB. Numbers that Float32 has no room for
/// (large integers, f64) are rounded.
package struct StoredTensor: Sendable {
  /// As the file calls it; empty where files have no names.
  package let name: String
  /// By axis, the last running fastest in what is read, however the file has it.
  package let shape: Shape
  /// How elements are written.
  package let type: ElementType
  /// How many bytes it takes in the file.
  package let byteCount: Int
  let bytes: any ByteStore
  let layout: Layout

  /// Where and in what order elements stand.
  package struct Layout: Sendable, Equatable {
    /// The first byte.
    package var offset: Int
    /// Whether the first axis runs fastest, as in Fortran.
    package var isColumnMajor: Bool
    /// Whether the most significant byte of a number comes first.
    package var isBigEndian: Bool

    package init(offset: Int, isColumnMajor: Bool = false, isBigEndian: Bool = false) {
      self.offset = offset
      self.isColumnMajor = isColumnMajor
      self.isBigEndian = isBigEndian
    }
  }

  /// Throws when the sizes are negative or too large, when rows do not fill whole blocks, and when the bytes are not all there.
  package init(name: String, sizes: [Int], type: ElementType, in bytes: any ByteStore, _ layout: Layout)
    throws(Trouble)
  {
    let place = Trouble.Place.field(file: bytes.file, name: name.isEmpty ? "shape" : name)
    guard let count = Shape.count(of: sizes.map { $0 == 0 ? 1 : $0 }).map({ sizes.contains(0) ? 0 : $0 }),
      let size = Self.size(count, of: type, lastAxis: sizes.last ?? 1)
    else {
      throw Trouble(
        .input, at: place, "no tensor of type \(type.rawValue) has the sizes \(sizes)",
        remedy: "Fetch the file again")
    }
    guard layout.offset >= 0, layout.offset <= bytes.count, size <= bytes.count - layout.offset else {
      throw Trouble(
        .input, at: place,
        "its \(size) bytes from byte \(layout.offset) on end behind the end of the file, \(bytes.count)",
        remedy: "Fetch the file again")
    }
    self.name = name
    shape = Shape(sizes)
    self.type = type
    byteCount = size
    self.bytes = bytes
    self.layout = layout
  }

  private static func size(_ count: Int, of type: ElementType, lastAxis: Int) -> Int? {
    lastAxis % type.blockElements == 0 ? type.bytes(for: count) : nil
  }

  /// What messages call the file that it is in.
  package var file: String { bytes.file }

  /// How many elements a row has: the size of the last axis.
  package var columnCount: Int { shape.sizes.last ?? 1 }

  /// How many rows there are: the other sizes multiplied.
  package var rowCount: Int { shape.sizes.dropLast().contains(0) ? 0 : shape.sizes.dropLast().reduce(1, *) }

  /// Makes `floats` the rows of the range, one after another, keeping its memory where it can. Throws when the file has
  /// lost them.
  package func rows(_ range: Range<Int>, into floats: inout [Float]) throws(Trouble) {
    let count = range.count * columnCount
    if floats.count > count { floats.removeLast(floats.count - count) }
    if floats.count < count { floats = [Float](repeating: 0, count: count) }
    guard count > 0 else { return }
    var scratch: [UInt8] = []
    let step = rowsInBlock
    for first in stride(from: range.lowerBound, to: range.upperBound, by: step) {
      let part = first..<min(first + step, range.upperBound)
      try encodedRows(part, into: &scratch)
      var target = floats.mutableSpan
      Conversion.convert(scratch.span, type, into: &target, at: (first - range.lowerBound) * columnCount)
    }
  }

  /// All elements; refused when they take more than `limit` bytes as Float32 (1 GiB unless said otherwise).
  package func read(limit: Int = 1 << 30) throws(Trouble) -> [Float] {
    guard shape.count <= limit / MemoryLayout<Float>.size else {
      throw Trouble(
        .limit, at: .field(file: file, name: name),
        "\(shape) as Float32 is more than the limit of \(limit) bytes", remedy: "Read it row by row")
    }
    var floats: [Float] = []
    try rows(0..<rowCount, into: &floats)
    return floats
  }

  /// Hands over all rows in order, some at a time: their range, and [range.count, columnCount] numbers.
  ///
  /// Blocks have about a quarter of a megabyte of the file, so that they stay in a processor's cache until they are used.
  package func forEachBlock(
    _ ticket: Ticket, _ body: (Range<Int>, Span<Float>) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard shape.count > 0 else { return }
    var floats: [Float] = []
    let step = rowsInBlock
    for first in stride(from: 0, to: rowCount, by: step) {
      try ticket.step(Double(first) / Double(rowCount))
      let part = first..<min(first + step, rowCount)
      try rows(part, into: &floats)
      try body(part, floats.span)
    }
  }

  /// How many rows are fetched at a time. Of a column-major tensor every block needs a read for each column, so they are larger.
  var rowsInBlock: Int {
    let bytes = layout.isColumnMajor ? 1 << 24 : 1 << 18
    return max(1, bytes / max(1, byteCount / max(1, rowCount)))
  }
}
