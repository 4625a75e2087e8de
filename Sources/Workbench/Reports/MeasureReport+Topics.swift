import Figures
import Tokens

/// What is measured, topic by topic: the one place where a measure has its key, unit, definition and source.
extension MeasureTopic {
  static let compression = MeasureTopic(
    title: "Compression",
    measures: [
      TokenMeasure("bytes", "bytes", "", "of the text in UTF-8, as it is in the file") {
        .integer($0.text.bytes)
      },
      TokenMeasure(
        "characters", "characters", "", "Unicode code points; bytes that are not UTF-8 count as U+FFFD"
      ) { .integer($0.text.scalars) },
      TokenMeasure("tokens", "tokens", "", "all files are one stream of tokens, in their order") {
        .integer($0.tokens.tokens)
      },
      TokenMeasure(
        "bytes_per_token", "bytes per token", "bytes",
        "bytes / tokens; higher is denser. The compression ratio of arXiv 2601.09039"
      ) { number($0.text.bytes, $0.tokens.tokens) },
      TokenMeasure(
        "characters_per_token", "characters per token", "characters", "characters / tokens; higher is denser"
      ) { number($0.text.scalars, $0.tokens.tokens) },
    ])

  static func words(_ kind: WordShares.Kind) -> MeasureTopic {
    let what =
      kind == .spaces
      ? "longest runs of characters that are not White_Space"
      : "longest runs of letters, marks, numbers and underscores (L, M, N of Unicode 16.0)"
    return MeasureTopic(
      title: "Words",
      measures: [
        TokenMeasure("words", "words", "", what) { .integer($0.tokens.words.words) },
        TokenMeasure(
          "fertility", "fertility", "tokens per word",
          "tokens / words; Rust et al., ACL 2021, arXiv 2012.15613"
        ) {
          number($0.tokens.tokens, $0.tokens.words.words)
        },
        TokenMeasure(
          "single_token_share", "single-token words", "share of words",
          "words whose bytes lie in exactly one token, which may hold spaces or other words too"
        ) { share($0.tokens.words.single, $0.tokens.words.words) },
        TokenMeasure(
          "continued_share", "continued words", "share of words",
          "words whose bytes lie in two or more tokens; Rust et al., ACL 2021, arXiv 2012.15613"
        ) { share($0.tokens.words.continued, $0.tokens.words.words) },
      ])
  }

  static func vocabulary(_ settings: MeasureSettings) -> MeasureTopic {
    let alpha = written(settings.alpha)
    return MeasureTopic(
      title: "Use of the vocabulary",
      measures: [
        TokenMeasure("vocabulary", "entries", "", "K: of the whole vocabulary, unused ones included") {
          count($0.tokens.entries)
        },
        TokenMeasure("distinct_tokens", "distinct tokens", "", "different ids in the text") {
          .integer($0.tokens.distinctIDs)
        },
        TokenMeasure("vocabulary_use", "vocabulary use", "share of entries", "distinct tokens / K") {
          $0.tokens.vocabularyUse.map { .share($0) } ?? .none
        },
        TokenMeasure(
          "capacity_use", "capacity use η", "share",
          "H₁ / log₂ K: how much of what an id could carry it carries; arXiv 2601.09039"
        ) { decimals($0.tokens.capacityUse) },
        TokenMeasure(
          "shannon_efficiency", "Shannon efficiency", "share",
          "H₁ / log₂ (distinct tokens): how evenly the ids that occur are used"
        ) { decimals($0.tokens.evenness) },
        TokenMeasure(
          "renyi_efficiency", "Rényi efficiency, α = \(alpha)", "share",
          "R / log₂ K; Zouhar et al., Tokenization and the noiseless channel, ACL 2023, arXiv 2306.16842"
        ) { decimals($0.tokens.renyiEfficiency) },
      ], whenMissing: ["what needs K is missing where ids are made as needed, as those of words are"])
  }

  static func entropies(_ settings: MeasureSettings) -> MeasureTopic {
    let orders = Array(1...settings.orders)
    var measures = orders.map(entropy) + orders.map(entropyPerCharacter)
    measures.append(
      TokenMeasure(
        "renyi_entropy", "Rényi entropy, α = \(written(settings.alpha))", "bits per token",
        "R = log₂(Σ p^α) / (1 − α) of the ids; Rényi 1961"
      ) { decimals($0.tokens.renyiEntropy) })
    measures += orders.dropFirst().map(distinctGrams)
    if settings.shuffleSeed != nil { measures += orders.dropFirst().map(shuffledEntropy) }
    return MeasureTopic(
      title: "Entropy", measures: measures,
      whenMissing: [
        "an order is missing where the text has no window of it, or more than \(settings.gramLimit) different k-grams of all orders: then the highest is given up first"
      ])
  }

  private static func entropy(_ k: Int) -> TokenMeasure {
    if k == 1 {
      return TokenMeasure("h1", "H₁", "bits per token", "Shannon's entropy of the ids, −Σ p log₂ p") {
        decimals($0.tokens.entropies[0])
      }
    }
    return TokenMeasure(
      "h\(k)", "H\(subscripted(k))", "bits per token",
      "of a token when the k − 1 before it are known: −Σ c(g)/N log₂(c(g)/c(context)) over the N windows of k tokens; tends to 0 on short texts",
      family: "Hₖ"
    ) { decimals($0.tokens.entropies[k - 1]) }
  }

