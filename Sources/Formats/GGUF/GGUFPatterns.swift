/// The split patterns that llama.cpp knows, written for Unicode text.
///
/// llama.cpp matches them on a copy in which each character stands for its general category, or with an engine that knows
/// ASCII only; what follows from that is written out here. So all letters are alike where it has `\p{Lu}`, digits are those of
/// ASCII where it has `\d`, white space beyond ASCII belongs to no range, and `'ſ` is no contraction.
enum GGUFPatterns {
  /// English contractions, whatever their case.
  private static let contractions = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
  /// Punctuation with newlines behind it, then white space.
  private static let rest = #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// The same where slashes follow punctuation too.
  private static let slashRest = #" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let word = #"[^\r\n\p{L}\p{N}]?\p{L}+"#

  /// One digit or number, of any script.
  static let number = #"\p{N}"#
  static let numbers = #"\p{N}+"#
  /// From the left.
  static let triples = #"\p{N}{1,3}"#
  static let threeDigits = "[0-9][0-9][0-9]"
  static let newline = "[\\r\\n]"
  static let lines = #"[^\n]+|\n+"#

  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  /// As GPT-2's after runs of punctuation are set apart.
  static let punctuation = #"[\p{P}$+<=>^~|]+"#
  static let falconPunctuation = #"[\p{P}$+<=>^~|`]+"#

  static let llama3 = contractions + "|" + word + #"|\p{N}{1,3}|"# + rest
  static let qwen2 = contractions + "|" + word + #"|\p{N}|"# + rest
  static let wholeNumbers = contractions + "|" + word + #"|\p{N}+|"# + rest
  static let withoutContractions = word + #"|\p{N}|"# + rest
  static let qwen35 =
    contractions + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"#
    + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
  static let seedCoder =
    contractions + "|" + word + #"|\p{N}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+"#
  static let bailing =
    #"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|"# + word
    + #"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
  static let exaone =
    contractions + #"|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}"#
    + #"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"#
  /// White space in powers of two.
  static let jais =
    contractions + "|" + word + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"#
    + #"|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)"#
    + #"|\s{4}(?!\S)|\s{1,2}(?!\S)|\s"#

  /// Case matters for the letters of ASCII only. `letters` is a class.
  private static func cased(_ letters: String, _ ending: String, _ numbers: String) -> String {
    let (lower, upper) = ("[\(letters)&&[^A-Z]]", "[\(letters)&&[^a-z]]")
    return #"[^\r\n\p{L}\p{N}]?"# + "\(upper)*\(lower)+\(ending)|" + #"[^\r\n\p{L}\p{N}]?"#
      + "\(upper)+\(lower)*\(ending)|\(numbers)|" + slashRest
  }

