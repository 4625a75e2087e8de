import Basics

/// What the lens has found so far.
struct PremiumFindings: Sendable {
  /// One language.
  struct Language: Sendable {
    var row: TokenCounts.Row
    var features: LanguageFeatures
    var lines: Int
    var characters: Int
    var bytes: Int
    /// The share of its word types that training has seen, 0…1.
    var similarity: Double
  }

  /// The vocabulary that should bring a language to the target.
  struct Optimum: Sendable, Equatable {
    var language: String
    var fit: PowerFit?
    /// V*, not rounded; nil when there is no fit.
    var vocabulary: Double?
    /// How many points the fit stands on.
    var pointCount: Int
    /// Whether V* lies outside the vocabularies that were measured.
    var isBeyond: Bool
    /// What training at V* gave.
    var measured: TokenCounts.Point?
  }

  /// Tokens by a tokenizer that is the same for all languages, in their order.
  struct Shared: Sendable, Equatable {
    var name: String
    var tokens: [Int]
  }

  var counts: TokenCounts
  var languages: [Language] = []
  var optima: [Optimum] = []
  var shared: [Shared] = []
  /// CTC*.
  var target: Double?
  let vocabulary: Int
  /// Nil for the language with the fewest tokens.
  private(set) var reference: String?
  let feature: PremiumFeature
  let learning: Learning
  let isScaled: Bool
  private let percent: Double

  init(_ knobs: Knobs, counts: TokenCounts) {
    self.counts = counts
    let grid = counts.grid.isEmpty ? PremiumLens.grid : counts.grid
    let wanted = knobs.integer("v")
    vocabulary = grid.contains(wanted) ? wanted : grid[grid.count / 2]
    let name = knobs.text("reference")
    reference = name.isEmpty || name == "min" ? nil : name
    feature = PremiumFeature(rawValue: knobs.text("feature")) ?? .whitespace
    learning = Learning(rawValue: knobs.text("algorithm")) ?? .bytePairs
    isScaled = knobs.isOn("scaled")
    percent = knobs.number("target")
  }

  /// Throws when the reference is none of these; where there is no English, the standard one gives way to the fewest tokens.
  mutating func settleReference(among known: [String]) throws(Trouble) {
    guard let name = reference, !known.contains(name) else { return }
    reference = nil
    if name != "en" { throw PremiumLens.unknownLanguage(name, among: known + ["min"], knob: "reference") }
  }

  mutating func add(_ language: Language) {
    languages.append(language)
    counts.rows.append(language.row)
  }

  /// Sets the target and what follows from it, when all languages are there. Throws when there is nothing to compare.
  mutating func settle() throws(Trouble) {
    guard counts.rows.count > 1, let middle = counts.middleTokens else {
      throw Trouble(
        .input, "there are no two languages with tokens to compare",
        remedy: "Give at least two languages with the same vocabularies")
    }
    let goal = middle * percent / 100
    target = goal
    let (least, most) = (Double(counts.grid.first ?? 0), Double(counts.grid.last ?? 0))
    optima = counts.rows.map { row in
      let fit = row.fit
      let vocabulary = fit?.vocabulary(for: goal)
      return Optimum(
        language: row.language, fit: fit, vocabulary: vocabulary, pointCount: row.fitted.count,
        isBeyond: vocabulary.map { !(least...most).contains($0) } ?? false)
    }
  }

  /// Sentences of each language.
  var lineCount: Int { languages.first?.lines ?? 0 }

  /// Tokens of a language at the vocabulary at which languages are compared.
  func tokens(of row: TokenCounts.Row) -> Int? { row.tokens(at: vocabulary) }

  /// How unequal the languages are at one vocabulary, and at their own V*, over the languages that were measured at both.
  var inequities: (same: Inequity?, own: Inequity?) {
    let pairs = zip(counts.rows, optima).compactMap { row, optimum -> (Double, Double)? in
      guard let tokens = tokens(of: row), let measured = optimum.measured, measured.isReached else {
        return nil
      }
      return (Double(tokens), Double(measured.tokens))
    }
    return (Inequity(pairs.map(\.0)), Inequity(pairs.map(\.1)))
  }
}

/// What may explain the tokens of a language.
enum PremiumFeature: String, Sendable, CaseIterable {
  case whitespace = "whitespace share"
  case tokenLength = "mean token length"
  case similarity = "data similarity"
  case bytes = "bytes per character"
  case entropy = "character entropy"
  case bigramEntropy = "bigram entropy"

  /// The unit of the axis.
  var unit: String {
    switch self {
    case .whitespace, .similarity: "share"
    case .tokenLength: "characters per token used"
    case .bytes: "bytes"
    case .entropy, .bigramEntropy: "bits"
    }
  }

  /// The three that the paper puts together.
  static let joint: [PremiumFeature] = [.similarity, .tokenLength, .whitespace]
}

extension PremiumFindings {
  /// A feature of a language, nil while its tokens are not known.
  func value(_ feature: PremiumFeature, _ language: Language) -> Double? {
    switch feature {
    case .whitespace: language.features.whitespaceShare
    case .similarity: language.similarity
    case .bytes: language.features.bytesPerCharacter
    case .entropy: language.features.characterEntropy
    case .bigramEntropy: language.features.bigramEntropy
    case .tokenLength: tokens(of: language.row).map { Double(language.characters) / Double(max(1, $0)) }
    }
  }

  /// A feature and the tokens, language by language.
  func points(_ feature: PremiumFeature) -> [(x: Double, y: Double, language: String)] {
    languages.compactMap { language in
      guard let x = value(feature, language), let y = tokens(of: language.row) else { return nil }
      return (x, Double(y), language.row.language)
    }
  }

  /// R² of the three features of the paper together.
  var jointDetermination: Double? {
    let columns = PremiumFeature.joint.map { points($0).map(\.x) }
    return JointFit.determination(columns, points(.whitespace).map(\.y))
  }
}
