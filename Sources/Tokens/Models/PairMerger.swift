/// Merges the symbols of one piece: a scan over arrays for short pieces, a heap over a linked list for long
/// ones.
///
/// Safety: all pointers lead into one temporary allocation of six columns of `count` words, or into the text,
/// of which only the bytes of symbols are read. Every index is in 0..<count by construction: positions come
/// from loops over it or from links, a link that is `count` is never followed, and a symbol with a number has
/// a right neighbour.
final class PairMerger: Sendable {
  /// The merges of a list; empty when joined bytes are looked up.
  let list: MergeList
  let symbols: SymbolTable
  private let vocabulary: VocabularyTable
  /// Whether two neighbours merge when their joined bytes are an entry, whose id is then the merge's number.
  let joinsBytes: Bool
  /// The merge numbers of two single bytes, the left one in the high half of the index; empty unless symbols
  /// are plain.
  private let ofBytes: [UInt32]

  /// Merges from a list, or with nil the entries of `vocabulary` by their ids.
  init(_ list: MergeList?, _ vocabulary: VocabularyTable, _ symbols: SymbolTable) {
    self.list = list ?? .empty
    self.symbols = symbols
    self.vocabulary = vocabulary
    joinsBytes = list == nil
    guard symbols.isPlain else {
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

  /// The entry that a merge makes.
  @inline(__always)
  func result(_ number: UInt32) -> TokenID { joinsBytes ? number : list.results[Int(number)] }

  /// Up to so many symbols the scan is quicker than the heap.
  private static let scanLimit = 96

  /// Appends the tokens that merging gives, without look-up of the whole piece.
  func merge(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if symbols.isPlain {
      unsafe withColumns(text, piece.count) { columns in
        unsafe setBytes(columns, piece)
        unsafe mergeColumns(columns, into: &tokens)
      }
    } else {
      let symbols = symbols.symbols(of: text, piece)
      unsafe withColumns(text, symbols.count) { columns in
        for (index, symbol) in symbols.enumerated() {
          unsafe columns.set(index, symbol.id, symbol.start, symbol.end)
        }
        unsafe number(columns)
        unsafe mergeColumns(columns, into: &tokens)
      }
    }
  }

  /// Sets a symbol for each byte and numbers all neighbours.
  @inline(__always)
  private func setBytes(_ columns: Columns, _ piece: Range<Int>) {
    var last = 0
    for index in 0..<piece.count {
      let position = piece.lowerBound &+ index
      let byte = unsafe Int(columns.text[position])
      let start = UInt32(truncatingIfNeeded: position)
      unsafe columns.set(index, symbols.ofByte[byte], start, start &+ 1)
      if index > 0 { unsafe columns.numbers[index &- 1] = ofBytes[last &<< 8 | byte] }
      last = byte
    }
    unsafe columns.numbers[piece.count &- 1] = PairTable.none
  }

  private func mergeColumns(_ columns: Columns, into tokens: inout [Token]) {
    unsafe link(columns)
    if unsafe columns.count <= Self.scanLimit { unsafe scan(columns) } else { unsafe mergeByHeap(columns) }
    var index = 0
    while unsafe index < columns.count {
      unsafe tokens.append(
        Token(id: columns.ids[index], start: Int(columns.starts[index]), end: Int(columns.ends[index])))
      unsafe index = Int(columns.next[index])
    }
  }

  /// Symbols as columns: id, first byte, end, the number of the merge with the right neighbour, and the links
  /// to both neighbours (`count` stands for none). A symbol that was taken into its left neighbour keeps its
  /// place without a number.
  @unsafe private struct Columns {
    let ids: UnsafeMutablePointer<UInt32>
    let starts: UnsafeMutablePointer<UInt32>
    let ends: UnsafeMutablePointer<UInt32>
    let numbers: UnsafeMutablePointer<UInt32>
    let next: UnsafeMutablePointer<UInt32>
    let previous: UnsafeMutablePointer<UInt32>
    let count: Int
    let text: UnsafeRawBufferPointer

    @inline(__always)
    init(_ base: UnsafeMutablePointer<UInt32>, _ count: Int, _ text: UnsafeRawBufferPointer) {
      unsafe self.text = text
      unsafe ids = base
      unsafe starts = base + count
      unsafe ends = base + 2 * count
      unsafe numbers = base + 3 * count
      unsafe next = base + 4 * count
      unsafe previous = base + 5 * count
      unsafe self.count = count
    }

    @inline(__always)
    func set(_ index: Int, _ id: UInt32, _ start: UInt32, _ end: UInt32) {
      unsafe ids[index] = id
      unsafe starts[index] = start
      unsafe ends[index] = end
    }
  }

  @inline(__always)
  private func withColumns(_ text: Span<UInt8>, _ count: Int, _ body: (Columns) -> Void) {
    if count == 0 { return }
    unsafe text.withUnsafeBytes { bytes in
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 6) { buffer in
        guard let base = buffer.baseAddress else { return }
        unsafe body(Columns(base, count, bytes))
      }
    }
  }

  /// The number of the merge of two neighbours.
  @inline(__always)
  private func number(_ columns: Columns, _ left: Int, _ right: Int) -> UInt32 {
    if !joinsBytes { return unsafe list.pairs.number(columns.ids[left], columns.ids[right]) }
    let start = unsafe Int(columns.starts[left])
    guard unsafe columns.ends[left] == columns.starts[right], let base = unsafe columns.text.baseAddress
    else {
      return PairTable.none
    }
    let count = unsafe Int(columns.ends[right]) &- start
    let id = unsafe vocabulary.find(base + start, count, readable: columns.text.count &- start)
    guard let id, !vocabulary.isOutside(id) else { return PairTable.none }
    return id
  }

  /// Links the symbols to their neighbours.
  @inline(__always)
  private func link(_ columns: Columns) {
    let count = unsafe columns.count
    for index in 0..<count {
      unsafe columns.next[index] = UInt32(truncatingIfNeeded: index &+ 1)
      unsafe columns.previous[index] = UInt32(truncatingIfNeeded: index == 0 ? count : index &- 1)
    }
  }

  /// Looks up the merges of all neighbours.
  private func number(_ columns: Columns) {
    let last = unsafe columns.count &- 1
    for index in 0..<last {
      unsafe columns.numbers[index] = number(columns, index, index &+ 1)
    }
    unsafe columns.numbers[last] = PairTable.none
  }

  /// Merges the lowest number first, found by looking at all.
  private func scan(_ columns: Columns) {
    let count = unsafe columns.count
    let numbers = unsafe columns.numbers
    while true {
      var best = 0
      var lowest = unsafe numbers[0]
      for index in 1..<max(1, count) where unsafe numbers[index] < lowest {
        lowest = unsafe numbers[index]
        best = index
      }
      if lowest == PairTable.none { return }
      unsafe apply(lowest, best, columns)
    }
  }

  /// Merges with a heap of (number, position); an entry whose number is no longer that of its position is
  /// stale.
  private func mergeByHeap(_ columns: Columns) {
    var entries: [UInt64] = []
    for index in unsafe 0..<columns.count where unsafe columns.numbers[index] != PairTable.none {
      unsafe entries.append(MergeHeap.entry(columns.numbers[index], index))
    }
    var heap = MergeHeap(entries)
    while let (number, position) = heap.popLowest() {
      if unsafe columns.numbers[position] != number { continue }
      unsafe apply(number, position, columns)
      if unsafe columns.numbers[position] != PairTable.none {
        unsafe heap.push(columns.numbers[position], position)
      }
      let before = unsafe Int(columns.previous[position])
      if unsafe before < columns.count && columns.numbers[before] != PairTable.none {
        unsafe heap.push(columns.numbers[before], before)
      }
    }
  }

  /// Takes the right neighbour of `position` into it and numbers it anew with its neighbours.
  @inline(__always)
  private func apply(_ number: UInt32, _ position: Int, _ columns: Columns) {
    let count = unsafe columns.count
    let taken = unsafe Int(columns.next[position])
    let after = unsafe Int(columns.next[taken])
    let before = unsafe Int(columns.previous[position])
    unsafe columns.ids[position] = result(number)
    unsafe columns.ends[position] = columns.ends[taken]
    unsafe columns.numbers[taken] = PairTable.none
    unsafe columns.next[position] = UInt32(truncatingIfNeeded: after)
    if after < count {
      unsafe columns.previous[after] = UInt32(truncatingIfNeeded: position)
      unsafe columns.numbers[position] = self.number(columns, position, after)
    } else {
      unsafe columns.numbers[position] = PairTable.none
    }
    if before < count { unsafe columns.numbers[before] = self.number(columns, before, position) }
  }
}
