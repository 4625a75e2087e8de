/// What a pattern does at each class of characters, as a table: threads of its program that run side by side are one state.
///
/// The state before a character is the threads that wait there, in order of precedence. What they do is decided when the
/// next character is known, since a look ahead may ask for it. A match that a thread comes to cuts off the threads behind
/// it, while those in front go on and may find a longer one.
/// Source: R. Cox, "Regular Expression Matching Can Be Simple And Fast" (2007), with precedence as in backtracking engines.
struct PatternTransitions {
  /// Row by row, an entry for each class and one for the end of the text: twice the index of the next state's first entry,
  /// plus one when a match ends before this character.
  private(set) var entries: [UInt32] = []
  /// Entries in a row: a power of two.
  let stride: Int
  /// The class that stands for the end of the text.
  let end: Int

  /// So many steps may making the table take: some tenths of a second.
  static let mostWork = 1 << 25
  /// The state in which nothing is left to try.
  static let dead = 0

  private let program: PatternProgram
  private let classes: CodePointClasses
  private var numbers: [[Int]: Int] = [[]: dead]
  private var states: [[Int]] = [[]]
  private var isVisited: [Bool]

  /// Nil when that would take more than `mostWork` steps.
  init?(_ program: PatternProgram, _ classes: CodePointClasses) {
    self.program = program
    self.classes = classes
    end = classes.count
    stride = (classes.count + 1).nextPowerOfTwo
    isVisited = Array(repeating: false, count: program.instructions.count)
    numbers[[0]] = 1
    states.append([0])
    var row = 0
    while row < states.count {
      if states.count * stride * program.instructions.count > Self.mostWork { return nil }
      for value in 0..<stride { entries.append(value <= end ? entry(states[row], value) : 0) }
      row += 1
    }
  }

  /// The first entry of the state that every match begins in.
  var start: Int { stride }

  private mutating func entry(_ threads: [Int], _ value: Int) -> UInt32 {
    var next: [Int] = []
    var isMatch = false
    for thread in threads where !isMatch { isMatch = follow(thread, value, &next) }
    for index in isVisited.indices { isVisited[index] = false }
    let number = numbers[next] ?? states.count
    if number == states.count {
      numbers[next] = number
      states.append(next)
    }
    return UInt32(number * stride) << 1 | (isMatch ? 1 : 0)
  }

  /// Follows a thread to where it takes a character, and notes where it goes on behind that. True when it comes to a match.
  private mutating func follow(_ thread: Int, _ value: Int, _ next: inout [Int]) -> Bool {
    var waiting = [thread]
    while let thread = waiting.popLast() {
      if isVisited[thread] { continue }
      isVisited[thread] = true
      switch program.instructions[thread] {
      case .match: return true
      case .jump(let target): waiting.append(target)
      case .split(let first, let second): waiting += [second, first]
      case .take(let set):
        if value != end && classes.contains(set, value) { next.append(resolved(thread + 1)) }
      case .ahead(let set, let allowsEnd):
        if value == end ? allowsEnd : classes.contains(set, value) { waiting.append(thread + 1) }
      }
    }
    return false
  }

  /// Where a thread stands behind jumps, so that fewer states differ.
  private func resolved(_ thread: Int) -> Int {
    var thread = thread
    while case .jump(let target) = program.instructions[thread] { thread = target }
    return thread
  }
}

/// What holds of a pattern whatever the text.
extension PatternTransitions {
  /// By two classes: whether no match ever holds a character of the second right behind one of the first, and matches before are
  /// the same as if the text ended there.
  func partings() -> [Bool] {
    var reached = [Set<Int>](repeating: [], count: end)
    for row in Swift.stride(from: start, to: entries.count, by: stride) {
      for value in 0..<end { reached[value].insert(Int(entries[row + value] >> 1)) }
    }
    var result: [Bool] = []
    for left in 0..<end {
      for right in 0..<end {
        result.append(
          reached[left].allSatisfy { row in
            entries[row + right] >> 1 == UInt32(Self.dead) && entries[row + right] == entries[row + end]
          })
      }
    }
    return result
  }

  /// Whether every state does before this class what it does at the end of the text, where nothing is taken.
  func ends(before value: Int) -> Bool {
    Swift.stride(from: start, to: entries.count, by: stride).allSatisfy {
      entries[$0 + value] == entries[$0 + end]
    }
  }

  /// By class: whether each of its characters begins a match when it is not inside one.
  func covered() -> [Bool] {
    (0..<end).map { value in
      let row = Int(entries[start + value] >> 1)
      return row != Self.dead && (0...end).allSatisfy { entries[row + $0] & 1 == 1 }
    }
  }
}

extension Int {
  /// The smallest power of two that is not below this.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - Swift.max(0, self - 1).leadingZeroBitCount) }
}
