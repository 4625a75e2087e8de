import Basics

/// What becomes of the matches when a text is cut by a pattern. On `a-b` with the pattern `-`:
/// removed `a b`, isolated `a - b`, merged with previous `a- b`, merged with next `a -b`; contiguous is isolated with
/// neighbouring matches in one piece.
package enum SplitBehavior: String, Sendable, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  init(_ declaration: Declaration, default standard: SplitBehavior? = nil) throws(Trouble) {
    let name = String(decoding: try declaration.text("behavior", default: standard?.rawValue), as: UTF8.self)
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw declaration.trouble(
        "\(name) is not a known behaviour", in: "behavior",
        remedy: "Known are \(SplitBehavior.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = behavior
  }

  /// The pieces that remain of the stretches of one text, in order.
  func apply(_ stretches: [(range: Range<Int>, isMatch: Bool)], _ keep: (Range<Int>) -> Void) {
    switch self {
    case .removed: for stretch in stretches where !stretch.isMatch { keep(stretch.range) }
    case .isolated: for stretch in stretches { keep(stretch.range) }
    case .contiguous: joined(stretches) { $0.isMatch == $1.isMatch }.forEach(keep)
    case .mergedWithPrevious: joined(stretches) { !$0.isMatch && $1.isMatch }.forEach(keep)
    case .mergedWithNext: joined(stretches) { $0.isMatch && !$1.isMatch }.forEach(keep)
    }
  }

  /// Neighbours for which `isJoined` holds in one piece. A match that follows or leads a match is never merged.
  private func joined(
    _ stretches: [(range: Range<Int>, isMatch: Bool)],
    _ isJoined: ((range: Range<Int>, isMatch: Bool), (range: Range<Int>, isMatch: Bool)) -> Bool
  ) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var previous: (range: Range<Int>, isMatch: Bool)?
    for stretch in stretches {
      if let before = previous, let last = result.last, isJoined(before, stretch) {
        result[result.count - 1] = last.lowerBound..<stretch.range.upperBound
      } else {
        result.append(stretch.range)
      }
      previous = stretch
    }
    return result
  }
}

extension Pieces {
  /// Cuts by a pattern.
  mutating func split(by pattern: TextPattern, isInverted: Bool = false, _ behavior: SplitBehavior)
    throws(Trouble)
  {
    var stretches: [(range: Range<Int>, isMatch: Bool)] = []
    try split { text, range, keep throws(Trouble) in
      stretches.removeAll(keepingCapacity: true)
      try pattern.forEachStretch(in: text, range) { part, isMatch in
        stretches.append((part, isMatch != isInverted))
      }
      behavior.apply(stretches, keep)
    }
  }

  /// Cuts by single characters: those for which `isMatch` is true are the matches.
  mutating func split(where isMatch: (UInt32) -> Bool, _ behavior: SplitBehavior) throws(Trouble) {
    var stretches: [(range: Range<Int>, isMatch: Bool)] = []
    try split { text, range, keep throws(Trouble) in
      stretches.removeAll(keepingCapacity: true)
      var position = range.lowerBound
      var last = position
      while position < range.upperBound {
        let (unit, length) = Unit.at(position, in: text, end: range.upperBound)
        if isMatch(unit) {
          if last < position { stretches.append((last..<position, false)) }
          stretches.append((position..<position + length, true))
          last = position + length
        }
        position += length
      }
      if last < range.upperBound { stretches.append((last..<range.upperBound, false)) }
      behavior.apply(stretches, keep)
    }
  }
}
