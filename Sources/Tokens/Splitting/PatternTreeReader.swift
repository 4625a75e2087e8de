/// Reads a pattern as a tree.
///
/// Everything that is not surely understood is given up on: back-references, looks behind, anchors at the start, words'
/// boundaries, classes without case. The general engine then says what is wrong with it, or matches it.
struct PatternTreeReader {
  private struct GivenUp: Error {}

  private static let deepest = 40

  private var cursor: PatternCursor
  private let dialect: PatternDialect
  private var flags = PatternTranslator.Flags()

  init(_ pattern: String, _ dialect: PatternDialect) {
    cursor = PatternCursor(pattern)
    self.dialect = dialect
  }

  /// The whole pattern; nil when it is given up on.
  mutating func read() -> PatternTree? {
    guard let tree = try? alternatives(depth: 0, isLast: true), cursor.peek() == nil else { return nil }
    return tree
  }

  /// Up to the end of the group or pattern. `isLast` says that nothing of the pattern follows the group.
  private mutating func alternatives(depth: Int, isLast: Bool) throws(GivenUp) -> PatternTree {
    if depth > Self.deepest { throw GivenUp() }
    let outer = flags
    defer { flags = outer }
    var all: [PatternTree] = []
    repeat { all.append(try sequence(depth, isLast)) } while cursor.take("|")
    return all.count == 1 ? all[0] : .choice(all)
  }

  /// An element, and whether it never gives back what it has taken.
  private typealias Element = (tree: PatternTree, isPossessive: Bool)

  private mutating func sequence(_ depth: Int, _ isLast: Bool) throws(GivenUp) -> PatternTree {
    var elements: [Element] = []
    while let scalar = cursor.peek(), scalar != "|", scalar != ")" {
      _ = cursor.next()
      guard let atom = try atom(scalar, depth) else { continue }
      elements.append(try quantified(atom))
    }
    for index in elements.indices where elements[index].isPossessive {
      let rest = PatternTree.sequence(elements[(index + 1)...].map(\.tree))
      guard Self.isNeverMissed(elements[index].tree, before: rest, isLast) else { throw GivenUp() }
    }
    return elements.count == 1 ? elements[0].tree : .sequence(elements.map(\.tree))
  }

  /// Whether giving back what a repeat of single characters has taken could never help what comes after it.
  private static func isNeverMissed(_ tree: PatternTree, before rest: PatternTree, _ isLast: Bool) -> Bool {
    guard case .repeated(.set(let set), _, _, isGreedy: true) = tree, let first = rest.first else {
      return false
    }
    return first.intersection(set).isEmpty && (isLast || !rest.mayBeEmpty)
  }

  /// What a quantifier may follow; nil for what stands for nothing.
  private mutating func atom(_ scalar: Unicode.Scalar, _ depth: Int) throws(GivenUp) -> PatternTree? {
    switch scalar {
    case "\\": return try escape()
    case "[":
      return .set(try refusing { (parser) throws(PatternTranslator.Refusal) in try parser.read().set })
    case "(": return try group(depth)
    case ".":
      return .set(flags.dotAll ? .all : CodePointSet(10...10).inverted)
    case "$":
      let isLine = dialect == .oniguruma || flags.multiline
      return .ahead(isLine ? CodePointSet(10...10) : CodePointSet(), allowsEnd: true)
    case "{" where cursor.readBrace() == nil: return try literal(scalar.value)
    case "*", "+", "?", "{", "^": throw GivenUp()
    default: return try literal(scalar.value)
    }
  }

  /// Reads a class with what reads classes for the general engine.
  private mutating func refusing(
    _ read: (inout ClassParser) throws(PatternTranslator.Refusal) -> CodePointSet
  ) throws(GivenUp) -> CodePointSet {
    if flags.caseless { throw GivenUp() }
    var parser = ClassParser(cursor, dialect)
    guard let set = try? read(&parser) else { throw GivenUp() }
    cursor = parser.cursor
    return set
  }

  private mutating func escape() throws(GivenUp) -> PatternTree {
    guard let scalar = cursor.next() else { throw GivenUp() }
    switch scalar {
    case "b", "B", "A", "Z", "G", "R", "X", "k", "g", "1"..."9": throw GivenUp()
    case "z": return .ahead(CodePointSet(), allowsEnd: true)
    default:
      var parser = ClassParser(cursor, dialect)
      guard let item = try? parser.escape(scalar) else { throw GivenUp() }
      cursor = parser.cursor
      switch item {
      case .scalar(let value): return try literal(value)
      case .set(let set):
        if flags.caseless { throw GivenUp() }
        return .set(set)
      }
    }
  }

