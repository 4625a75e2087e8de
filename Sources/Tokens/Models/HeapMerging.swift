/// Merging of any number of symbols with a heap over a linked list: O(n log n).
///
/// Safety: all pointers lead into one allocation of four times `count` words: ids, numbers and the links to both neighbours. Places
/// are below `count`: they come from loops over it or from links, and a link that is `count` is never followed.
@unsafe struct HeapMerging {
  private let ids: UnsafeMutablePointer<TokenID>
  /// The number of the merge with the right neighbour; none for a symbol that was taken into its left neighbour.
  private let numbers: UnsafeMutablePointer<UInt32>
  private let next: UnsafeMutablePointer<UInt32>
  private let previous: UnsafeMutablePointer<UInt32>
  private let count: Int

  /// Merges `count` symbols from `start` and hands out what is left.
  static func forEachToken(
    _ symbols: some MergeSymbols, _ start: Int, _ count: Int, _ body: (_ id: TokenID, _ end: Int) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 4) { room in
      guard let room = room.baseAddress else { return }
      let merging = unsafe HeapMerging(symbols, start, count, room)
      unsafe merging.run(symbols, start)
      unsafe merging.forEachToken(body)
    }
  }

  /// Sets up `count` symbols from the place `start` of `symbols`, one at least.
  private init(_ symbols: some MergeSymbols, _ start: Int, _ count: Int, _ room: UnsafeMutablePointer<UInt32>) {
    unsafe ids = room
    unsafe numbers = room + count
    unsafe next = room + 2 * count
    unsafe previous = room + 3 * count
    unsafe self.count = count
    for place in 0..<count {
      unsafe ids[place] = symbols.id(start + place)
      unsafe numbers[place] = place + 1 < count ? symbols.firstNumber(start + place) : PairTable.none
      unsafe next[place] = UInt32(truncatingIfNeeded: place + 1)
      unsafe previous[place] = UInt32(truncatingIfNeeded: place == 0 ? count : place - 1)
    }
  }

  /// Merges until no two neighbours merge any more. An entry of the heap whose number is no longer that of its place is stale.
  private func run(_ symbols: some MergeSymbols, _ start: Int) {
    var entries: [UInt64] = []
    for place in unsafe 0..<count where unsafe numbers[place] != PairTable.none {
      unsafe entries.append(MergeHeap.entry(numbers[place], place))
    }
    var heap = MergeHeap(entries)
    while let (number, place) = heap.popLowest() {
      if unsafe numbers[place] != number { continue }
      unsafe merge(number, place, symbols, start)
      if unsafe numbers[place] != PairTable.none { unsafe heap.push(numbers[place], place) }
      let before = unsafe Int(previous[place])
      if unsafe before < count && numbers[before] != PairTable.none {
        unsafe heap.push(numbers[before], before)
      }
    }
  }

  /// Takes the right neighbour of `place` into it and numbers it anew with its neighbours.
  private func merge(_ number: UInt32, _ place: Int, _ symbols: some MergeSymbols, _ start: Int) {
    let taken = unsafe Int(next[place])
    let after = unsafe Int(next[taken])
    let before = unsafe Int(previous[place])
    let id = symbols.result(number)
    unsafe ids[place] = id
    unsafe numbers[taken] = PairTable.none
    unsafe next[place] = UInt32(truncatingIfNeeded: after)
    if unsafe after < count {
      unsafe previous[after] = UInt32(truncatingIfNeeded: place)
      unsafe numbers[place] = symbols.number(
        id, ids[after], start + place, start + after, start + Int(next[after]))
    } else {
      unsafe numbers[place] = PairTable.none
    }
    if unsafe before < count {
      unsafe numbers[before] = symbols.number(ids[before], id, start + before, start + place, start + after)
    }
  }

  /// Hands out the symbols that are left: id, and the place behind the last of the symbols that it was made of.
  private func forEachToken(_ body: (_ id: TokenID, _ end: Int) -> Void) {
    var place = 0
    while unsafe place < count {
      let id = unsafe ids[place]
      unsafe place = Int(next[place])
      body(id, place)
    }
  }
}
