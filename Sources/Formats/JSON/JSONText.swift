/// A string of a JSON file: a stretch of the file's bytes, or of the scanner's own store when it was written with escapes.
package struct JSONText: Sendable, Equatable {
  /// Start in the high half; then one bit for the store, and the length.
  private let packed: UInt64

  init(start: Int, count: Int, isUnescaped: Bool) {
    packed = UInt64(start) << 32 | (isUnescaped ? 1 << 31 : 0) | UInt64(count)
  }

  /// Where it begins.
  package var start: Int { Int(packed >> 32) }
  /// How many bytes it has.
  package var count: Int { Int(packed & 0x7FFF_FFFF) }
  /// Whether it lies in the store of unescaped strings.
  package var isUnescaped: Bool { packed >> 31 & 1 == 1 }
  /// Its bytes in the file or the store.
  package var range: Range<Int> { start..<start + count }

  /// A stretch of the string.
  func part(_ range: Range<Int>) -> JSONText {
    JSONText(start: start + range.lowerBound, count: range.count, isUnescaped: isUnescaped)
  }
}
