import Basics
import Tensors

/// Rows of several sources, one under the other, as a tensor without a copy of them: rows are read where they are when they are asked for.
struct StackedRows: ByteStore {
  let file: String
  private let sources: [any RowSource]
  private let width: Int
  private let rowCount: Int

  /// All sources must be equally wide.
  init(_ sources: [any RowSource], named file: String) {
    precondition(sources.allSatisfy { $0.width == sources[0].width }, "stacked rows are equally wide")
    self.sources = sources
    self.file = file
    width = sources.first?.width ?? 0
    rowCount = sources.reduce(0) { $0 + $1.count }
  }

  var count: Int { rowCount * width * 4 }

  /// As [rows, width]. Throws when there are too many.
  func tensor(named name: String) throws(Trouble) -> StoredTensor {
    try StoredTensor(
      name: name, sizes: [rowCount, width], type: .f32, in: self, StoredTensor.Layout(offset: 0))
  }

  func read(_ range: Range<Int>, into bytes: inout [UInt8]) throws(Trouble) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw outside(range) }
    bytes.removeAll(keepingCapacity: true)
    if range.isEmpty { return }
    bytes.reserveCapacity(range.count)
    let stride = 4 * width
    let rows = range.lowerBound / stride..<(range.upperBound + stride - 1) / stride
    var first = 0
    for source in sources {
      let own = rows.clamped(to: first..<first + source.count)
      if !own.isEmpty {
        let part = try source.tensor(rows: own.lowerBound - first..<own.upperBound - first)
        append(part.values, from: own.lowerBound * stride, range, to: &bytes)
      }
      first += source.count
    }
  }

  /// Of numbers whose first byte is byte `start`, the bytes that lie in the range, the least significant first.
  private func append(_ values: [Float], from start: Int, _ range: Range<Int>, to bytes: inout [UInt8]) {
    let wanted = range.clamped(to: start..<start + 4 * values.count)
    let numbers = (wanted.lowerBound - start) / 4..<(wanted.upperBound - start + 3) / 4
    let span = values.span
    for index in numbers {
      let bits = span[index].bitPattern
      for byte in 0..<4 where wanted.contains(start + 4 * index + byte) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte)))
      }
    }
  }
}
