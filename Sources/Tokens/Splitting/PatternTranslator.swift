import Basics

/// Rewrites a pattern of Oniguruma or Rust so that PCRE2 matches as that engine does, with our Unicode
/// tables.
///
/// Every class, `\p{…}`, `\s`, `\d`, `\w`, `\h` and `\b` is written out by code points, whose classification
/// then does not depend on the Unicode edition of the installed library; `&&` is evaluated here. Groups do
/// not capture: nothing refers back to them, and back-references are refused, as are recursion, conditions,
/// call-outs and verbs.
struct PatternTranslator {
  /// Why a pattern is refused, without the place.
  struct Refusal: Error {
    let what: String
    let remedy: String

    init(_ what: String, remedy: String = "Write the pattern without it") {
      self.what = what
      self.remedy = remedy
    }
  }

  /// Settings that `(?imsx)` changes, per group.
  struct Flags {
    var caseless = false
    var dotAll = false
    var multiline = false
    var extended = false
  }

  private struct Frame {
    var flags: Flags
    /// Where the group begins in the output.
    var start: Int
    /// Groups opened by `(?i)` in the middle, closed with this one.
    var extraClosers = 0
  }

  static let longestPattern = 16 << 10
  static let mostRepeats = 1000

  var cursor: PatternCursor
  let dialect: PatternDialect
  private var output = ""
  private var atomStart = 0
  private var frames: [Frame] = []
  private(set) var flags = Flags()
  private var extraClosers = 0

  private init(_ pattern: String, _ dialect: PatternDialect) {
    cursor = PatternCursor(pattern)
    self.dialect = dialect
  }

  /// The pattern for PCRE2.
  static func translate(_ pattern: String, _ dialect: PatternDialect) throws(Refusal) -> String {
    guard pattern.utf8.count <= longestPattern else {
      throw Refusal(
        "the pattern has \(pattern.utf8.count) bytes, more than \(longestPattern)", remedy: "Shorten it")
    }
    var translator = PatternTranslator(pattern, dialect)
    while let scalar = translator.cursor.next() { try translator.translate(scalar) }
    guard translator.frames.isEmpty else {
      throw Refusal("a group is not closed", remedy: "Add the missing )")
    }
    return translator.output + String(repeating: ")", count: translator.extraClosers)
  }

  private mutating func translate(_ scalar: Unicode.Scalar) throws(Refusal) {
    switch scalar {
    case "\\": try escape()
    case "[": try atom(setPattern())
    case "(": try open()
    case ")": try close()
    case "*", "+", "?": quantify(String(scalar))
    case "{": try brace()
    case "|": output += "|"
    case ".": atom(flags.dotAll ? "(?s:.)" : "[^\\n]")
    case "^": atom(lineStart)
    case "$": atom(lineEnd)
    case "#" where flags.extended: cursor.skipLine()
    case _ where flags.extended && scalar.properties.isWhitespace: break
    default: atom(Self.literal(scalar.value))
    }
  }

  private var lineStart: String {
    switch dialect {
    case .oniguruma: "(?:\\A|(?<=\\n)(?!\\z))"
    case .rust: flags.multiline ? "(?m:^)" : "\\A"
    }
  }

  private var lineEnd: String {
    switch dialect {
    case .oniguruma: "(?=\\n|\\z)"
    case .rust: flags.multiline ? "(?m:$)" : "\\z"
    }
  }

  /// Writes what a quantifier may follow.
  private mutating func atom(_ text: String) {
    atomStart = output.utf8.count
    output += text
  }

  static func literal(_ scalar: UInt32) -> String { "\\x{" + String(scalar, radix: 16) + "}" }

  // MARK: Classes

  private mutating func setPattern() throws(Refusal) -> String {
    var reader = ClassParser(cursor, dialect)
    let (set, isNegated) = try reader.read()
    cursor = reader.cursor
    return pattern(set, isNegated)
  }

  private func pattern(_ set: CodePointSet, _ isNegated: Bool = false) -> String {
    NativeCategories.shared.pattern(for: set, keepingSign: flags.caseless ? isNegated : nil)
  }

