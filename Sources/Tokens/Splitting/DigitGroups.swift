import Basics

/// Cuts runs of numbers into groups of three from the right; what stands before a run belongs to its first group.
///
/// `ab1234c` becomes `ab1 234 c`. This is llama.cpp's own splitter for AFMoE and Tiny Aya.
package struct DigitGroups: Splitter {
  package init() {}

  package var summary: String { "groups of three digits, hand-written" }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { nil }

  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    if case .scalar(let left) = left, !Self.isNumber(left) { return .joinable }
    return Self.isNumber(right) ? .unknown : .joinable
  }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var done = range.lowerBound
    var position = done
    /// The ends of the numbers of a run.
    var ends: [Int] = []
    while position < range.upperBound {
      let (unit, length) = Unit.at(position, in: text, end: range.upperBound)
      position += length
      if Self.isNumber(unit) { ends.append(position) }
      guard !ends.isEmpty, !Self.isNumber(unit) || position == range.upperBound else { continue }
      for (index, end) in ends.enumerated() where (ends.count - index - 1) % 3 == 0 {
        try body(done, end)
        done = end
      }
      ends.removeAll(keepingCapacity: true)
    }
    if done < range.upperBound { try body(done, range.upperBound) }
  }

  private static func isNumber(_ unit: UInt32) -> Bool {
    unit < 0x80 ? unit &- 0x30 < 10 : !NewerCharacters.contains(unit) && Category(unit).matches("N")
  }
}
