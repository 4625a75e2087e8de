/// Which engine's meaning a pattern has.
package enum PatternDialect: String, Sendable {
  /// Oniguruma with Ruby syntax, as in tokenizer.json: `$` ends a line, `{1,3}+` is a repeat of a repeat,
  /// `\h` is a hex digit.
  case oniguruma
  /// Rust's fancy-regex, as in tiktoken: `$` ends the text, `{1,3}+` is possessive.
  case rust
}

/// A split pattern for which there is a hand-written scanner, known by what it says and not by who uses it.
///
/// ```
/// KnownPattern.recognise(#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .rust)?.name  // "GPT-2"
/// ```
/// The pattern is cut into its alternatives; each must be one of the spellings in use (classical, possessive,
/// with `(?i:` written out) and stand at its place. Anything else is not known and goes to the general
/// engine.
package struct KnownPattern: Sendable, Equatable {
  /// In words: `GPT-2`, `cl100k`, `o200k`, or what it differs in: `cl100k, single digits`.
  package let name: String
  package let rules: ScannerRules

  /// The scanner.
  package var splitter: any Splitter { PatternScanner(rules, name: name) }

  /// The pattern's scanner rules, or nil when some part of it is not known.
  package static func recognise(_ pattern: String, _ dialect: PatternDialect) -> KnownPattern? {
    let reader = PatternReader(pattern, dialect)
    let rules = reader.gpt2() ?? reader.cl100k() ?? reader.o200k()
    return rules.map { KnownPattern(name: $0.name, rules: $0) }
  }
}

/// What a scanner of the GPT family does at each place; every combination stands for one pattern.
package struct ScannerRules: Sendable, Equatable {
  /// Patterns that share a scanner.
  package enum Family: Sendable { case gpt2, cl100k, o200k }

  /// How `'s` and its like are matched.
  package enum Contractions: Sendable {
    case none
    /// As written: `'s`.
    case lowerCase
    /// `'[sS]`.
    case anyCase
    /// `(?i:'s)`, which also matches U+017F.
    case folded
  }

  package var family: Family
  package var contractions: Contractions
  /// The most digits in one piece.
  package var digits: Int
  /// Newlines after punctuation belong to it.
  package var takesNewlines = false
  /// So do slashes.
  package var takesSlashes = false
  /// `\p{M}` counts as a letter.
  package var marksAreLetters = false
  /// Runs of `\p{Han}` are pieces of their own.
  package var separatesHan = false
  /// Whitespace at the end of the text is one piece even when it holds newlines.
  package var keepsEndWhole = false
  /// One whitespace character before other text, unless a piece takes it as its prefix, is a piece; otherwise
  /// no match.
  package var takesLoneSpace = true

  package init(_ family: Family, contractions: Contractions, digits: Int = .max) {
    self.family = family
    self.contractions = contractions
    self.digits = digits
  }

  /// In words.
  package var name: String {
    var words: [String]
    switch family {
    case .gpt2: words = ["GPT-2"]
    case .cl100k: words = ["cl100k"] + digitWords(usual: 3)
    case .o200k: words = ["o200k"] + digitWords(usual: 3) + (contractions == .none ? ["no contractions"] : [])
    }
    if contractions == .anyCase { words.append("contractions without long s") }
    if marksAreLetters { words.append("marks as letters") }
    if separatesHan { words.append("Han apart") }
    if keepsEndWhole { words.append("end whole") }
    if !takesLoneSpace { words.append("lone space unmatched") }
    return words.joined(separator: ", ")
  }

  private func digitWords(usual: Int) -> [String] {
    if digits == usual { return [] }
    return [digits == 1 ? "single digits" : digits == .max ? "whole numbers" : "digits by \(digits)"]
  }
}
