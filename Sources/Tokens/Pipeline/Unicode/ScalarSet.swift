/// A set of Unicode scalar values that is asked one at a time.
///
/// One bit a scalar for the first 0x20000, where nearly all text lives, and ranges above.
/// Built from packed ranges: distance to the end of the range before, then length less one.
struct ScalarSet: Sendable {
  private static let dense = 0x20000
  private var bits: [UInt64]
  private var high: [ClosedRange<UInt32>] = []

  init(packed: StaticString) {
    bits = Array(repeating: 0, count: Self.dense / 64)
    var numbers = PackedNumbers(packed)
    var last = 0
    while !numbers.isAtEnd {
      let start = last + numbers.next()
      last = start + numbers.next()
      insert(start...last)
    }
  }

  init(_ scalars: some Sequence<UInt32>) {
    bits = Array(repeating: 0, count: Self.dense / 64)
    for scalar in scalars.sorted() { insert(Int(scalar)...Int(scalar)) }
  }

  /// Ranges are inserted in ascending order.
  private mutating func insert(_ range: ClosedRange<Int>) {
    for scalar in range.clamped(to: 0...Self.dense - 1) where range.contains(scalar) {
      bits[scalar >> 6] |= 1 << UInt64(scalar & 63)
    }
    if range.upperBound >= Self.dense {
      high.append(UInt32(max(range.lowerBound, Self.dense))...UInt32(range.upperBound))
    }
  }

  /// Lends the bits of the scalars below 0x20000, 64 a word.
  @inline(__always)
  func withDense<R>(_ body: (Span<UInt64>) -> R) -> R { body(bits.span) }

  func contains(_ scalar: UInt32) -> Bool {
    if scalar < UInt32(Self.dense) { return bits[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1 }
    return high.contains { $0.contains(scalar) }
  }
}

extension ScalarSet {
  static let marks = ScalarSet(packed: ClassData.marks)
  static let nonspacingMarks = ScalarSet(packed: ClassData.nonspacingMarks)
  static let punctuation = ScalarSet(packed: ClassData.punctuation)
  static let bertRemoved = ScalarSet(packed: ClassData.bertRemoved)
  static let whitespace = ScalarSet(packed: ClassData.whitespace)
  static let word = ScalarSet(packed: ClassData.word)
}