  private mutating func escape() throws(Refusal) {
    guard let scalar = cursor.next() else {
      throw Refusal("the pattern ends with a backslash", remedy: "Write \\\\")
    }
    switch scalar {
    case "b", "B":
      let word = pattern(CodePointSet.word(dialect))
      let (same, other) = scalar == "b" ? ("(?!\(word))", "(?=\(word))") : ("(?=\(word))", "(?!\(word))")
      atom("(?:(?<=\(word))\(same)|(?<!\(word))\(other))")
    case "A": atom("\\A")
    case "z": atom("\\z")
    case "Z": atom(dialect == .oniguruma ? "(?=\\n?\\z)" : "\\z")
    case "G": atom("\\G")
    case "R", "X": atom("\\" + String(scalar))
    case "1"..."9", "k", "g": throw Refusal("the pattern refers back to a group (\\\(scalar))")
    default:
      var parser = ClassParser(cursor, dialect)
      switch try parser.escape(scalar) {
      case .scalar(let value): atom(Self.literal(value))
      case .set(let set): atom(pattern(set))
      }
      cursor = parser.cursor
    }
  }

  // MARK: Quantifiers

  private mutating func quantify(_ quantifier: String) {
    output += quantifier
    if let suffix = cursor.peek(), suffix == "?" || suffix == "+" {
      output.unicodeScalars.append(suffix)
      _ = cursor.next()
    }
  }

  /// `{n}`, `{n,}`, `{n,m}`, `{,m}`; anything else is a brace. Oniguruma takes a following `+`, and `?` after
  /// a fixed count, for another quantifier.
  private mutating func brace() throws(Refusal) {
    guard let (low, high, isFixed) = cursor.readBrace() else { return atom(Self.literal(0x7B)) }
    for count in [low, high ?? 0] where count > Self.mostRepeats {
      throw Refusal(
        "the pattern repeats \(count) times, more than \(Self.mostRepeats)", remedy: "Repeat less often")
    }
    let written = isFixed ? "{\(low)}" : "{\(low),\(high.map(String.init) ?? "")}"
    guard let suffix = cursor.peek(), suffix == "?" || suffix == "+" else {
      output += written
      return
    }
    _ = cursor.next()
    if dialect == .oniguruma && (suffix == "+" || isFixed) {
      let start = output.utf8.index(output.startIndex, offsetBy: atomStart)
      output = output[..<start] + "(?:" + output[start...] + written + ")" + String(suffix)
    } else {
      output += written + String(suffix)
    }
  }

  // MARK: Groups

  private mutating func open() throws(Refusal) {
    let start = output.utf8.count
    guard cursor.take("?") else {
      if cursor.peek() == "*" { throw Refusal("the pattern has a verb, (*…)") }
      return push(start, "(?:", flags)
    }
    for (text, written) in Self.openers where cursor.take(text) { return push(start, written, flags) }
    if cursor.take("#") {
      cursor.skip(to: ")")
      return
    }
    if cursor.take("P<") || cursor.take("<") || cursor.take("'") {
      cursor.skip { $0 == ">" || $0 == "'" }
      return push(start, "(?:", flags)
    }
    try openFlags(start)
  }

  private static let openers = [
    (":", "(?:"), ("=", "(?="), ("!", "(?!"), (">", "(?>"), ("<=", "(?<="), ("<!", "(?<!"),
  ]

  private mutating func openFlags(_ start: Int) throws(Refusal) {
    var changed = flags
    var on = true
    while let scalar = cursor.next() {
      switch scalar {
      case "-": on = false
      case "i": changed.caseless = on
      case "s" where dialect == .rust: changed.dotAll = on
      case "m": if dialect == .rust { changed.multiline = on } else { changed.dotAll = on }
      case "x": changed.extended = on
      case "u" where on: break
      case ":": return push(start, Self.opener(changed), changed)
      case ")": return change(to: changed)
      default: throw Refusal("the pattern has a group (?\(scalar)…) that is not supported")
      }
    }
    throw Refusal("a group is not closed", remedy: "Add the missing )")
  }

  private static func opener(_ flags: Flags) -> String { flags.caseless ? "(?i:" : "(?-i:" }

  private mutating func push(_ start: Int, _ opener: String, _ inner: Flags) {
    frames.append(Frame(flags: flags, start: start, extraClosers: extraClosers))
    extraClosers = 0
    output += opener
    flags = inner
  }

  /// `(?i)` holds to the end of the group; for Oniguruma the alternatives that follow belong to it, for Rust
  /// they stay beside.
  private mutating func change(to changed: Flags) {
    flags = changed
    if dialect == .rust {
      output += changed.caseless ? "(?i)" : "(?-i)"
    } else {
      output += Self.opener(changed)
      extraClosers += 1
    }
  }

  private mutating func close() throws(Refusal) {
    guard let frame = frames.popLast() else { throw Refusal("a ) has no group", remedy: "Write \\)") }
    output += String(repeating: ")", count: extraClosers + 1)
    extraClosers = frame.extraClosers
    flags = frame.flags
    atomStart = frame.start
  }
}
