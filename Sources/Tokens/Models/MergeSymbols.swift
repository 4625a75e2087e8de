/// What merging asks about the symbols of a piece, by their places: which they are at first, and which neighbours merge.
protocol MergeSymbols {
  /// The entry of a symbol.
  func id(_ place: Int) -> TokenID
  /// The number of the merge of a symbol with the one behind it.
  func firstNumber(_ place: Int) -> UInt32
  /// The number of the merge of two neighbours that have become of the symbols `start..<middle` and `middle..<end`.
  func number(_ left: TokenID, _ right: TokenID, _ start: Int, _ middle: Int, _ end: Int) -> UInt32
  /// The entry that a merge makes.
  func result(_ number: UInt32) -> TokenID
  /// Bytes that say all about so many symbols from a place on; nil when there are none.
  func spelling(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer?
}

/// The bytes of a piece as symbols.
///
/// Safety: `base[0 ..< readable]` may be read while this exists, places are below the number of bytes of the piece, which is at
/// most `readable`; the two tables have 256 and 65,536 elements.
@unsafe struct ByteSymbols: MergeSymbols {
  let base: UnsafeRawPointer
  let readable: Int
  let ofByte: UnsafePointer<TokenID>
  let ofBytes: UnsafePointer<UInt32>
  let merger: PairMerger

  @inline(__always)
  private func byte(_ place: Int) -> Int { unsafe Int(base.load(fromByteOffset: place, as: UInt8.self)) }

  @inline(__always)
  func id(_ place: Int) -> TokenID { unsafe ofByte[byte(place)] }

  @inline(__always)
  func firstNumber(_ place: Int) -> UInt32 { unsafe ofBytes[byte(place) &<< 8 | byte(place &+ 1)] }

  @inline(__always)
  func number(_ left: TokenID, _ right: TokenID, _ start: Int, _ middle: Int, _ end: Int) -> UInt32 {
    unsafe merger.number(left, right) {
      unsafe merger.number(joined: base + start, end &- start, readable: readable &- start)
    }
  }

  @inline(__always)
  func result(_ number: UInt32) -> TokenID { unsafe merger.result(number) }

  func spelling(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer? {
    unsafe UnsafeRawBufferPointer(start: base + start, count: count)
  }
}

/// Symbols of any kind, as a table made them.
///
/// Safety: places are below the number of symbols, and symbols lie inside the text of `count` bytes from `text`.
@unsafe struct ListedSymbols: MergeSymbols {
  let symbols: UnsafeBufferPointer<SymbolTable.Symbol>
  let text: UnsafeRawBufferPointer
  let merger: PairMerger

  func id(_ place: Int) -> TokenID { unsafe symbols[place].id }

  func firstNumber(_ place: Int) -> UInt32 {
    unsafe number(symbols[place].id, symbols[place + 1].id, place, place + 1, place + 2)
  }

  /// Joined bytes are those of the text, so both must stand side by side in it.
  func number(_ left: TokenID, _ right: TokenID, _ start: Int, _ middle: Int, _ end: Int) -> UInt32 {
    if unsafe merger.joinsBytes && symbols[middle - 1].end != symbols[middle].start { return PairTable.none }
    return unsafe merger.number(left, right) {
      let first = unsafe Int(symbols[start].start)
      guard let base = unsafe text.baseAddress else { return PairTable.none }
      return unsafe merger.number(
        joined: base + first, Int(symbols[end - 1].end) - first, readable: text.count - first)
    }
  }

  func result(_ number: UInt32) -> TokenID { unsafe merger.result(number) }

  /// The same bytes may be symbols with gaps elsewhere, so nothing is said about them.
  func spelling(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer? { nil }
}