  static let tekken = cased(#"\p{L}"#, "", #"\p{N}"#)
  static let gpt4o = cased(#"\p{L}"#, contractions + "?", #"\p{N}{1,3}"#)
  static let graniteMulti = cased(#"\p{L}\p{M}"#, contractions + "?", #"\p{N}{1,3}"#)
  private static let uncased = #"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+"# + contractions + "?|"
  static let tinyAya = uncased + #"\p{N}{1,3}|"# + slashRest
  /// Groups of three from the right, each its own piece.
  static let rightTriples = "[0-9]{1,3}(?=(?:[0-9]{3})*(?![0-9A-Za-z_]))"
  /// Only boundaries: before every third digit from the right.
  static let superTriples = "(?=(?:[0-9]{3})+(?![0-9]))"
  static let youtuScripts =
    #"[\x{AC00}-\x{D7A3}\x{3131}-\x{318E}]+"#
    + #"|[\x{FF01}\x{2026}\x{201C}\x{201D}\x{2018}\x{2019}\x{2014}\x{FF1A}\x{FF1B}\x{FF0C}\x{3001}-\x{303F}\x{FE30}-\x{FE4F}]+"#
    + #"|[\x{3105}-\x{312F}]+|[\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]+"#
  static let youtu = uncased + #"\p{N}|"# + slashRest

  static let bloom =
    #" ?[^(\s|.,!?\x{2026}\x{3002}\x{FF0C}\x{3001}\x{964}\x{6D4}\x{60C})]+"#

  static let japaneseAndChinese = #"[\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]+"#
  private static let symbolWord = ##"[!-/:-@\[-`{-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
  static let deepseek3 =
    symbolWord + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  static let spark = symbolWord + #"| ?[\p{P}\p{S}]+|[\r\n]|\s+(?!\S)|\s+"#
  static let deepseekLetters = #"\s?\p{L}+"#
  static let deepseekPunctuation = #"\s?\p{P}+"#
  static let chineseAndKorean = #"[[\x{800}-\x{9FA5}\x{AC00}-\x{D7FF}]&&[^\s]]+"#
  static let widePunctuation =
    #"\s?[[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F}\x{3000}-\x{3002}]&&[^\s]]+"#
  static let endSpace = #"\s+$"#

  /// Three digits from the right, of any script.
  static let afmoeNumbers = #"(?<!\p{N})\p{N}{1,2}(?=(?:\p{N}{3})+(?!\p{N}))|\p{N}{3}|\p{N}{1,2}"#
  static let afmoeScripts =
    #"[\x{4E00}-\x{9FFF}\x{3400}-\x{4DBF}\x{8C48}-\x{FAFF}\x{3040}-\x{309F}\x{30A0}-\x{30FF}\x{FF65}-\x{FF9F}"#
    + #"\x{2F00}-\x{2FDF}\x{E40}-\x{E7F}\x{E80}-\x{EFF}\x{1780}-\x{17FF}\x{1000}-\x{109F}\x{AA60}-\x{AA7F}"#
    + #"\x{A9E0}-\x{A9FF}\x{AC00}-\x{D7AF}\x{1100}-\x{11FF}]+"#

  private static let han =
    #"\x{4E00}-\x{9FFF}\x{3400}-\x{4DBF}\x{20000}-\x{2A6DF}\x{2A700}-\x{2EBEF}\x{F900}-\x{FAFF}"#
    + #"\x{2F800}-\x{2FA1F}"#
  /// Han by blocks, and letters whatever their case.
  static let kimi =
    "[\(han)]+|" + #"[^\r\n\p{L}\p{N}]?[\p{L}&&[^"# + han + "]]+" + contractions + #"?|\p{N}{1,3}|"# + rest

  static let sentinel = "<sentinel:[0-9]+>"
  static let imageCode = "IMGIMG[A-I]{1,4}Z"
  static let chameleonSpace = #"[\t\n]|    |  "#
  static let chameleonPunctuation = #"[\p{P}!-/:-@\[-`{-~]"#

  /// The letters of the scripts that have capitals, as DeepSeek's first models list them.
  static let casedLetters = #"""
    \s?[\#
    A-Za-z\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{293}\#
    \x{295}-\x{2AF}\x{370}-\x{373}\x{376}\x{377}\x{37B}-\x{37D}\x{37F}\x{386}\x{388}-\x{38A}\#
    \x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F}\x{531}-\x{556}\#
    \x{10A0}-\x{10C5}\x{13A0}-\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}\x{1CBD}-\x{1CBF}\#
    \x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D}\#
    \x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-\x{1F57}\x{1F59}\x{1F5B}\x{1F5D}\x{1F5F}-\x{1F7D}\#
    \x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4}\x{1FC6}-\x{1FCC}\#
    \x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4}\x{1FF6}-\x{1FFC}\#
    \x{2102}\x{2107}\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124}\x{2126}\x{2128}\#
    \x{212A}-\x{212D}\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F}\x{2145}-\x{2149}\x{214E}\x{2183}\#
    \x{2184}\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4}\x{2CEB}-\x{2CEE}\x{2CF2}\x{2CF3}\x{A640}-\x{A66D}\#
    \x{A680}-\x{A69B}\x{A722}-\x{A76F}\x{A771}-\x{A787}\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\#
    \x{FB00}-\x{FB06}\x{FB13}-\x{FB17}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\#
    \x{104B0}-\x{104D3}\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\#
    \x{118A0}-\x{118DF}\x{1E900}-\x{1E943}]+
    """#
}
