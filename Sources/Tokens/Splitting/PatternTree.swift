/// A pattern as a tree, when it is a regular expression in the strict sense: classes, alternatives, repeats, and looks at the
/// one character that follows.
///
/// ```
/// PatternTree(#" ?\p{L}+|\s+(?!\S)"#, .rust)
/// // choice(sequence(repeated(set(space), 0...1), repeated(set(letters), 1...)), sequence(repeated(set(white), 1...), ahead(white or end)))
/// ```
indirect enum PatternTree {
  case set(CodePointSet)
  case sequence([PatternTree])
  /// The first that leads to a match counts.
  case choice([PatternTree])
  case repeated(PatternTree, low: Int, high: Int?, isGreedy: Bool)
  /// What follows is one of these, or the end when that is allowed.
  case ahead(CodePointSet, allowsEnd: Bool)

  /// Nil for a pattern that is no such expression, that is wrong, or that may match nothing.
  init?(_ pattern: String, _ dialect: PatternDialect) {
    guard pattern.utf8.count <= PatternTranslator.longestPattern else { return nil }
    var reader = PatternTreeReader(pattern, dialect)
    guard let tree = reader.read(), !tree.mayBeEmpty else { return nil }
    self = tree
  }

  /// Whether it matches without taking a character.
  var mayBeEmpty: Bool {
    switch self {
    case .set: false
    case .ahead: true
    case .sequence(let parts): parts.allSatisfy(\.mayBeEmpty)
    case .choice(let parts): parts.contains(where: \.mayBeEmpty)
    case .repeated(let part, let low, _, _): low == 0 || part.mayBeEmpty
    }
  }

  /// What its matches begin with; nil when a look ahead may come before the first character.
  var first: CodePointSet? {
    switch self {
    case .set(let set): return set
    case .ahead: return nil
    case .repeated(let part, _, _, _): return part.first
    case .choice(let parts):
      return parts.reduce(CodePointSet()) { all, part in
        all.flatMap { all in part.first.map(all.union) }
      }
    case .sequence(let parts):
      var all = CodePointSet()
      for part in parts {
        guard let first = part.first else { return nil }
        all = all.union(first)
        if !part.mayBeEmpty { break }
      }
      return all
    }
  }

  /// As a look ahead at one character: what may follow, and whether nothing may; nil when it is longer.
  var nextCharacter: (set: CodePointSet, allowsEnd: Bool)? {
    switch self {
    case .set(let set): return (set, false)
    case .ahead(let set, let allowsEnd): return (set, allowsEnd)
    case .sequence(let parts): return parts.count == 1 ? parts[0].nextCharacter : nil
    case .repeated: return nil
    case .choice(let parts):
      var (all, allowsEnd) = (CodePointSet(), false)
      for part in parts {
        guard let next = part.nextCharacter else { return nil }
        all = all.union(next.set)
        allowsEnd = allowsEnd || next.allowsEnd
      }
      return (all, allowsEnd)
    }
  }
}
