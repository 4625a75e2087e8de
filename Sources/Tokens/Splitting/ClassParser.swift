/// Evaluates a bracket class, or the escape of a class, to a set of code points.
///
/// Classes nest; `&&` binds weakest: `[\p{Lu}\p{M}&&[^\p{Han}]]` is both categories without Han. Nesting is
/// kept on a stack of ours.
struct ClassParser {
  typealias Refusal = PatternTranslator.Refusal

  /// What an escape or a character in a class stands for.
  enum Item {
    case scalar(UInt32)
    case set(CodePointSet)
  }

  private struct Level {
    var isNegated: Bool
    var union = CodePointSet()
    /// What stands left of the last `&&`.
    var left: CodePointSet?
    var isEmpty = true

    /// The value before negation.
    var value: CodePointSet { left.map { $0.intersection(union) } ?? union }
  }

  var cursor: PatternCursor
  private let dialect: PatternDialect
  private var inBrackets = false

  init(_ cursor: PatternCursor, _ dialect: PatternDialect) {
    self.cursor = cursor
    self.dialect = dialect
  }

  /// The class whose `[` has just been read; negated is whether it begins with `^`.
  mutating func read() throws(Refusal) -> (set: CodePointSet, isNegated: Bool) {
    inBrackets = true
    var levels = [Level(isNegated: cursor.take("^"))]
    while let scalar = cursor.next() {
      let top = levels.count - 1
      switch scalar {
      case "]" where !levels[top].isEmpty:
        let done = levels.removeLast()
        let set = done.isNegated ? done.value.inverted : done.value
        if levels.isEmpty { return (set, done.isNegated) }
        levels[top - 1].union = levels[top - 1].union.union(set)
      case "[":
        levels[top].isEmpty = false
        if let set = try posix() {
          levels[top].union = levels[top].union.union(set)
        } else {
          levels.append(Level(isNegated: cursor.take("^")))
        }
      case "&" where cursor.take("&"):
        levels[top].left = levels[top].value
        levels[top].union = CodePointSet()
      default:
        levels[top].isEmpty = false
        levels[top].union = try levels[top].union.union(item(scalar))
      }
    }
    throw Refusal("a class is not closed", remedy: "Add the missing ]")
  }

  /// One character, escape or range.
  private mutating func item(_ scalar: Unicode.Scalar) throws(Refusal) -> CodePointSet {
    let low: UInt32
    switch try single(scalar) {
    case .set(let set): return set
    case .scalar(let value): low = value
    }
    guard cursor.peek() == "-", let after = cursor.peek(1), after != "]" && after != "[" else {
      return CodePointSet(low...low)
    }
    _ = cursor.next()
    guard let next = cursor.next(), case .scalar(let high) = try single(next) else {
      throw Refusal("a range in a class ends with a class", remedy: "Write \\- for the character")
    }
    guard low <= high else { throw Refusal("a range in a class runs backwards", remedy: "Swap its ends") }
    return CodePointSet(low...high)
  }

  private mutating func single(_ scalar: Unicode.Scalar) throws(Refusal) -> Item {
    guard scalar == "\\" else { return .scalar(scalar.value) }
    guard let escaped = cursor.next() else {
      throw Refusal("a class is not closed", remedy: "Add the missing ]")
    }
    if escaped == "b" { return .scalar(8) }
    return try escape(escaped)
  }

  /// What `\` and this character stand for, inside or outside a class.
  mutating func escape(_ scalar: Unicode.Scalar) throws(Refusal) -> Item {
    switch scalar {
    case "n": return .scalar(10)
    case "r": return .scalar(13)
    case "t": return .scalar(9)
    case "f": return .scalar(12)
    case "v": return .scalar(11)
    case "a": return .scalar(7)
    case "e": return .scalar(27)
    case "0": return .scalar(0)
    case "x", "u", "U": return .scalar(try hexadecimal(scalar))
    case "p", "P": return .set(try property(isNegated: scalar == "P"))
    case "s": return .set(.whitespace)
    case "S": return .set(CodePointSet.whitespace.inverted)
    case "d", "D": return try .set(named("Nd", isNegated: scalar == "D"))
    case "w": return .set(.word(dialect, inBrackets: inBrackets))
    case "W": return .set(CodePointSet.word(dialect, inBrackets: inBrackets).inverted)
    case "h": return .set(Self.hexDigits)
    case "H": return .set(Self.hexDigits.inverted)
    default:
      if scalar.isASCII && scalar.properties.isAlphabetic || "1"..."9" ~= scalar {
        throw Refusal("the pattern has the unknown escape \\\(scalar)")
      }
      return .scalar(scalar.value)
    }
  }

  private static let hexDigits = CodePointSet([0x30...0x39, 0x41...0x46, 0x61...0x66])

  private mutating func hexadecimal(_ kind: Unicode.Scalar) throws(Refusal) -> UInt32 {
    let value: UInt32?
    if cursor.take("{") {
      value = cursor.readHex(atMost: 6)
      guard cursor.take("}") else { throw Refusal("a \\\(kind){ has no }", remedy: "Add the missing }") }
    } else {
      value = cursor.readHex(atMost: kind == "x" ? 2 : kind == "u" ? 4 : 8)
    }
    guard let value, Unicode.Scalar(value) != nil else {
      throw Refusal("\\\(kind) names no character", remedy: "Write a code point in hexadecimal")
    }
    return value
  }

  private mutating func property(isNegated: Bool) throws(Refusal) -> CodePointSet {
    if cursor.take("{") {
      let isInverted = cursor.take("^")
      guard let name = cursor.read(to: "}") else {
        throw Refusal("a \\p{ has no }", remedy: "Add the missing }")
      }
      return try named(name, isNegated: isNegated != isInverted)
    }
    guard let scalar = cursor.next() else { throw Refusal("a \\p has no name", remedy: "Write \\p{L}") }
    return try named(String(scalar), isNegated: isNegated)
  }

  private func named(_ name: String, isNegated: Bool) throws(Refusal) -> CodePointSet {
    guard let set = CodePointSet.property(name) else {
      throw Refusal(
        "the pattern asks for the unknown property \\p{\(name)}", remedy: "Use a general category or a script"
      )
    }
    return isNegated ? set.inverted : set
  }

  /// `[:name:]` after its first bracket; nil when this is a nested class.
  private mutating func posix() throws(Refusal) -> CodePointSet? {
    guard cursor.peek() == ":" else { return nil }
    let start = cursor
    _ = cursor.next()
    let isNegated = cursor.take("^")
    guard let name = cursor.read(to: ":"), cursor.take("]") else {
      cursor = start
      return nil
    }
    guard let set = PosixClass.set(name, dialect) else {
      throw Refusal("the pattern has the unknown class [:\(name):]")
    }
    return isNegated ? set.inverted : set
  }
}
