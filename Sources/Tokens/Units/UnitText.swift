import Glibc

/// The normalized bytes of one unit, each with the range of the raw text that it stands for, counted from the unit's start.
///
/// Safety: `bytes`, `starts` and `ends` have `room` elements behind `headroom` more of `bytes`; writers leave off when `count`
/// comes within eight of `room` (`isFull`), and readers stay below `count`.
@safe final class UnitText {
  /// Longer units, in raw bytes, are encoded through an `AlignedText`.
  static let longest = 1 << 21
  /// What is kept for units of the usual lengths.
  static let usual = 2048
  /// So many bytes may be overwritten before the first.
  static let headroom = 16

  /// Units of so many raw bytes fit.
  let limit: Int
  /// So many normalized bytes fit.
  let room: Int
  let bytes: UnsafeMutablePointer<UInt8>
  let starts: UnsafeMutablePointer<UInt32>
  let ends: UnsafeMutablePointer<UInt32>
  private let countCell = Cell<Int>(0)
  var count: Int {
    @inline(__always) get { countCell.value }
    @inline(__always) _modify { yield &countCell.value }
  }
  private let block: UnsafeMutableRawPointer

  /// For units of `limit` raw bytes. Memory beyond the usual is touched only as far as it is written.
  init(limit: Int = usual) {
    self.limit = limit
    room = 3 * limit + 64
    guard let block = unsafe calloc(Self.headroom + room, 1) else {
      fatalError("no memory for a unit of \(limit) bytes")
    }
    unsafe self.block = unsafe block
    unsafe bytes = block.assumingMemoryBound(to: UInt8.self) + Self.headroom
    unsafe starts = .allocate(capacity: room)
    unsafe ends = .allocate(capacity: room)
  }

  deinit {
    countCell.free()
    unsafe free(block)
    unsafe starts.deallocate()
    unsafe ends.deallocate()
  }

  /// Whether no further character is sure to fit.
  @inline(__always)
  var isFull: Bool { count + 16 > room }

  @inline(__always)
  func append(_ byte: UInt8, _ start: Int, _ end: Int) {
    unsafe bytes[count] = byte
    unsafe starts[count] = UInt32(truncatingIfNeeded: start)
    unsafe ends[count] = UInt32(truncatingIfNeeded: end)
    count &+= 1
  }

  /// `▁` for a range.
  @inline(__always)
  func appendSpace(_ start: Int, _ end: Int) {
    append(0xE2, start, end)
    append(0x96, start, end)
    append(0x81, start, end)
  }

  /// A character of the basic plane for a range.
  @inline(__always)
  func append(scalar: UInt32, _ start: Int, _ end: Int) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar), start, end)
    } else if scalar < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), start, end)
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), start, end)
    } else {
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), start, end)
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), start, end)
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), start, end)
    }
  }

  /// Whether nothing stands behind the last `▁`, or nothing at all.
  var endsInSpace: Bool {
    if count < 3 { return count == 0 }
    return unsafe bytes[count - 3] == 0xE2 && bytes[count - 2] == 0x96 && bytes[count - 1] == 0x81
  }

  /// Turns tokens whose ranges count normalized bytes into tokens of the raw text, where the unit begins at `origin`. False
  /// when one begins or ends inside a character that was changed.
  func place(_ tokens: inout [Token], from first: Int, origin: Int) -> Bool {
    var last = 0
    for index in first..<tokens.count {
      let range = tokens[index].bytes
      if range.isEmpty { return false }
      let (start, end) = unsafe (Int(starts[range.lowerBound]), Int(ends[range.upperBound - 1]))
      if unsafe bytes[range.lowerBound] & 0xC0 == 0x80, unsafe Int(ends[range.lowerBound]) > start + 1 {
        return false
      }
      let clamped = max(start, last)
      last = max(clamped, end)
      tokens[index] = Token(id: tokens[index].id, start: origin + clamped, end: origin + last)
    }
    return true
  }

  /// Lends the place from which `prefix` and then the text from `start` can be read.
  ///
  /// Safety: prefixes are shorter than `headroom`; what they overwrite is put back.
  @inline(__always)
  func withPrefix<R>(_ prefix: [UInt8], before start: Int, _ body: (UnsafeRawPointer) -> R) -> R {
    let base = unsafe bytes + (start - prefix.count)
    if prefix.isEmpty { return unsafe body(UnsafeRawPointer(base)) }
    var kept: UInt64 = 0
    let isShort = prefix.count <= 8
    let long = isShort ? [] : unsafe Array(UnsafeBufferPointer(start: base, count: prefix.count))
    for index in prefix.indices {
      if isShort { unsafe kept |= UInt64(base[index]) << UInt64(8 * index) }
      unsafe base[index] = prefix[index]
    }
    let result = unsafe body(UnsafeRawPointer(base))
    for index in prefix.indices {
      unsafe base[index] = isShort ? UInt8(truncatingIfNeeded: kept >> UInt64(8 * index)) : long[index]
    }
    return result
  }

  /// The bytes for as long as `body` runs.
  @inline(__always)
  func withSpan<R>(_ body: (Span<UInt8>) -> R) -> R {
    unsafe body(UnsafeBufferPointer(start: bytes, count: count).span)
  }
}
