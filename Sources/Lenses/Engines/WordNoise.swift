import Basics
import Tokens

/// Spells words of a training text differently each time, so that a model sees more than one spelling of a word.
///
/// For byte pair encodings this is BPE-dropout: at every step each merge that could be done is left out with probability p, and
/// of the others the first in rank is done wherever it was not left out; with p = 0 it is the encoding itself, with p = 1
/// single symbols. Other vocabularies have no merges to leave out; there a word is, with probability p, spelled in a way drawn
/// from all its spellings, each as likely as every other.
/// Source: Provilkov, Emelianenko and Voita, "BPE-Dropout: simple and effective subword regularization", ACL 2020,
/// arXiv 1910.13267.
package struct WordNoise: Sendable {
  private let entries: SurfaceEntries
  /// Rank and result of each pair that merges; nil without a byte pair model.
  private let merges: [Merge: (rank: Int, made: TokenID)]?
  private let alphabet: BytePairRules.Alphabet

  /// Throws when cancelled.
  package init(_ tokenizer: any Tokenizer, _ entries: SurfaceEntries, _ ticket: Ticket) throws(Trouble) {
    self.entries = entries
    guard let model = (tokenizer as? Pipeline)?.parts.model as? BytePairModel,
      model.rules.continuingPrefix.isEmpty, model.rules.endOfWordSuffix.isEmpty
    else {
      (merges, alphabet) = (nil, .bytes)
      return
    }
    alphabet = model.rules.alphabet
    merges = try Self.table(model, ticket)
  }

  /// Whether it leaves merges out; otherwise it draws spellings.
  package var isDropout: Bool { merges != nil }

  private static func table(
    _ model: BytePairModel, _ ticket: Ticket
  ) throws(Trouble) -> [Merge: (rank: Int, made: TokenID)] {
    var table: [Merge: (rank: Int, made: TokenID)] = [:]
    let list = try model.listedMerges(ticket)
    let isRanked = model.merges.isEmpty
    table.reserveCapacity(list.count)
    var joined: [UInt8] = []
    for (rank, merge) in list.enumerated() where table[merge] == nil {
      if rank & 1023 == 0 { try ticket.step(ticket.fraction) }
      joined.removeAll(keepingCapacity: true)
      _ = model.vocabulary.append(merge.left, to: &joined)
      _ = model.vocabulary.append(merge.right, to: &joined)
      guard let made = model.vocabulary.modelID(of: joined.span) else { continue }
      table[merge] = (isRanked ? Int(made) : rank, made)
    }
    return table
  }

  /// A word, given as the tokenizer spells it, in a spelling drawn with probability p; itself where nothing can be drawn.
  package func spelled(
    _ word: ArraySlice<TokenID>, p: Double, _ generator: inout SeededRandom
  ) -> [TokenID] {
    guard p > 0, let surface = entries.surface(of: word) else { return Array(word) }
    if let merges { return dropped(word, surface, merges, p, &generator) }
    guard generator.unit() < p, surface.count <= 64 else { return Array(word) }
    let drawn = SpellingGraph(of: surface, entries).random(&generator)
    return drawn.isEmpty ? Array(word) : drawn
  }

  /// Where the splitter cuts inside what looks like one word (between digits, say) each token is spelled by itself: merging
  /// must not cross such a place, and without dropout has to give the tokens back.
  private func dropped(
    _ word: ArraySlice<TokenID>, _ surface: [UInt8], _ merges: [Merge: (rank: Int, made: TokenID)],
    _ p: Double,
    _ generator: inout SeededRandom
  ) -> [TokenID] {
    if word.count > 1, merged(surface, merges, 0, &generator)?.elementsEqual(word) != true {
      return word.flatMap { dropped([$0], Array(entries.bytes(of: $0)), merges, p, &generator) }
    }
    return merged(surface, merges, p, &generator) ?? Array(word)
  }

  private func merged(
    _ text: [UInt8], _ merges: [Merge: (rank: Int, made: TokenID)], _ p: Double,
    _ generator: inout SeededRandom
  ) -> [TokenID]? {
    guard var symbols = symbols(text) else { return nil }
    while symbols.count > 1 {
      var best: (rank: Int, made: TokenID)?
      var places: [Int] = []
      for place in 0..<symbols.count - 1 {
        guard let merge = merges[Merge(symbols[place], symbols[place + 1])], p == 0 || generator.unit() >= p
        else { continue }
        if let rank = best?.rank, merge.rank > rank { continue }
        if merge.rank != best?.rank { places = [] }
        best = merge
        places.append(place)
      }
      guard let best else { break }
      Self.join(&symbols, at: places, best.made)
    }
    return symbols
  }

  /// Does one merge at several places, from the left, not overlapping.
  private static func join(_ symbols: inout [TokenID], at places: [Int], _ made: TokenID) {
    var (write, read, next) = (0, 0, 0)
    while read < symbols.count {
      while next < places.count, places[next] < read { next += 1 }
      let isPlace = next < places.count && places[next] == read
      symbols[write] = isPlace ? made : symbols[read]
      read += isPlace ? 2 : 1
      write += 1
    }
    symbols.removeSubrange(write...)
  }

  private func symbols(_ text: [UInt8]) -> [TokenID]? {
    var symbols: [TokenID] = []
    var at = 0
    while at < text.count {
      let length = alphabet == .bytes ? 1 : UTF8Scalar.length(text.span, at, text.count)
      guard let id = entries.id(of: text.span.extracting(at..<at + length), SurfaceEntries.Role()) else {
        return nil
      }
      symbols.append(id)
      at += length
    }
    return symbols
  }
}
