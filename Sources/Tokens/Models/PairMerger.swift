/// Merges the symbols of one piece: short pieces in arrays on the stack, long ones window by window.
///
/// Safety: pointers lead into arrays of this object or into the text for the length of one call; of the text only the bytes of the
/// piece are used, and no more than `readable` are read.
final class PairMerger: Sendable {
  /// The merges of a list; empty when joined bytes are looked up.
  let list: MergeList
  let symbols: SymbolTable
  private let vocabulary: VocabularyTable
  /// Whether two neighbours merge when their joined bytes are an entry, whose id is then the merge's number.
  let joinsBytes: Bool
  /// The merge numbers of two single bytes, the left one in the high half of the index; empty unless symbols
  /// are mostly plain.
  private let ofBytes: [UInt32]
  private let cache = PairCache()

  /// Merges from a list, or with nil the entries of `vocabulary` by their ids.
  init(_ list: MergeList?, _ vocabulary: VocabularyTable, _ symbols: SymbolTable) {
    self.list = list ?? .empty
    self.symbols = symbols
    self.vocabulary = vocabulary
    joinsBytes = list == nil
    guard symbols.isMostlyPlain else {
      ofBytes = []
      return
    }
    ofBytes =
      if let list {
        (0..<65536).map { list.pairs.number(symbols.ofByte[$0 >> 8], symbols.ofByte[$0 & 255]) }
      } else {
        vocabulary.entriesOfTwoBytes()
      }
  }

  /// The number of the merge that makes `joined` of two entries; `PairTable.none` when they do not merge.
  func number(_ left: TokenID, _ right: TokenID, joined: [UInt8]) -> UInt32 {
    joinsBytes ? vocabulary.modelID(of: joined.span) ?? PairTable.none : list.pairs.number(left, right)
  }

  /// The number of the merge of two entries, whose joined bytes are the `count` from `base`.
  func number(
    _ left: TokenID, _ right: TokenID, joined base: UnsafeRawPointer, _ count: Int, readable: Int
  ) -> UInt32 {
    if !joinsBytes { return list.pairs.number(left, right) }
    let id = unsafe vocabulary.find(base, count, readable: readable)
    guard let id, !vocabulary.isOutside(id) else { return PairTable.none }
    return id
  }

  /// The entry that a merge makes.
  @inline(__always)
  func result(_ number: UInt32) -> TokenID { joinsBytes ? number : list.results[Int(number)] }

  /// Appends the tokens that merging gives, without look-up of the whole piece.
  func merge(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if piece.isEmpty { return }
    if symbols.isPlain(text, piece) {
      mergeBytes(text, piece, into: &tokens)
    } else {
      mergeListed(symbols.symbols(of: text, piece), text, into: &tokens)
    }
  }

  /// Merges the `count` bytes from `base`, one at least, of which `readable` may be read: writes ids and ends, counted from `base`,
  /// and gives their number. Only where symbols are plain.
  ///
  /// Safety: `tokens` has room for `count` tokens.
  @inline(__always)
  func merge(_ base: UnsafeRawPointer, _ count: Int, readable: Int, into tokens: MergedTokens) -> Int {
    unsafe withSymbols(base, readable: readable) { symbols in
      if count > PairMerger.shortLimit { return unsafe mergeLong(symbols, count, tokens) }
      var written = 0
      unsafe ShortMerging.forEachToken(symbols, 0, count) { id, end in
        unsafe tokens.ids[written] = id
        unsafe tokens.ends[written] = UInt32(truncatingIfNeeded: end)
        written &+= 1
      }
      return written
    }
  }

  /// Lends the bytes from `base` as symbols.
  @inline(__always)
  private func withSymbols<R>(_ base: UnsafeRawPointer, readable: Int, _ body: (ByteSymbols) -> R) -> R {
    unsafe symbols.ofByte.withUnsafeBufferPointer { ofByte in
      unsafe ofBytes.withUnsafeBufferPointer { ofBytes in
        guard let ofByte = ofByte.baseAddress, let ofBytes = ofBytes.baseAddress else {
          preconditionFailure("bytes are merged only where each is a symbol")
        }
        return unsafe body(
          ByteSymbols(
            base: base, readable: readable, ofByte: ofByte, ofBytes: ofBytes, cache: cache, merger: self))
      }
    }
  }

  @inline(__always)
  private func mergeBytes(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    precondition(piece.lowerBound >= 0 && piece.upperBound <= text.count, "a piece lies inside its text")
    unsafe text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let start = piece.lowerBound
      unsafe withSymbols(base + start, readable: bytes.count &- start) { symbols in
        unsafe merge(symbols, piece.count, into: &tokens, start: { start &+ $0 }, end: { start &+ $0 })
      }
    }
  }

  private func mergeListed(_ listed: [SymbolTable.Symbol], _ text: Span<UInt8>, into tokens: inout [Token]) {
    if listed.isEmpty { return }
    unsafe text.withUnsafeBytes { bytes in
      unsafe listed.withUnsafeBufferPointer { listed in
        unsafe merge(
          ListedSymbols(symbols: listed, text: bytes, cache: cache, merger: self), listed.count,
          into: &tokens,
          start: { unsafe Int(listed[$0].start) }, end: { unsafe Int(listed[$0 &- 1].end) })
      }
    }
  }

  /// Appends the tokens; `start` and `end` say where in the text a symbol starts and where the one before a place ends.
  @inline(__always)
  private func merge(
    _ symbols: some MergeSymbols, _ count: Int, into tokens: inout [Token], start: (Int) -> Int,
    end: (Int) -> Int
  ) {
    var place = 0
    if count <= PairMerger.shortLimit {
      unsafe ShortMerging.forEachToken(symbols, 0, count) { id, next in
        tokens.append(Token(id: id, start: start(place), end: end(next)))
        place = next
      }
    } else {
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 2) { room in
        guard let room = room.baseAddress else { return }
        let merged = unsafe MergedTokens(ids: room, ends: room + count)
        let written = unsafe mergeLong(symbols, count, merged)
        tokens.reserveCapacity(tokens.count + written)
        for index in 0..<written {
          let next = unsafe Int(merged.ends[index])
          unsafe tokens.append(Token(id: merged.ids[index], start: start(place), end: end(next)))
          place = next
        }
      }
    }
  }

  private func mergeLong(_ symbols: some MergeSymbols, _ count: Int, _ tokens: MergedTokens) -> Int {
    var merging = unsafe LongMerging(symbols, count, tokens)
    return unsafe merging.run()
  }
}

/// Where tokens are written: their ids, and their ends counted in symbols from the start of the piece.
@unsafe struct MergedTokens {
  let ids: UnsafeMutablePointer<TokenID>
  let ends: UnsafeMutablePointer<UInt32>
}
