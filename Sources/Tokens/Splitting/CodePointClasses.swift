/// All code points in classes that some sets do not tell apart.
struct CodePointClasses {
  /// The class of each; U+FFFD, and with it every byte that is no part of a character, is of class 0.
  let table: RunTable
  /// How many there are.
  let count: Int
  /// Those of visible characters beyond ASCII.
  let others: [Int]
  /// By set: whether it holds a class.
  private let members: [[Bool]]

  static let most = 128

  /// Nil when there are more than `most`. Code points of `hidden` are of the class of U+FFFF, those beyond the basic plane of
  /// that of U+1FFFF.
  init?(_ sets: [CodePointSet], hiding hidden: CodePointSet) {
    let all = sets.map { Self.seen($0, hidden) }
    var edges: [(at: UInt32, set: Int)] = []
    for (index, set) in all.enumerated() {
      for range in set.ranges {
        edges.append((range.lowerBound, index))
        edges.append((range.upperBound + 1, index))
      }
    }
    edges.sort { $0.at < $1.at }
    var numbers: [[Bool]: Int] = [all.map { $0.contains(0xFFFD) }: 0]
    var runs: [(value: UInt8, count: Int)] = []
    var state = [Bool](repeating: false, count: all.count)
    var start: UInt32 = 0
    for edge in edges + [(0x11_0000, -1)] {
      if edge.at > start {
        let number = numbers[state] ?? numbers.count
        if number >= Self.most { return nil }
        numbers[state] = number
        runs.append((UInt8(number), Int(edge.at - start)))
        start = edge.at
      }
      if edge.set >= 0 { state[edge.set].toggle() }
    }
    table = RunTable(runs)
    count = numbers.count
    others = Self.others(runs)
    var members = [[Bool]](repeating: [Bool](repeating: false, count: numbers.count), count: all.count)
    for (state, number) in numbers {
      for (set, isIn) in state.enumerated() { members[set][number] = isIn }
    }
    self.members = members
  }

  private static func others(_ runs: [(value: UInt8, count: Int)]) -> [Int] {
    var others = Set<Int>()
    var start = 0
    for run in runs {
      let end = start + run.count
      if (max(start, 0x80)..<max(end, 0x80)).contains(where: { !CodePoint.isWhitespace(UInt32($0)) }) {
        others.insert(Int(run.value))
      }
      start = end
    }
    return others.sorted()
  }

  private static func seen(_ set: CodePointSet, _ hidden: CodePointSet) -> CodePointSet {
    var seen = set
    for (plane, substitute) in [(UInt32(0)...0xFFFF, UInt32(0xFFFF)), (0x1_0000...0x10_FFFF, 0x1_FFFF)] {
      let part = hidden.intersection(CodePointSet(plane))
      if part.isEmpty { continue }
      seen = set.contains(substitute) ? seen.union(part) : seen.subtracting(part)
    }
    return seen
  }

  /// Whether the set with this number holds the class.
  func contains(_ set: Int, _ number: Int) -> Bool { members[set][number] }
}
