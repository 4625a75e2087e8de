/// A pattern as instructions for threads that run side by side, those in front with precedence (Thompson's construction).
struct PatternProgram {
  enum Instruction {
    /// Takes a character of the set with this number.
    case take(Int)
    /// Goes on at both, the first in front.
    case split(Int, Int)
    case jump(Int)
    /// Goes on when the next character is in the set, or nothing follows and that is allowed.
    case ahead(Int, allowsEnd: Bool)
    case match
  }

  static let longest = 4096

  private(set) var instructions: [Instruction] = []
  /// All sets, each once.
  private(set) var sets: [CodePointSet] = []

  /// Nil when it would be longer than `longest`.
  init?(_ tree: PatternTree) {
    guard add(tree) else { return nil }
    instructions.append(.match)
  }

  /// False when there is no room.
  private mutating func add(_ tree: PatternTree) -> Bool {
    if instructions.count > Self.longest { return false }
    switch tree {
    case .set(let set): instructions.append(.take(number(set)))
    case .ahead(let set, let allowsEnd): instructions.append(.ahead(number(set), allowsEnd: allowsEnd))
    case .sequence(let parts): return parts.allSatisfy { add($0) }
    case .choice(let parts): return addChoice(parts[...])
    case .repeated(let part, let low, let high, let isGreedy):
      for _ in 0..<low where !add(part) { return false }
      guard let high else { return addLoop(part, isGreedy) }
      return addOptional(part, max(0, high - low), isGreedy)
    }
    return true
  }

  private mutating func number(_ set: CodePointSet) -> Int {
    if let known = sets.firstIndex(of: set) { return known }
    sets.append(set)
    return sets.count - 1
  }

  private mutating func addChoice(_ parts: ArraySlice<PatternTree>) -> Bool {
    var jumps: [Int] = []
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let split = instructions.count
      if !isLast { instructions.append(.split(split + 1, 0)) }
      guard add(part) else { return false }
      if isLast { break }
      jumps.append(instructions.count)
      instructions.append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
    return true
  }

  private mutating func addLoop(_ part: PatternTree, _ isGreedy: Bool) -> Bool {
    let split = instructions.count
    instructions.append(.jump(0))
    guard add(part) else { return false }
    instructions.append(.jump(split))
    instructions[split] = Self.split(split + 1, instructions.count, isGreedy)
    return true
  }

  /// Up to `count` times, each only behind the one before.
  private mutating func addOptional(_ part: PatternTree, _ count: Int, _ isGreedy: Bool) -> Bool {
    var splits: [Int] = []
    for _ in 0..<count {
      splits.append(instructions.count)
      instructions.append(.jump(0))
      guard add(part) else { return false }
    }
    for split in splits { instructions[split] = Self.split(split + 1, instructions.count, isGreedy) }
    return true
  }

  private static func split(_ inside: Int, _ behind: Int, _ isGreedy: Bool) -> Instruction {
    isGreedy ? .split(inside, behind) : .split(behind, inside)
  }
}
