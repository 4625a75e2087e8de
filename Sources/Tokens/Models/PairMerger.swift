/// Merges the symbols of one piece: a scan over arrays for short pieces, a heap over a linked list for long
/// ones.
///
/// Safety: all pointers lead into one temporary allocation of six columns of `count` words. Every index is in
/// 0..<count by construction: positions come from loops over it or from links, a link that is `count` is
/// never followed, and a symbol with a number has a right neighbour. Numbers come from `pairs`, so they are
/// indexes of `results`.
final class PairMerger: Sendable {
  /// The entry that each merge makes, by merge number.
  let results: [TokenID]
  let pairs: PairTable
  let symbols: SymbolTable
  /// The merge numbers of two single bytes, the left one in the high half of the index; empty unless symbols
  /// are plain.
  private let ofBytes: [UInt32]

  init(results: [TokenID], pairs: PairTable, symbols: SymbolTable) {
    self.results = results
    self.pairs = pairs
    self.symbols = symbols
    guard symbols.isPlain else {
      ofBytes = []
      return
    }
    ofBytes = (0..<65536).map { pairs.number(symbols.ofByte[$0 >> 8], symbols.ofByte[$0 & 255]) }
  }

  /// Up to so many symbols the scan is quicker than the heap.
  private static let scanLimit = 96

  /// Appends the tokens that merging gives, without look-up of the whole piece.
  func merge(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    if symbols.isPlain {
      mergeBytes(text, piece, into: &tokens)
    } else {
      let symbols = symbols.symbols(of: text, piece)
      unsafe withColumns(symbols.count) { columns in
        for (index, symbol) in symbols.enumerated() {
          unsafe columns.set(index, symbol.id, symbol.start, symbol.end)
        }
        unsafe number(columns)
        unsafe mergeColumns(columns, into: &tokens)
      }
    }
  }

  private func mergeBytes(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    unsafe withColumns(piece.count) { columns in
      var last = 0
      for index in 0..<piece.count {
        let position = UInt32(truncatingIfNeeded: piece.lowerBound &+ index)
        let byte = Int(text[piece.lowerBound &+ index])
        unsafe columns.set(index, symbols.ofByte[byte], position, position &+ 1)
        if index > 0 { unsafe columns.numbers[index &- 1] = ofBytes[last &<< 8 | byte] }
        last = byte
      }
      unsafe columns.numbers[piece.count &- 1] = PairTable.none
      unsafe mergeColumns(columns, into: &tokens)
    }
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

    @inline(__always)
    init(_ base: UnsafeMutablePointer<UInt32>, _ count: Int) {
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

  private func withColumns(_ count: Int, _ body: (Columns) -> Void) {
    if count == 0 { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 6) { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe body(Columns(base, count))
    }
  }

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
      unsafe columns.numbers[index] = pairs.number(columns.ids[index], columns.ids[index &+ 1])
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
    let id = results[Int(number)]
    unsafe columns.ids[position] = id
    unsafe columns.ends[position] = columns.ends[taken]
    unsafe columns.numbers[taken] = PairTable.none
    unsafe columns.next[position] = UInt32(truncatingIfNeeded: after)
    if after < count {
      unsafe columns.previous[after] = UInt32(truncatingIfNeeded: position)
      unsafe columns.numbers[position] = pairs.number(id, columns.ids[after])
    } else {
      unsafe columns.numbers[position] = PairTable.none
    }
    if before < count { unsafe columns.numbers[before] = pairs.number(columns.ids[before], id) }
  }
}
