import Basics

/// Bytes that are fetched piece by piece: a file, a member of an archive, memory.
package protocol ByteStore: Sendable {
  /// What messages call it.
  var file: String { get }

  /// How many bytes there are, or were when it was opened.
  var count: Int { get }

  /// Makes `bytes` those of the range, keeping its memory where it can. Throws when they are not there (any more).
  func read(_ range: Range<Int>, into bytes: inout [UInt8]) throws(Trouble)
}

extension ByteStore {
  /// The bytes of a range.
  package func bytes(_ range: Range<Int>) throws(Trouble) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(range, into: &bytes)
    return bytes
  }

  /// The trouble of a range that is not inside.
  package func outside(_ range: Range<Int>) -> Trouble {
    Trouble(
      .input, at: .byte(file: file, offset: range.upperBound),
      "the file ends at byte \(count), inside of what should be there", remedy: "Fetch the file again")
  }
}

/// Bytes in memory.
package struct MemoryBytes: ByteStore {
  /// What messages call them.
  package let file: String
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// How many there are.
  package var count: Int { bytes.count }

  /// Copies them.
  package func read(_ range: Range<Int>, into other: inout [UInt8]) throws(Trouble) {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw outside(range) }
    other.removeAll(keepingCapacity: true)
    other += bytes[range]
  }
}

/// A stretch of other bytes, counted from its own beginning.
package struct ByteWindow: ByteStore {
  /// What messages call it.
  package let file: String
  private let base: any ByteStore
  private let range: Range<Int>

  /// `range` must lie inside of `base`.
  package init(_ base: any ByteStore, _ range: Range<Int>, file: String) {
    precondition(range.lowerBound >= 0 && range.upperBound <= base.count, "a window lies inside of its base")
    self.base = base
    self.range = range
    self.file = file
  }

  /// How many bytes it shows.
  package var count: Int { range.count }

  /// Fetches them from the base.
  package func read(_ part: Range<Int>, into bytes: inout [UInt8]) throws(Trouble) {
    guard part.lowerBound >= 0, part.upperBound <= count else { throw outside(part) }
    try base.read(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound, into: &bytes)
  }
}
