import Tokens

/// The split patterns that have scanners, in the spellings in use.
enum Patterns {
  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+"# + gpt2Tail
  static let gpt2Possessive =
    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
  static let gpt2WithoutTail =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)"#
  static let cl100k = folded + "|" + prefix + #"\p{L}+|\p{N}{1,3}"# + other + #"[\r\n]*"# + tail
  static let cl100kPossessive =
    #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"#
    + #"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
  static let cl100kWrittenOut = anyCase + "|" + prefix + #"\p{L}+|\p{N}{1,3}"# + other + #"[\r\n]*"# + tail
  static let qwen2 = folded + "|" + prefix + #"\p{L}+|\p{N}"# + other + #"[\r\n]*"# + tail
  static let qwen35 =
    folded + "|" + prefix + #"[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"# + tail
  static let seedCoder =
    anyCase + "|" + prefix + #"\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+"# + tail
  static let o200k = words("", folded + "?") + #"|\p{N}{1,3}"# + other + #"[\r\n/]*"# + tail
  static let tekken = words("", "") + #"|\p{N}"# + other + #"[\r\n/]*"# + tail
  static let kimi =
    #"[\p{Han}]+|"# + words(#"&&[^\p{Han}]"#, folded + "?") + #"|\p{N}{1,3}"# + other + #"[\r\n]*"# + tail

  static let all = [
    gpt2, gpt2Possessive, gpt2WithoutTail, cl100k, cl100kPossessive, cl100kWrittenOut, qwen2, qwen35,
    seedCoder, o200k, tekken, kimi,
  ]

  private static let gpt2Tail = #"|\s+(?!\S)|\s+"#
  private static let tail = #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let other = #"| ?[^\s\p{L}\p{N}]+"#
  private static let prefix = #"[^\r\n\p{L}\p{N}]?"#
  private static let folded = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let anyCase = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"

  /// The two alternatives for words of the o200k family.
  private static func words(_ minus: String, _ suffix: String) -> String {
    let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"# + minus + "]"
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}"# + minus + "]"
    return prefix + upper + "*" + lower + "+" + suffix + "|" + prefix + upper + "+" + lower + "*" + suffix
  }
}
