import Basics

/// How texts become words before anything is learned from them; counted words carry their rules along.
package struct WordRules: Sendable, Equatable {
  /// What texts are cut at.
  package enum Cut: Sendable, Equatable {
    /// Matches of a regular expression, and what lies between.
    case pattern(String)
    /// White space, which vanishes, and each punctuation character.
    case bert
    /// White space, which vanishes.
    case whitespace
    /// Before each space, which becomes `▁`; one is put before each line, and line ends vanish.
    case metaspace
    /// Nothing.
    case none
  }

  /// What becomes of a text first.
  package enum Normalization: String, Sendable, CaseIterable {
    case none, nfc, nfkc, bert
    case bertCased = "bert-cased"
  }

  package var cut: Cut
  package var normalization: Normalization
  /// Whether each line is a text of its own.
  package private(set) var isByLine: Bool

  /// Metaspace is always by line; so is a pattern for which there is no scanner, since nothing is known of how far it
  /// looks and large texts could not be cut for reading.
  package init(_ cut: Cut, _ normalization: Normalization = .none, isByLine: Bool = false) {
    self.cut = cut
    self.normalization = normalization
    self.isByLine = isByLine || cut == .metaspace
    if case .pattern(let pattern) = cut, KnownPattern.recognise(pattern, .oniguruma) == nil {
      self.isByLine = true
    }
  }

  /// What makes the words. Throws when the pattern is refused or not understood.
  package func source() throws(Trouble) -> WordSource {
    let place = Trouble.Place.option("--pattern")
    let unit: WordSource.Unit = cut == .metaspace ? .bareLines : isByLine ? .lines : .whole
    var splitter: (any Splitter)?
    if case .pattern(let pattern) = cut { splitter = try Splitters.find(pattern, .oniguruma, place: place) }
    if normalization == .none && (splitter != nil || cut == .none) { return WordSource(splitter, unit: unit) }
    let parts: [any PreTokenizer]
    if let splitter { parts = [Split(splitter, .isolated)] } else { parts = try preTokenizers() }
    return WordSource(normalizers: try normalizers(), preTokenizers: parts, splitter: splitter, unit: unit)
  }

  private func normalizers() throws(Trouble) -> [any Normalizer] {
    let nothing = Self.declaration([])
    switch normalization {
    case .none: return []
    case .nfc: return [try NFC(nothing)]
    case .nfkc: return [try NFKC(nothing)]
    case .bert, .bertCased:
      let flags = ["clean_text", "handle_chinese_chars"].map { Self.field($0, .flag(true)) }
      return [
        try BertNormalizer(Self.declaration(flags + [Self.field("lowercase", .flag(normalization == .bert))]))
      ]
    }
  }

  private func preTokenizers() throws(Trouble) -> [any PreTokenizer] {
    switch cut {
    case .pattern, .none: return []
    case .bert: return [try BertPreTokenizer(Self.declaration([]))]
    case .whitespace: return [try WhitespaceSplit(Self.declaration([]))]
    case .metaspace:
      return [try Metaspace(Self.declaration([Self.field("replacement", .text(Array("▁".utf8)))]))]
    }
  }

  private static func field(_ name: String, _ value: Setting) -> Setting.Field {
    Setting.Field(name: Array(name.utf8), value: value)
  }

  private static func declaration(_ fields: [Setting.Field]) -> Declaration {
    Declaration(.fields(fields), file: "", field: "")
  }
}

extension WordRules.Cut {
  /// What `--pattern` calls them.
  package static let named: [(name: String, cut: WordRules.Cut)] = [
    ("gpt2", .pattern(ByteLevel.pattern)),
    (
      "cl100k",
      .pattern(
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
      )
    ),
    (
      "o200k",
      .pattern(
        [
          #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
          #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
          #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
        ].joined(separator: "|"))
    ),
    (
      "qwen2",
      .pattern(
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
      )
    ),
    ("bert", .bert), ("whitespace", .whitespace), ("metaspace", .metaspace), ("none", .none),
  ]

  /// By a name, or as a regular expression.
  package init(_ text: String) { self = Self.named.first { $0.name == text }?.cut ?? .pattern(text) }

  /// The name, or the regular expression.
  package var text: String {
    if let known = Self.named.first(where: { $0.cut == self }) { return known.name }
    if case .pattern(let pattern) = self { return pattern }
    return "none"
  }
}
