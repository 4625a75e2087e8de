/// A set of code points as ascending ranges that neither touch nor overlap.
package struct CodePointSet: Sendable, Equatable {
  package private(set) var ranges: [ClosedRange<UInt32>] = []

  package init() {}

  package init(_ range: ClosedRange<UInt32>) { ranges = [range] }

  /// All ranges in any order.
  package init(_ ranges: [ClosedRange<UInt32>]) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(range) }
  }

  /// The code points whose value in a table satisfies a condition.
  init(_ table: RunTable, where holds: (UInt8) -> Bool) {
    let wanted = (0...255).map { holds(UInt8($0)) }
    var start: UInt32?
    for (block, offset) in table.blocks.enumerated() {
      for index in 0..<256 {
        let isIn = wanted[Int(table.values[Int(offset) + index])]
        if isIn == (start != nil) { continue }
        let scalar = UInt32(block << 8 + index)
        if let first = start { ranges.append(first...scalar - 1) }
        start = isIn ? scalar : nil
      }
    }
    if let first = start { ranges.append(first...0x10_FFFF) }
  }

  /// Every code point, surrogates too.
  package static let all = CodePointSet(0...0x10_FFFF)

  package var isEmpty: Bool { ranges.isEmpty }

  package func contains(_ scalar: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar)
  }

  /// How many code points there are.
  package var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

  /// Adds a range that begins behind the start of all others.
  mutating func append(_ range: ClosedRange<UInt32>) {
    guard let last = ranges.last, range.lowerBound <= last.upperBound + 1 else { return ranges.append(range) }
    ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
  }

  package func union(_ other: CodePointSet) -> CodePointSet { CodePointSet(ranges + other.ranges) }

  package func subtracting(_ other: CodePointSet) -> CodePointSet { intersection(other.inverted) }

  package var inverted: CodePointSet {
    var result = CodePointSet()
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.ranges.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= 0x10_FFFF { result.ranges.append(next...0x10_FFFF) }
    return result
  }

  package func intersection(_ other: CodePointSet) -> CodePointSet {
    var result = CodePointSet()
    var (i, j) = (0, 0)
    while i < ranges.count && j < other.ranges.count {
      let (a, b) = (ranges[i], other.ranges[j])
      let low = max(a.lowerBound, b.lowerBound)
      let high = min(a.upperBound, b.upperBound)
      if low <= high { result.ranges.append(low...high) }
      if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
    }
    return result
  }
}