  private static func entropyPerCharacter(_ k: Int) -> TokenMeasure {
    TokenMeasure(
      "h\(k)_per_character", "H\(subscripted(k)) a character", "bits per character",
      "Hₖ · tokens / characters: what tokenizers may be compared in", family: "Hₖ a character"
    ) { tokenizer in
      let (tokens, text) = (tokenizer.tokens, tokenizer.text)
      return decimals(tokens.entropies[k - 1].flatMap { ratio($0 * Double(tokens.tokens), text.scalars) })
    }
  }

  private static func distinctGrams(_ k: Int) -> TokenMeasure {
    TokenMeasure(
      "distinct_\(k)_grams", "different \(k)-grams", "",
      "runs of k tokens; where there are nearly as many as tokens, Hₖ says nothing",
      family: "different k-grams"
    ) { count($0.tokens.distinctGrams[k - 1]) }
  }

  private static func shuffledEntropy(_ k: Int) -> TokenMeasure {
    TokenMeasure(
      "shuffled_h\(k)", "H\(subscripted(k)) shuffled", "bits per token",
      "of the same tokens in random order: as low as Hₖ is by chance", family: "Hₖ shuffled"
    ) { decimals($0.tokens.shuffledEntropies?[k - 1]) }
  }

  static func codeLengths(_ settings: MeasureSettings) -> MeasureTopic {
    MeasureTopic(
      title: "Length when compressed", measures: dictionaryLengths + packedLengths(settings.idForm),
      whenMissing: [
        "LZ78 is missing where ids have no K, or there are more than \(LZ78Length.standardLimit) phrases"
      ])
  }

  private static let dictionaryLengths = [
    TokenMeasure(
      "lz78_bits", "LZ78", "bits",
      "⌈log₂ phrases⌉ + ⌈log₂ K⌉ for each new phrase, ⌈log₂ phrases⌉ for what is left; Ziv and Lempel 1978"
    ) { count($0.tokens.lz78Bits) },
    TokenMeasure("lz78_phrases", "LZ78 phrases", "", "phrases that the tokens fall into") {
      count($0.tokens.lz78Phrases)
    },
    TokenMeasure(
      "lz78_bits_per_character", "LZ78 a character", "bits per character", "LZ78 bits / characters"
    ) {
      perCharacter($0.tokens.lz78Bits, $0)
    },
  ]

  private static func packedLengths(_ form: IDForm) -> [TokenMeasure] {
    let written =
      form == .leb128
      ? "unsigned LEB128, 7 bits a byte" : "2 bytes each, the lower first; ids above 65,535 cannot be written"
    return [
      TokenMeasure(
        "deflate_bytes", "DEFLATE", "bytes",
        "raw DEFLATE (RFC 1951) of zlib at level 9, of the ids written as \(written)"
      ) { count($0.tokens.deflateBytes) },
      TokenMeasure(
        "deflate_bits_per_character", "DEFLATE a character", "bits per character",
        "8 · DEFLATE bytes / characters"
      ) { perCharacter($0.tokens.deflateBytes.map { 8 * $0 }, $0) },
      TokenMeasure(
        "text_deflate_bits_per_character", "DEFLATE of the text", "bits per character",
        "the same of the bytes of the text itself",
        ofAll: { perCharacter($1.packedTextBytes.map { 8 * $0 }, $0) }),
    ]
  }

  static let boundaries = MeasureTopic(
    title: "Cuts against the gold segmentation",
    measures: [
      TokenMeasure("gold_texts", "texts", "", "lines of the gold file") { count($0.boundaries?.texts) },
      TokenMeasure("gold_cuts", "gold cuts", "", "inside texts, their ends left out") {
        count($0.boundaries?.gold)
      },
      TokenMeasure("found_cuts", "cuts of the tokenizer", "", "inside texts, by bytes of the original") {
        count($0.boundaries?.found)
      },
      TokenMeasure(
        "boundary_precision", "precision", "share",
        "right cuts / cuts of the tokenizer, over all texts together"
      ) {
        decimals($0.boundaries?.precision)
      },
      TokenMeasure("boundary_recall", "recall", "share", "right cuts / gold cuts, over all texts together") {
        decimals($0.boundaries?.recall)
      },
      TokenMeasure("boundary_f1", "F₁", "share", "2 · right / (cuts of the tokenizer + gold cuts)") {
        decimals($0.boundaries?.f1)
      },
      TokenMeasure("exact_texts", "exact texts", "share of texts", "all cuts right and none missing") {
        $0.boundaries?.exactShare.map { .share($0) } ?? .none
      },
    ], isOfBoundaries: true)
}

/// Values from parts; nothing is divided by nothing.
extension MeasureTopic {
  private static func ratio(_ a: Double, _ b: Int) -> Double? { b > 0 ? a / Double(b) : nil }
  private static func number(_ a: Int, _ b: Int) -> Value { decimals(ratio(Double(a), b)) }
  private static func share(_ a: Int, _ b: Int) -> Value { ratio(Double(a), b).map { .share($0) } ?? .none }
  private static func decimals(_ value: Double?) -> Value { value.map { .number($0, decimals: 4) } ?? .none }
  private static func count(_ value: Int?) -> Value { value.map { .integer($0) } ?? .none }

  private static func perCharacter(_ bits: Int?, _ tokenizer: TokenizerMeasures) -> Value {
    decimals(bits.flatMap { ratio(Double($0), tokenizer.text.scalars) })
  }

  private static func written(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }

  private static func subscripted(_ digit: Int) -> String {
    ["₀", "₁", "₂", "₃", "₄", "₅"][min(max(digit, 0), 5)]
  }
}
