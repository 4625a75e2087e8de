import Basics
import Glibc

/// What is measured on a stream of tokens and how.
package struct MeasureSettings: Sendable, Hashable {
  /// The order of Rényi's entropy.
  package var alpha = 2.0
  /// How ids are written before they are packed.
  package var idForm = IDForm.leb128
  /// What a word is.
  package var words = WordShares.Kind.spaces
  /// The highest order of conditional entropy, 1…5.
  package var orders = GramCounts.highestOrder
  /// The most distinct k-grams of all orders, see `GramCounts`.
  package var gramLimit = GramCounts.standardLimit
  /// Whether the entropies are measured on shuffled tokens too, and by which draw.
  package var shuffleSeed: UInt64?

  package init() {}
}

/// Measures a text and its tokens part by part, however long they are.
///
/// ```
/// var measuring = TokenMeasuring(tokenizer.vocabulary, MeasureSettings())
/// measuring.add(window, tokens)
/// let measures = try measuring.measures(ticket)  // of what was added so far
/// ```
/// The parts follow each other; what is added last need not be the end. All texts of a corpus are one stream, in order.
package struct TokenMeasuring {
  package let settings: MeasureSettings
  /// Entries of the vocabulary, and one more than the largest id.
  private let entries: Int
  private let idLimit: Int
  private var grams: GramCounts
  private var words: WordShares
  private var dictionary: LZ78Length
  private let packed = DeflateLength()
  private var isOpen = false

  /// Measures of tokens from this vocabulary.
  package init(_ vocabulary: any Vocabulary, _ settings: MeasureSettings) {
    self.settings = settings
    entries = vocabulary.count
    idLimit = vocabulary.idLimit
    grams = GramCounts(orders: settings.orders, limit: settings.gramLimit)
    words = WordShares(settings.words)
    dictionary = LZ78Length(alphabet: vocabulary.count)
  }

  /// Goes on with a part of the text and its tokens, whose ranges count from the start of the part. The text is cut between
  /// characters, and where its tokens may be cut.
  package mutating func add(_ text: [UInt8], _ tokens: [Token]) {
    words.add(text.span, tokens)
    for token in tokens { add(token.id) }
  }

  private mutating func add(_ id: TokenID) {
    grams.add(id)
    packed.add(id, as: settings.idForm)
    if id >= idLimit { isOpen = true } else { dictionary.add(id) }
  }

  /// The measures of what was added so far. Throws when cancelled, which only shuffling can be.
  package func measures(_ ticket: Ticket) throws(Trouble) -> TokenMeasures {
    guard let seed = settings.shuffleSeed else { return unshuffledMeasures }
    let control = try grams.shuffled(seed: seed, ticket)
    var measures = unshuffledMeasures
    measures.shuffledEntropies = measures.entropies.indices.map { control.entropy($0 + 1) }
    return measures
  }

  /// The same without those of shuffled tokens.
  package var unshuffledMeasures: TokenMeasures {
    let orders = Array(1...max(1, settings.orders))
    return TokenMeasures(
      tokens: grams.tokenCount, distinctIDs: grams.distinctIDs, entries: isOpen ? nil : entries,
      entropies: orders.map { grams.entropy($0) }, distinctGrams: orders.map { grams.distinctGrams($0) },
      renyiEntropy: grams.renyiEntropy(settings.alpha), words: words,
      lz78Bits: isOpen ? nil : dictionary.bits, lz78Phrases: isOpen ? nil : dictionary.phraseCount,
      deflateBytes: packed.byteCount)
  }
}

/// What was measured on a stream of tokens; entropies in bits. What cannot be said is nil.
package struct TokenMeasures: Sendable, Equatable {
  package var tokens: Int
  /// Different ids that occur.
  package var distinctIDs: Int
  /// Entries of the vocabulary, used or not; nil when ids are made as needed, as those of words are.
  package var entries: Int?
  /// H₁, H₂ …: nil for orders that were given up or have no window.
  package var entropies: [Double?]
  /// Different k-grams, by order.
  package var distinctGrams: [Int?]
  /// The entropies of the same tokens in random order, where asked for.
  package var shuffledEntropies: [Double?]?
  package var renyiEntropy: Double?
  package var words: WordShares
  /// The length by the dictionary of LZ78, in bits.
  package var lz78Bits: Int?
  package var lz78Phrases: Int?
  /// The packed length of the ids, in bytes.
  package var deflateBytes: Int?

  /// Which part of the vocabulary occurs, 0…1.
  package var vocabularyUse: Double? { entries.map { Double(distinctIDs) / Double(max(1, $0)) } }
  /// H₁ / log₂ of the entries: which part of the bits that an id could carry it does carry.
  package var capacityUse: Double? { efficiency(entropies.first ?? nil, of: entries) }
  /// H₁ / log₂ of the ids that occur.
  package var evenness: Double? { efficiency(entropies.first ?? nil, of: distinctIDs) }
  /// Rényi's entropy / log₂ of the entries.
  package var renyiEfficiency: Double? { efficiency(renyiEntropy, of: entries) }

  private func efficiency(_ entropy: Double?, of symbols: Int?) -> Double? {
    guard let entropy, let symbols, symbols > 1 else { return nil }
    return entropy / log2(Double(symbols))
  }
}
