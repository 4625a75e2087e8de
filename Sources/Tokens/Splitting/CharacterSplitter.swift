import Basics

/// Matches single characters, or runs of them.
struct CharacterSplitter: Splitter {
  private let matchesRuns: Bool
  private let ascii: [Bool]
  private let isMatch: @Sendable (UInt32) -> Bool

  /// `isMatch` gets a scalar, or a byte that is none as `Unit` writes it.
  init(matchesRuns: Bool, _ isMatch: @escaping @Sendable (UInt32) -> Bool) {
    self.matchesRuns = matchesRuns
    self.isMatch = isMatch
    ascii = (0..<0x80).map(isMatch)
  }

  var summary: String { matchesRuns ? "runs of characters" : "characters" }

  func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var position = range.lowerBound
    var start: Int?
    while position < range.upperBound {
      let (unit, length) = Unit.at(position, in: text, end: range.upperBound)
      let isMatch = holds(unit)
      if let first = start, !isMatch || !matchesRuns {
        try body(first, position)
        start = nil
      }
      if isMatch && start == nil { start = position }
      position += length
    }
    if let first = start { try body(first, position) }
  }

  private func holds(_ unit: UInt32) -> Bool { unit < 0x80 ? ascii[Int(unit)] : isMatch(unit) }

  func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    guard case .scalar(let left) = left else {
      if holds(right) { return matchesRuns ? .joinable : .cut }
      return .gap
    }
    switch (holds(left), holds(right)) {
    case (false, false): return .gap
    case (true, true): return matchesRuns ? .joinable : .cut
    default: return .cut
    }
  }

  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    place(in: bytes, from: from) { seam(.scalar($0), $1) == .cut }
  }
}
