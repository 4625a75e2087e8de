/// A path pattern as in `.gitignore`: `*` and `?` stay inside one folder, `**` crosses folders, `[a-z]` is a set.
///
/// `GlobPattern("src/**/*.o")` matches `src/a.o` and `src/x/y/a.o`. Matching follows all possibilities at once (a set of
/// states), so no pattern takes more than pattern length × path length steps.
package struct GlobPattern: Sendable, Equatable {
  private enum Step: Sendable, Equatable {
    case byte(UInt8)
    /// `?`
    case one
    /// `*`
    case many
    case set([ClosedRange<UInt8>], isNegated: Bool)
    /// `**/`: no folder, or some; the second step is "inside the name of one".
    case folders, insideFolder
    /// `/**` at the end: everything inside.
    case rest
  }

  private var steps: [Step] = []

  package init(_ pattern: String) { self.init(Array(pattern.utf8)) }

  init(_ pattern: [UInt8]) {
    var i = 0
    while i < pattern.count { i = append(pattern, i) }
  }

  /// Whether the pattern matches the whole path. Parts of the path are separated by `/`.
  package func matches(_ path: String) -> Bool { matches(Array(path.utf8)) }

  func matches(_ path: [UInt8]) -> Bool {
    var states = [Bool](repeating: false, count: steps.count + 1)
    states[0] = true
    settle(&states)
    for byte in path {
      states = advance(states, byte)
      if !states.contains(true) { return false }
      settle(&states)
    }
    return states[steps.count]
  }

  /// Follows the steps that may match nothing.
  private func settle(_ states: inout [Bool]) {
    for k in steps.indices where states[k] {
      if steps[k] == .many { states[k + 1] = true }
      if steps[k] == .folders { states[k + 2] = true }
    }
  }

  private func advance(_ states: [Bool], _ byte: UInt8) -> [Bool] {
    var next = [Bool](repeating: false, count: states.count)
    let isSlash = byte == UInt8(ascii: "/")
    for k in steps.indices where states[k] {
      switch steps[k] {
      case .byte(let wanted): if byte == wanted { next[k + 1] = true }
      case .one: if !isSlash { next[k + 1] = true }
      case .many: if !isSlash { next[k] = true }
      case .set(let ranges, let isNegated):
        if !isSlash && ranges.contains(where: { $0.contains(byte) }) != isNegated { next[k + 1] = true }
      case .folders: if !isSlash { next[k + 1] = true }
      case .insideFolder: next[isSlash ? k - 1 : k] = true
      case .rest:
        next[k] = true
        next[k + 1] = true
      }
    }
    return next
  }

  /// Takes the next part of the pattern; returns where it ends.
  private mutating func append(_ pattern: [UInt8], _ i: Int) -> Int {
    switch pattern[i] {
    case UInt8(ascii: "*"): return appendStars(pattern, i)
    case UInt8(ascii: "?"): steps.append(.one)
    case UInt8(ascii: "["):
      if let end = appendSet(pattern, i) { return end }
      steps.append(.byte(pattern[i]))
    case UInt8(ascii: "\\") where i + 1 < pattern.count:
      steps.append(.byte(pattern[i + 1]))
      return i + 2
    default: steps.append(.byte(pattern[i]))
    }
    return i + 1
  }

  private mutating func appendStars(_ pattern: [UInt8], _ i: Int) -> Int {
    let end = pattern[i...].firstIndex { $0 != UInt8(ascii: "*") } ?? pattern.count
    let startsName = i == 0 || pattern[i - 1] == UInt8(ascii: "/")
    if end - i == 2 && startsName && end == pattern.count {
      steps.append(.rest)
    } else if end - i == 2 && startsName && pattern[end] == UInt8(ascii: "/") {
      steps += [.folders, .insideFolder]
      return end + 1
    } else {
      steps.append(.many)
    }
    return end
  }

  /// `[abc]`, `[a-z]`, `[!x]`, `[^x]`, `[[:digit:]]`; nil when the bracket is not closed.
  private mutating func appendSet(_ pattern: [UInt8], _ start: Int) -> Int? {
    var i = start + 1
    let isNegated = i < pattern.count && (pattern[i] == UInt8(ascii: "!") || pattern[i] == UInt8(ascii: "^"))
    if isNegated { i += 1 }
    var ranges: [ClosedRange<UInt8>] = []
    let first = i
    while i < pattern.count {
      if pattern[i] == UInt8(ascii: "]") && i > first {
        steps.append(.set(ranges, isNegated: isNegated))
        return i + 1
      }
      if let (named, end) = namedClass(pattern, i) {
        ranges += named
        i = end
        continue
      }
      guard let low = literal(pattern, &i) else { return nil }
      guard i + 1 < pattern.count, pattern[i] == UInt8(ascii: "-"), pattern[i + 1] != UInt8(ascii: "]") else {
        ranges.append(low...low)
        continue
      }
      i += 1
      guard let high = literal(pattern, &i) else { return nil }
      if low <= high { ranges.append(low...high) }
    }
    return nil
  }

  private func literal(_ pattern: [UInt8], _ i: inout Int) -> UInt8? {
    if pattern[i] == UInt8(ascii: "\\") { i += 1 }
    guard i < pattern.count else { return nil }
    i += 1
    return pattern[i - 1]
  }

  private func namedClass(_ pattern: [UInt8], _ i: Int) -> ([ClosedRange<UInt8>], Int)? {
    guard pattern[i...].starts(with: [UInt8(ascii: "["), UInt8(ascii: ":")]) else { return nil }
    guard let colon = pattern[(i + 2)...].firstIndex(of: UInt8(ascii: ":")), colon + 1 < pattern.count,
      pattern[colon + 1] == UInt8(ascii: "]")
    else { return nil }
    guard let ranges = Self.classes[String(decoding: pattern[i + 2..<colon], as: UTF8.self)] else {
      return nil
    }
    return (ranges, colon + 2)
  }

  private static let classes: [String: [ClosedRange<UInt8>]] = [
    "alpha": [65...90, 97...122], "digit": [48...57], "alnum": [48...57, 65...90, 97...122],
    "upper": [65...90], "lower": [97...122], "space": [9...13, 32...32], "blank": [9...9, 32...32],
    "punct": [33...47, 58...64, 91...96, 123...126], "xdigit": [48...57, 65...70, 97...102],
    "cntrl": [0...31, 127...127], "graph": [33...126], "print": [32...126],
  ]
}
