import Basics

/// Merges the two neighbours whose merge ranks lowest until none is left: byte pair encoding.
///
/// With the merges `a b`, `ab c` the piece `abcab` becomes `abc ab`. Of equal ranks the leftmost merges
/// first. The merge of two neighbours is found in one of two ways, as the file asks for it:
/// - *by ids* (Hugging Face): the pair stands in the list of merges;
/// - *by bytes* (tiktoken): the joined bytes are an entry, whose id is its rank. A whole piece that is an entry
///   is that token at once.
///
/// A piece that is an entry is looked up as a whole where that is exact: always with `ignoresMerges` and for
/// tiktoken, otherwise for the entries that merging their own symbols gives back. Short pieces are merged on
/// the stack, long ones window by window, in linear time but for texts that no window settles.
/// Sources: Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", ACL
/// 2016, arXiv 1508.07909; Radford et al., "Language models are unsupervised multitask learners", 2019, for
/// bytes.
package final class BytePairModel: Model {
  package let vocabulary: VocabularyTable
  package let rules: BytePairRules
  let merger: PairMerger
  /// Which entries are the tokens of pieces with their bytes.
  private let wholePieces: Whole
  /// Whether the joined bytes of two neighbours are what is looked up.
  let joinsBytes: Bool

  /// A model with a list of merges in rank order; `results` are the entries that they make, when the caller knows them.
  /// Throws, at `place`, when a merge makes something that is not an entry or there are more than fit.
  package init(
    vocabulary: VocabularyTable, merges: [Merge], results: [TokenID]? = nil, rules: BytePairRules,
    place: Trouble.Place = .nowhere
  ) throws(Trouble) {
    let table =
      if let results { try MergeList(merges, making: results, vocabulary, place) } else {
        try MergeList(merges, vocabulary, prefix: rules.continuingPrefix, place)
      }
    self.vocabulary = vocabulary.ranked(table.ranks)
    self.rules = rules
    merger = PairMerger(table, vocabulary, SymbolTable(vocabulary: vocabulary, rules: rules))
    joinsBytes = false
    wholePieces =
      rules.ignoresMerges
      ? .all : rules.hasNoAffixes ? .verified(WholePieces(idLimit: vocabulary.idLimit)) : .none
  }

  /// A model whose entries are ranked by their ids, as in tiktoken files; the rank of an entry is its id less
  /// `firstRank`. Entries outside the model (special tokens) take no part. Throws, at `place`, when there is
  /// no entry.
  package init(
    ranked vocabulary: VocabularyTable, firstRank: Int = 0, place: Trouble.Place = .nowhere
  ) throws(Trouble) {
    guard vocabulary.count > 0 else {
      throw Trouble(.input, at: place, "there is not one token", remedy: "Give a file of tokens and ranks")
    }
    self.vocabulary = vocabulary.ranked(from: firstRank)
    rules = BytePairRules(ignoresMerges: true)
    merger = PairMerger(nil, vocabulary, SymbolTable(vocabulary: vocabulary, rules: rules))
    joinsBytes = true
    wholePieces = .all
  }

  package var summary: String {
    (rules.alphabet == .bytes ? "byte-level BPE" : "BPE over characters")
      + (joinsBytes ? ", ranked entries" : ", list of merges")
  }

  package var affixes: Affixes {
    Affixes(continuingPrefix: rules.continuingPrefix, endOfWordSuffix: rules.endOfWordSuffix)
  }

  package func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if piece.isEmpty { return }
    if let id = wholePiece(text, piece) {
      tokens.append(Token(id: id, start: piece.lowerBound, end: piece.upperBound))
    } else if rules.breaksAtUnknown && !merger.symbols.isPlain(text, piece) {
      merger.symbols.forEachKnownRun(text, piece) { merger.merge(text, $0, into: &tokens) }
    } else {
      merger.merge(text, piece, into: &tokens)
    }
  }

  /// The entry that this piece is as a whole, where look-up gives what merging would.
  @inline(__always)
  private func wholePiece(_ text: Span<UInt8>, _ piece: Range<Int>) -> TokenID? {
    precondition(piece.lowerBound >= 0 && piece.upperBound <= text.count, "a piece lies inside its text")
    if case .none = wholePieces { return nil }
    let id = unsafe text.withUnsafeBytes { buffer -> TokenID? in
      guard let base = buffer.baseAddress else { return nil }
      return unsafe vocabulary.find(
        base + piece.lowerBound, piece.count, readable: buffer.count &- piece.lowerBound)
    }
    guard let id, !vocabulary.isOutside(id) else { return nil }
    if case .verified(let known) = wholePieces {
      return known.isWhole(id) { isSelfEncoding(text, piece, id) } ? id : nil
    }
    return id
  }

  /// Whether merging gives back the entry, whose bytes are those of the piece.
  private func isSelfEncoding(_ text: Span<UInt8>, _ piece: Range<Int>, _ id: TokenID) -> Bool {
    var tokens: [Token] = []
    merger.merge(text, piece, into: &tokens)
    return tokens.count == 1 && tokens[0].id == id
  }

  /// Which entries need no merging when a piece consists of their bytes.
  private enum Whole {
    case all, none
    case verified(WholePieces)
  }
}