  /// A character; where case does not count, with those that differ in it only.
  private func literal(_ value: UInt32) throws(GivenUp) -> PatternTree {
    if !flags.caseless { return .set(CodePointSet(value...value)) }
    if value >= 0x80 { throw GivenUp() }
    let folded = value | 0x20
    guard 0x61...0x7A ~= folded else { return .set(CodePointSet(value...value)) }
    var all = [folded...folded, (folded - 0x20)...(folded - 0x20)]
    // The long s and the sign of kelvin.
    if folded == 0x73 { all.append(0x17F...0x17F) }
    if folded == 0x6B { all.append(0x212A...0x212A) }
    return .set(CodePointSet(all))
  }
}

/// Quantifiers and groups.
extension PatternTreeReader {
  /// The atom with the quantifier that follows it, if one does.
  private mutating func quantified(_ atom: PatternTree) throws(GivenUp) -> Element {
    guard let (low, high, isBrace, isFixed) = quantifier() else { return (atom, false) }
    let most = PatternTranslator.mostRepeats
    if atom.mayBeEmpty || low > most || high ?? 0 > most || high ?? low < low { throw GivenUp() }
    func repeated(isGreedy: Bool) -> PatternTree {
      .repeated(atom, low: low, high: high, isGreedy: isGreedy)
    }
    // Behind a brace Oniguruma takes a plus, and behind a fixed count a question mark, for another quantifier.
    let stacks = isBrace && dialect == .oniguruma
    var result: Element = (repeated(isGreedy: true), false)
    if cursor.peek() == "?" {
      if stacks && isFixed { throw GivenUp() }
      _ = cursor.next()
      result.tree = repeated(isGreedy: false)
    } else if cursor.peek() == "+" {
      _ = cursor.next()
      if stacks && low == 0 { throw GivenUp() }
      result =
        stacks ? (.repeated(result.tree, low: 1, high: nil, isGreedy: true), false) : (result.tree, true)
    }
    if let next = cursor.peek(), "*+?".unicodeScalars.contains(next) || next == "{" { throw GivenUp() }
    return result
  }

  private mutating func quantifier() -> (low: Int, high: Int?, isBrace: Bool, isFixed: Bool)? {
    if cursor.take("*") { return (0, nil, false, false) }
    if cursor.take("+") { return (1, nil, false, false) }
    if cursor.take("?") { return (0, 1, false, false) }
    let start = cursor
    guard cursor.take("{"), let brace = cursor.readBrace() else {
      cursor = start
      return nil
    }
    return (brace.low, brace.high, true, brace.isFixed)
  }

  /// A group whose bracket has just been read; nil for one that stands for nothing.
  private mutating func group(_ depth: Int) throws(GivenUp) -> PatternTree? {
    if cursor.take("?=") { return try ahead(depth, isNegated: false) }
    if cursor.take("?!") { return try ahead(depth, isNegated: true) }
    if cursor.peek() == "*" { throw GivenUp() }
    let outer = flags
    if cursor.peek() == "?", !cursor.take("?:") {
      _ = cursor.next()
      if try !readFlags() { return nil }
    }
    defer { flags = outer }
    let tree = try alternatives(depth: depth + 1, isLast: false)
    guard cursor.take(")") else { throw GivenUp() }
    return tree
  }

  private mutating func ahead(_ depth: Int, isNegated: Bool) throws(GivenUp) -> PatternTree {
    guard let next = try alternatives(depth: depth + 1, isLast: false).nextCharacter, cursor.take(")") else {
      throw GivenUp()
    }
    return isNegated
      ? .ahead(next.set.inverted, allowsEnd: !next.allowsEnd) : .ahead(next.set, allowsEnd: next.allowsEnd)
  }

  /// Reads `i:` or `i)`. True for a group of its own, false when the flags hold on in the group that is open.
  private mutating func readFlags() throws(GivenUp) -> Bool {
    var isOn = true
    while let scalar = cursor.next() {
      switch scalar {
      case "-": isOn = false
      case "i": flags.caseless = isOn
      case "s" where dialect == .rust: flags.dotAll = isOn
      case "m": if dialect == .rust { flags.multiline = isOn } else { flags.dotAll = isOn }
      case ":": return true
      case ")" where dialect == .rust: return false
      default: throw GivenUp()
      }
    }
    throw GivenUp()
  }
}
