/// Merges the symbols of one piece: a scan over arrays for short pieces, a heap over a linked list for long ones.
///
/// Safety: all pointers come from one temporary allocation of four (scan) or six (heap) columns of `count` words, and
/// every index below is kept in 0..<count by construction: `best + 1 < count` since the last number is `none`, and
/// links hold either an index or `end`.
struct PairMerger: Sendable {
  /// The entry that each merge makes, by merge number.
  let results: [TokenID]
  let pairs: PairTable
  let symbols: SymbolTable

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
        unsafe mergeColumns(columns, into: &tokens)
      }
    }
  }

  private func mergeBytes(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token]) {
    unsafe withColumns(piece.count) { columns in
      for index in 0..<piece.count {
        let position = UInt32(truncatingIfNeeded: piece.lowerBound &+ index)
        let id = symbols.ofByte[Int(text[piece.lowerBound &+ index])]
        unsafe columns.set(index, id, position, position &+ 1)
      }
      unsafe mergeColumns(columns, into: &tokens)
    }
  }

  private func mergeColumns(_ columns: Columns, into tokens: inout [Token]) {
    let count = unsafe columns.count <= Self.scanLimit ? scan(columns) : mergeByHeap(columns)
    for index in 0..<count {
      unsafe tokens.append(
        Token(id: columns.ids[index], start: Int(columns.starts[index]), end: Int(columns.ends[index])))
    }
  }

  /// Symbols as columns: id, first byte, end, and the number of the merge with the right neighbour.
  @unsafe private struct Columns {
    let ids: UnsafeMutablePointer<UInt32>
    let starts: UnsafeMutablePointer<UInt32>
    let ends: UnsafeMutablePointer<UInt32>
    let numbers: UnsafeMutablePointer<UInt32>
    let count: Int

    @inline(__always)
    func set(_ index: Int, _ id: UInt32, _ start: UInt32, _ end: UInt32) {
      unsafe ids[index] = id
      unsafe starts[index] = start
      unsafe ends[index] = end
    }

    /// Takes out symbol `index` of `count`.
    @inline(__always)
    func remove(_ index: Int, of count: Int) {
      let rest = count &- index &- 1
      unsafe (ids + index).update(from: ids + index + 1, count: rest)
      unsafe (starts + index).update(from: starts + index + 1, count: rest)
      unsafe (ends + index).update(from: ends + index + 1, count: rest)
      unsafe (numbers + index).update(from: numbers + index + 1, count: rest)
    }
  }

  private func withColumns(_ count: Int, _ body: (Columns) -> Void) {
    if count == 0 { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 4) { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe body(
        Columns(ids: base, starts: base + count, ends: base + 2 * count, numbers: base + 3 * count, count: count))
    }
  }

  /// Merges in place, the lowest number first, found by looking at all; how many symbols are left.
  private func scan(_ columns: Columns) -> Int {
    var count = unsafe columns.count
    let ids = unsafe columns.ids
    let numbers = unsafe columns.numbers
    for index in 0..<count - 1 { unsafe numbers[index] = pairs.number(ids[index], ids[index + 1]) }
    unsafe numbers[count - 1] = PairTable.none
    while count > 1 {
      var best = 0
      var lowest = unsafe numbers[0]
      for index in 1..<count where unsafe numbers[index] < lowest {
        lowest = unsafe numbers[index]
        best = index
      }
      if lowest == PairTable.none { break }
      unsafe ids[best] = results[Int(lowest)]
      unsafe columns.ends[best] = columns.ends[best + 1]
      unsafe columns.remove(best + 1, of: count)
      count -= 1
      unsafe numbers[best] = best + 1 < count ? pairs.number(ids[best], ids[best + 1]) : PairTable.none
      if best > 0 { unsafe numbers[best - 1] = pairs.number(ids[best - 1], ids[best]) }
    }
    return count
  }

  /// Merges with a heap of (number, position); an entry whose number is no longer that of its position is stale.
  private func mergeByHeap(_ columns: Columns) -> Int {
    let count = unsafe columns.count
    return unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count * 2) { links in
      guard let next = links.baseAddress else { return 0 }
      let previous = unsafe next + count
      var heap = unsafe MergeHeap(self.firstNumbers(columns, next, previous))
      while let (number, position) = heap.popLowest() {
        if unsafe columns.numbers[position] != number { continue }
        unsafe self.apply(number, position, columns, next, previous, &heap)
      }
      return unsafe Self.gather(columns, next)
    }
  }

  /// Links the symbols and enters the numbers of all neighbours.
  private func firstNumbers(
    _ columns: Columns, _ next: UnsafeMutablePointer<UInt32>, _ previous: UnsafeMutablePointer<UInt32>
  ) -> [UInt64] {
    let count = unsafe columns.count
    var entries: [UInt64] = []
    for index in 0..<count {
      unsafe next[index] = UInt32(index + 1)
      unsafe previous[index] = index == 0 ? UInt32(count) : UInt32(index - 1)
      let number =
        unsafe index + 1 < count ? pairs.number(columns.ids[index], columns.ids[index + 1]) : PairTable.none
      unsafe columns.numbers[index] = number
      if number != PairTable.none { entries.append(MergeHeap.entry(number, index)) }
    }
    return entries
  }

  private func apply(
    _ number: UInt32, _ position: Int, _ columns: Columns, _ next: UnsafeMutablePointer<UInt32>,
    _ previous: UnsafeMutablePointer<UInt32>, _ heap: inout MergeHeap
  ) {
    let end = unsafe UInt32(columns.count)
    let taken = unsafe Int(next[position])
    unsafe columns.ids[position] = results[Int(number)]
    unsafe columns.ends[position] = columns.ends[taken]
    unsafe columns.numbers[taken] = PairTable.none
    let after = unsafe next[taken]
    unsafe next[position] = after
    if after != end { unsafe previous[Int(after)] = UInt32(position) }
    let right =
      unsafe after == end ? PairTable.none : pairs.number(columns.ids[position], columns.ids[Int(after)])
    unsafe columns.numbers[position] = right
    if right != PairTable.none { heap.push(right, position) }
    let before = unsafe previous[position]
    if before == end { return }
    let left = unsafe pairs.number(columns.ids[Int(before)], columns.ids[position])
    unsafe columns.numbers[Int(before)] = left
    if left != PairTable.none { heap.push(left, Int(before)) }
  }

  /// Moves the symbols that are left to the front.
  private static func gather(_ columns: Columns, _ next: UnsafeMutablePointer<UInt32>) -> Int {
    var kept = 0
    var index = 0
    while unsafe index < columns.count {
      unsafe columns.set(kept, columns.ids[index], columns.starts[index], columns.ends[index])
      kept += 1
      unsafe index = Int(next[index])
    }
    return kept
  }
}
