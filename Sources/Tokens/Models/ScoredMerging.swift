/// One run of merging by scores over the characters of a piece; it is used again for the next piece.
///
/// Symbols are numbered from left to right. A symbol that has merged into its left neighbour is gone. The heap holds every
/// pair that could ever merge; a pair that is no more is known by its number, which is not that of its left symbol any more.
struct ScoredMerging {
  /// A part of the text.
  private struct Symbol {
    var start: Int32
    var end: Int32
    var previous: Int32
    var next: Int32
    /// The place in the order of scores of what merging with the next symbol would make.
    var number: UInt32
    var isFrozen: Bool
  }

  private var symbols: [Symbol] = []
  private var heap = MergeHeap([])
  private var pairs: [UInt64] = []
  /// For each unused entry the length of its left part when it could last have been made.
  private var splits: [TokenID: Int] = [:]

  /// Merges the characters of `piece`; a pair whose turn comes is left as it is when `isPassedOver` says so.
  @inline(__always)
  mutating func run(
    _ model: ScoredBytePairModel, _ text: Span<UInt8>, _ piece: Range<Int>,
    isPassedOver: () -> Bool = { false }
  ) {
    cut(model, text, piece)
    splits.removeAll(keepingCapacity: true)
    pairs.removeAll(keepingCapacity: true)
    for index in symbols.indices.dropLast() {
      if let entry = pair(index, model, text) { pairs.append(entry) }
    }
    heap = MergeHeap(pairs)
    while let (number, index) = heap.popLowest() {
      let left = symbols[index]
      guard left.number == number, left.next >= 0, !isPassedOver() else { continue }
      let right = symbols[Int(left.next)]
      symbols[Int(left.next)].number = PairTable.none
      symbols[index].end = right.end
      symbols[index].next = right.next
      symbols[index].number = PairTable.none
      if right.next >= 0 { symbols[Int(right.next)].previous = Int32(truncatingIfNeeded: index) }
      if left.previous >= 0 { push(Int(left.previous), model, text) }
      push(index, model, text)
    }
  }

  /// The symbols that are left, from left to right.
  func forEachPart(_ body: (Range<Int>) -> Void) {
    var index = symbols.isEmpty ? -1 : 0
    while index >= 0 {
      body(Int(symbols[index].start)..<Int(symbols[index].end))
      index = Int(symbols[index].next)
    }
  }

  private mutating func cut(_ model: ScoredBytePairModel, _ text: Span<UInt8>, _ piece: Range<Int>) {
    symbols.removeAll(keepingCapacity: true)
    var position = piece.lowerBound
    while position < piece.upperBound {
      let frozen = model.symbols?.end(in: text, at: position, end: piece.upperBound)
      let end =
        frozen ?? min(position + UnigramModel.characterLength(text[position]), piece.upperBound)
      let index = Int32(truncatingIfNeeded: symbols.count)
      symbols.append(
        Symbol(
          start: Int32(truncatingIfNeeded: position), end: Int32(truncatingIfNeeded: end),
          previous: index - 1, next: end < piece.upperBound ? index + 1 : -1, number: PairTable.none,
          isFrozen: frozen != nil))
      position = end
    }
  }

  private mutating func push(_ index: Int, _ model: ScoredBytePairModel, _ text: Span<UInt8>) {
    guard let entry = pair(index, model, text) else { return }
    heap.push(UInt32(entry >> 32), Int(entry & 0xFFFF_FFFF))
  }

  /// Notes what a symbol and the next would make; as an entry of the heap, nil when they make nothing.
  private mutating func pair(_ index: Int, _ model: ScoredBytePairModel, _ text: Span<UInt8>) -> UInt64? {
    symbols[index].number = PairTable.none
    let left = symbols[index]
    guard left.next >= 0, !left.isFrozen else { return nil }
    let right = symbols[Int(left.next)]
    guard !right.isFrozen, let (id, number) = model.made(text, Int(left.start)..<Int(right.end)) else {
      return nil
    }
    symbols[index].number = number
    if model.hasUnused, model.vocabulary.kind(of: id) == .unused { splits[id] = Int(left.end - left.start) }
    return MergeHeap.entry(number, index)
  }

  /// The parts of an unused entry, each taken apart in turn when it is unused too.
  func takenApart(
    _ range: Range<Int>, _ model: ScoredBytePairModel, _ text: Span<UInt8>
  ) -> [Range<Int>] {
    var waiting = [range]
    var parts: [Range<Int>] = []
    while let range = waiting.popLast() {
      if model.isUnused(text, range), let id = model.vocabulary.find(text.extracting(range)),
        let length = splits[id]
      {
        waiting.append(range.lowerBound + length..<range.upperBound)
        waiting.append(range.lowerBound..<range.lowerBound + length)
      } else {
        parts.append(range)
      }
    }
    return parts
  }
}
