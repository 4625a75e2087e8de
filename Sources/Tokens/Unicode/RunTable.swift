/// A value for each code point in two levels: 4352 block numbers, and the blocks of 256 values that differ.
///
/// Built from runs (see `CategoryRuns`): about 0.1 ms and 80 KB.
struct RunTable: Sendable {
  /// The block of each 256 code points, times 256.
  private(set) var blocks: [UInt32]
  private(set) var values: [UInt8]

  /// The value of a code point; those above U+10FFFF have that of U+10FFFF.
  func value(_ scalar: UInt32) -> UInt8 {
    let scalar = min(scalar, 0x10_FFFF)
    return values[Int(blocks[Int(scalar >> 8)]) + Int(scalar & 255)]
  }

  /// Adds bits to the value of one code point, whose block must be its own.
  mutating func insert(_ bits: UInt8, at scalar: UInt32) {
    values[Int(blocks[Int(scalar >> 8)]) + Int(scalar & 255)] |= bits
  }

  /// The table of what `combine` makes of two tables' values.
  init(_ first: RunTable, _ second: RunTable, _ combine: (UInt8, UInt8) -> UInt8) {
    blocks = []
    values = []
    var known: [UInt64: UInt32] = [:]
    for (a, b) in zip(first.blocks, second.blocks) {
      let key = UInt64(a) << 32 | UInt64(b)
      if known[key] == nil {
        known[key] = UInt32(values.count)
        for index in 0..<256 {
          values.append(combine(first.values[Int(a) + index], second.values[Int(b) + index]))
        }
      }
      blocks.append(known[key] ?? 0)
    }
  }

  /// The table of runs that tile all code points.
  init(_ runs: [(value: UInt8, count: Int)]) {
    var builder = Builder()
    for run in runs { builder.append(run.value, count: run.count) }
    blocks = builder.blocks
    values = builder.values
  }

  init(_ text: StaticString) {
    var builder = Builder()
    var reader = Reader(text: text)
    while let length = reader.number(), let value = reader.number() {
      builder.append(UInt8(value), count: length)
    }
    blocks = builder.blocks
    values = builder.values
  }

  /// The numbers of a run string: digits `0…V` have more to come, a digit of the second alphabet ends a
  /// number.
  private struct Reader {
    private static let last = Array("abcdefghijklmnopqrstuvwxyz+-*/=<".utf8)
    private let bytes: [UInt8]
    private var position = 0

    init(text: StaticString) { bytes = text.withUTF8Buffer { unsafe Array($0) } }

    mutating func number() -> Int? {
      var number = 0
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if let digit = Self.last.firstIndex(of: byte) { return number * 32 + digit }
        number = number * 32 + Int(byte < 58 ? byte - 48 : byte - 55)
      }
      return nil
    }
  }

  /// Fills blocks from runs and shares the blocks of one value.
  private struct Builder {
    var blocks: [UInt32] = []
    var values: [UInt8] = []
    private var block: [UInt8] = []
    private var uniform: [UInt8: UInt32] = [:]

    mutating func append(_ value: UInt8, count: Int) {
      var left = count
      while left > 0 {
        if block.isEmpty && left >= 256 {
          addUniform(value)
          left -= 256
          continue
        }
        let part = min(left, 256 - block.count)
        block.append(contentsOf: repeatElement(value, count: part))
        left -= part
        if block.count == 256 { close() }
      }
    }

    private mutating func close() {
      blocks.append(UInt32(values.count))
      values += block
      block.removeAll(keepingCapacity: true)
    }

    private mutating func addUniform(_ value: UInt8) {
      if let known = uniform[value] {
        blocks.append(known)
      } else {
        uniform[value] = UInt32(values.count)
        blocks.append(UInt32(values.count))
        values += Array(repeating: value, count: 256)
      }
    }
  }
}
