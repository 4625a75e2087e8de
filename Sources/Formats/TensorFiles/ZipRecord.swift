import Basics
import Tensors

/// Reads the records of a zip archive front to back; numbers have their least significant byte first.
struct ZipRecord {
  private let bytes: [UInt8]
  private let start: Int
  private let source: TensorFileSource
  private(set) var position = 0

  /// `bytes` begin at a place of the archive.
  init(_ bytes: [UInt8], at start: Int, _ source: TensorFileSource) {
    self.bytes = bytes
    self.start = start
    self.source = source
  }

  /// The place in the archive.
  var offset: Int { start + position }

  /// Whether there is nothing left.
  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ count: Int) throws(Trouble) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else {
      throw source.trouble("the archive's directory ends inside a record", at: offset)
    }
    position += count
    return bytes[position - count..<position]
  }

  mutating func skip(_ count: Int) throws(Trouble) { _ = try take(count) }

  /// Of at most eight bytes; refused when it does not fit an Int.
  mutating func number(_ count: Int) throws(Trouble) -> Int {
    let value = try take(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let number = Int(exactly: value) else {
      throw source.trouble("a size of \(value) bytes", at: offset - count)
    }
    return number
  }

  mutating func signature(_ expected: Int) throws(Trouble) {
    guard try number(4) == expected else {
      throw source.trouble("a record of the archive's directory expected here", at: offset - 4)
    }
  }
}

/// The sizes of a member: 32 bits in the directory, or 64 in a field of its own.
struct ZipSizes {
  var packed: Int
  var unpacked: Int
  /// Where its header begins.
  var header = 0

  private static let isLarger = 0xFFFF_FFFF

  init(packed: Int, unpacked: Int) {
    self.packed = packed
    self.unpacked = unpacked
  }

  /// Takes the larger sizes out of the extra fields: those that the directory has no room for, in this order.
  mutating func extend(_ extra: ZipRecord) throws(Trouble) {
    var extra = extra
    while !extra.isAtEnd {
      let kind = try extra.number(2)
      let count = try extra.number(2)
      let end = extra.position + count
      if kind == 1 {
        if unpacked == Self.isLarger { unpacked = try extra.number(8) }
        if packed == Self.isLarger { packed = try extra.number(8) }
        if header == Self.isLarger { header = try extra.number(8) }
      }
      try extra.skip(end - extra.position)
    }
  }
}

/// The end of a zip archive, which says where the directory is.
struct ZipEnd {
  /// How many members there are.
  private(set) var count: Int
  /// Where the directory lies.
  private(set) var directory: Range<Int>

  /// A record of 22 bytes and a comment of less than 64 KiB.
  init(_ source: TensorFileSource) throws(Trouble) {
    let size = source.bytes.count
    let first = max(0, size - 22 - 0xFFFF)
    let tail = try source.bytes.bytes(first..<size)
    guard let place = Self.place(in: tail) else {
      throw source.trouble("the archive's directory is missing; the file was cut short", at: size)
    }
    var record = ZipRecord(Array(tail[(place + 4)...]), at: first + place + 4, source)
    let disks = [try record.number(2), try record.number(2), try record.number(2)]
    count = try record.number(2)
    let length = try record.number(4)
    let start = try record.number(4)
    directory = 0..<0
    if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      try readLarger(before: first + place, source)
      return
    }
    guard disks[0] == 0, disks[1] == 0, disks[2] == count else {
      throw source.trouble(
        "an archive in several parts", at: first + place, remedy: "Save the arrays in one file")
    }
    try set(start, length, before: first + place, source)
  }

  private static func place(in tail: [UInt8]) -> Int? {
    let signature: [UInt8] = [0x50, 0x4B, 5, 6]
    return stride(from: tail.count - 22, through: 0, by: -1).first { place in
      guard tail[place..<place + 4].elementsEqual(signature) else { return false }
      return place + 22 + Int(tail[place + 20]) + Int(tail[place + 21]) << 8 == tail.count
    }
  }

  /// The record with 64-bit numbers, which a locator right before the end leads to.
  private mutating func readLarger(before end: Int, _ source: TensorFileSource) throws(Trouble) {
    guard end >= 20 else { throw source.trouble("the archive's directory is missing", at: end) }
    var locator = ZipRecord(try source.bytes.bytes(end - 20..<end), at: end - 20, source)
    try locator.signature(0x0706_4B50)
    try locator.skip(4)
    let place = try locator.number(8)
    guard place <= end - 20 - 56 else {
      throw source.trouble("the archive's directory is missing", at: end - 20)
    }
    var record = ZipRecord(try source.bytes.bytes(place..<place + 56), at: place, source)
    try record.signature(0x0606_4B50)
    try record.skip(20)
    try record.skip(8)
    count = try record.number(8)
    let length = try record.number(8)
    try set(try record.number(8), length, before: place, source)
  }

  private mutating func set(_ start: Int, _ length: Int, before end: Int, _ source: TensorFileSource)
    throws(Trouble)
  {
    guard start <= end, length == end - start, count <= length / 46 else {
      throw source.trouble("the archive's directory does not lie where its end says", at: end)
    }
    directory = start..<start + length
  }
}
