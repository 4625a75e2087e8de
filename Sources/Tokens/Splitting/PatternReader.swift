/// Reads a split pattern as a list of known alternatives.
struct PatternReader {
  private let alternatives: [String]
  private let dialect: PatternDialect

  init(_ pattern: String, _ dialect: PatternDialect) {
    self.dialect = dialect
    alternatives = Self.alternatives(pattern).map { Self.withoutPossession($0, dialect) }
  }

  /// The GPT-2 pattern and its kin.
  func gpt2() -> ScannerRules? {
    var rest = alternatives[...]
    guard Self.contractions(&rest) == .lowerCase else { return nil }
    guard rest.starts(with: [#" ?\p{L}+"#, #" ?\p{N}+"#, #" ?[^\s\p{L}\p{N}]+"#]) else { return nil }
    rest = rest.dropFirst(3)
    var rules = ScannerRules(.gpt2, contractions: .lowerCase)
    if rest.first == #"\s+$"# {
      // At the end of the text the look-ahead rule takes the same run.
      guard dialect == .rust || rest.count == 3 else { return nil }
      rest = rest.dropFirst()
    }
    guard Self.tail(rest, &rules) else { return nil }
    return rules
  }

  /// The cl100k pattern and its kin (Llama 3, Qwen 2).
  func cl100k() -> ScannerRules? {
    var rest = alternatives[...]
    guard let contractions = Self.contractions(&rest), contractions != .lowerCase else { return nil }
    var rules = ScannerRules(.cl100k, contractions: contractions)
    switch rest.popFirst() {
    case #"[^\r\n\p{L}\p{N}]?\p{L}+"#: break
    case #"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+"#: rules.marksAreLetters = true
    default: return nil
    }
    return common(rest, rules)
  }

  /// The o200k pattern and its kin (Tekken, Kimi K2).
  func o200k() -> ScannerRules? {
    var rest = alternatives[...]
    let han = rest.first == #"[\p{Han}]+"# || rest.first == #"\p{Han}+"#
    if han { rest = rest.dropFirst() }
    let minus = han ? #"&&[^\p{Han}]"# : ""
    let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"# + minus + "]"
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}"# + minus + "]"
    let prefix = #"[^\r\n\p{L}\p{N}]?"#
    guard let first = rest.popFirst(), first.hasPrefix(prefix + upper + "*" + lower + "+"),
      let second = rest.popFirst(), second.hasPrefix(prefix + upper + "+" + lower + "*")
    else { return nil }
    let suffix = first.dropFirst((prefix + upper + lower).count + 2)
    guard second.dropFirst((prefix + upper + lower).count + 2) == suffix else { return nil }
    guard let contractions = Self.optional[String(suffix)] else { return nil }
    var rules = ScannerRules(.o200k, contractions: contractions)
    rules.separatesHan = han
    return common(rest, rules)
  }

  /// Numbers, punctuation and whitespace of the newer patterns.
  private func common(_ alternatives: ArraySlice<String>, _ start: ScannerRules) -> ScannerRules? {
    var (rest, rules) = (alternatives, start)
    guard let number = rest.popFirst(), let digits = Self.numbers[number] else { return nil }
    rules.digits = digits
    let other = rules.marksAreLetters ? #" ?[^\s\p{L}\p{M}\p{N}]+"# : #" ?[^\s\p{L}\p{N}]+"#
    guard let punctuation = rest.popFirst() else { return nil }
    switch punctuation {
    case other: break
    case other.dropLast(2) + #"\r\n]+"#: break
    case other + #"[\r\n]*"#: rules.takesNewlines = true
    case other + #"[\r\n/]*"#:
      rules.takesNewlines = true
      rules.takesSlashes = true
    default: return nil
    }
    if rest.first == #"\s+$"# && dialect == .rust || rest.first == #"\s+$"# && rest.count == 4 {
      rules.keepsEndWhole = true
      rest = rest.dropFirst()
    }
    guard let newlines = rest.popFirst(), newlines == #"\s*[\r\n]+"# || newlines == #"\s*[\r\n]"#,
      Self.tail(rest, &rules)
    else { return nil }
    return rules
  }

  private static func tail(_ rest: ArraySlice<String>, _ rules: inout ScannerRules) -> Bool {
    guard rest.first == #"\s+(?!\S)"# else { return false }
    rules.takesLoneSpace = rest.count > 1
    return rest.count == 1 || rest.count == 2 && (rest.last == #"\s+"# || rest.last == #"\s"#)
  }

  private static let numbers = [
    #"\p{N}"#: 1, #"\p{N}{1}"#: 1, #"\p{N}{1,2}"#: 2, #"\p{N}{1,3}"#: 3, #"\p{N}+"#: Int.max,
  ]

  private static let optional: [String: ScannerRules.Contractions] = [
    "": .none, "(?i:'s|'t|'re|'ve|'m|'ll|'d)?": .folded,
    "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])?": .anyCase,
  ]

  /// Takes the alternatives that match contractions off the front. None begins like another, so their order
  /// is free.
  private static func contractions(_ rest: inout ArraySlice<String>) -> ScannerRules.Contractions? {
    if Set(rest.prefix(7)) == ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"] {
      rest = rest.dropFirst(7)
      return .lowerCase
    }
    switch rest.popFirst() {
    case "'(?:[sdmt]|ll|ve|re)": return .lowerCase
    case "(?i:'s|'t|'re|'ve|'m|'ll|'d)", "'(?i:[sdmt]|ll|ve|re)": return .folded
    case "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])",
      "'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])":
      return .anyCase
    default: return nil
    }
  }

  /// Cuts at every `|` outside groups and classes.
  private static func alternatives(_ pattern: String) -> [String] {
    var (parts, part) = ([String](), "")
    var (depth, brackets, escaped) = (0, 0, false)
    for character in pattern.unicodeScalars {
      if !escaped {
        switch character {
        case "(" where brackets == 0: depth += 1
        case ")" where brackets == 0: depth -= 1
        case "[": brackets += 1
        case "]": brackets -= 1
        case "|" where depth == 0 && brackets == 0:
          parts.append(part)
          part = ""
          continue
        default: break
        }
      }
      escaped = !escaped && character == "\\"
      part.unicodeScalars.append(character)
    }
    return parts + [part]
  }

  /// Takes the plus of possession off quantifiers: in these patterns nothing could be given back. A brace
  /// with a plus is possessive for one engine only; for the other it stays and is not recognised.
  private static func withoutPossession(_ alternative: String, _ dialect: PatternDialect) -> String {
    var result = ""
    var isQuantifier = false
    for character in alternative {
      if character == "+" && isQuantifier {
        isQuantifier = false
        continue
      }
      isQuantifier =
        "+*?".contains(character) || character == "}" && result.hasDigitsBeforeEnd && dialect == .rust
      if character == "?" && result.last == "(" { isQuantifier = false }
      result.append(character)
    }
    return result
  }
}

extension String {
  /// Whether what would be closed by a brace now is a repeat count and not a property name.
  fileprivate var hasDigitsBeforeEnd: Bool { last?.isNumber ?? false }
}
