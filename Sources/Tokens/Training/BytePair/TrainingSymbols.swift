/// The words as symbols while merges are applied to them, with the count of every pair and where it occurs.
///
/// Each symbol is a place in one array and knows its neighbours in the word. The places of one pair are linked to a
/// list, so a merge visits only where it applies, and what changes around it is moved from one list to another:
/// O(1) an occurrence, no memory beyond the array. Only for a pair of equal symbols does the order matter (left to
/// right); there the whole run is done at once.
struct TrainingSymbols {
  private struct Place {
    var symbol: TokenID
    var word: Int32
    /// Neighbours in the word, −1 at its ends.
    var next: Int32
    var previous: Int32
    /// The pair of this symbol and the next, −1 for none.
    var pair: Int32 = -1
    /// Neighbours in the list of places of this pair.
    var after: Int32 = -1
    var before: Int32 = -1
  }

  private struct Pair {
    var merge: Merge
    var first: Int32 = -1
    var count = 0
  }

  private var places: [Place] = []
  private var frequencies: [Int]
  private var pairs: [Pair] = []
  private var table = PairSlots()
  /// While a merge is applied, by symbol: the pair of it and the new symbol, in either order; −1 not yet known.
  private var withLeft: [Int32] = []
  private var withRight: [Int32] = []
  private var touched: [TokenID] = []

  /// The most symbols of all words together: they take 28 bytes each.
  static let limit = 1 << 28

  init(frequencies: [Int]) { self.frequencies = frequencies }

  /// How many pairs have a number.
  var pairCount: Int { pairs.count }
  /// How often the pair occurs now.
  func count(_ pair: Int32) -> Int { pairs[Int(pair)].count }
  /// The two symbols of a pair.
  func merge(_ pair: Int32) -> Merge { pairs[Int(pair)].merge }
  /// The number of a pair, nil when it never occurred.
  func number(_ merge: Merge) -> Int32? {
    let slot = table.slot(merge) { pairs[Int($0)].merge }
    return table[slot] < 0 ? nil : table[slot]
  }

  /// Adds the symbols of a word behind those of the words before it.
  mutating func append(_ symbols: [TokenID], word: Int) {
    let start = Int32(places.count)
    for (index, symbol) in symbols.enumerated() {
      let here = start + Int32(index)
      places.append(
        Place(
          symbol: symbol, word: Int32(word), next: index + 1 < symbols.count ? here + 1 : -1,
          previous: index > 0 ? here - 1 : -1))
    }
    for (index, pair) in zip(symbols, symbols.dropFirst()).enumerated() {
      link(start + Int32(index), find(Merge(pair.0, pair.1)))
    }
  }

  /// Replaces the pair everywhere by `made`; the pairs that occur more often than before.
  mutating func apply(_ pair: Int32, _ made: TokenID) -> [Int32] {
    let merge = merge(pair)
    var grown: [Int32] = []
    let size = Int(max(made, merge.left, merge.right)) + 1
    while withLeft.count < size {
      withLeft.append(-1)
      withRight.append(-1)
    }
    while pairs[Int(pair)].first >= 0 {
      var place = pairs[Int(pair)].first
      if merge.left == merge.right { place = runStart(place) }
      repeat {
        place = replace(place, made, &grown)
      } while merge.left == merge.right && place >= 0 && places[Int(place)].pair == pair
    }
    for symbol in touched { (withLeft[Int(symbol)], withRight[Int(symbol)]) = (-1, -1) }
    touched.removeAll(keepingCapacity: true)
    return grown
  }

  /// The first of the equal symbols that stand together here.
  private func runStart(_ place: Int32) -> Int32 {
    var start = place
    while places[Int(start)].previous >= 0,
      places[Int(places[Int(start)].previous)].symbol == places[Int(place)].symbol
    {
      start = places[Int(start)].previous
    }
    return start
  }

  /// Joins the symbol at `place` and the next; the place behind them, or −1.
  private mutating func replace(
    _ place: Int32, _ made: TokenID, _ grown: inout [Int32]
  ) -> Int32 {
    let next = places[Int(place)].next
    let (previous, behind) = (places[Int(place)].previous, places[Int(next)].next)
    unlink(place)
    unlink(next)
    places[Int(place)].symbol = made
    places[Int(place)].next = behind
    if behind >= 0 {
      places[Int(behind)].previous = place
      let right = places[Int(behind)].symbol
      link(place, neighbour(made, right, made, &grown))
    }
    if previous >= 0 {
      unlink(previous)
      link(previous, neighbour(places[Int(previous)].symbol, made, made, &grown))
    }
    return behind
  }

  /// The number of a pair that holds the new symbol, remembered for the rest of this merge.
  private mutating func neighbour(
    _ left: TokenID, _ right: TokenID, _ made: TokenID, _ grown: inout [Int32]
  ) -> Int32 {
    let isLeft = right == made
    let other = Int(isLeft ? left : right)
    if other >= withLeft.count {
      let missing = other + 1 - withLeft.count
      withLeft += [Int32](repeating: -1, count: missing)
      withRight += [Int32](repeating: -1, count: missing)
    }
    let cached = isLeft ? withLeft[other] : withRight[other]
    if cached >= 0 { return cached }
    let pair = find(Merge(left, right))
    grown.append(pair)
    touched.append(TokenID(other))
    if isLeft { withLeft[other] = pair } else { withRight[other] = pair }
    return pair
  }

  private mutating func find(_ merge: Merge) -> Int32 {
    let slot = table.slot(merge) { pairs[Int($0)].merge }
    if table[slot] >= 0 { return table[slot] }
    let pair = Int32(pairs.count)
    pairs.append(Pair(merge: merge))
    table.fill(slot, pair) { pairs[Int($0)].merge }
    return pair
  }

  private mutating func link(_ place: Int32, _ pair: Int32) {
    let first = pairs[Int(pair)].first
    places[Int(place)].pair = pair
    places[Int(place)].before = -1
    places[Int(place)].after = first
    if first >= 0 { places[Int(first)].before = place }
    pairs[Int(pair)].first = place
    pairs[Int(pair)].count &+= frequencies[Int(places[Int(place)].word)]
  }

  private mutating func unlink(_ place: Int32) {
    let old = places[Int(place)]
    guard old.pair >= 0 else { return }
    places[Int(place)].pair = -1
    if old.before >= 0 {
      places[Int(old.before)].after = old.after
    } else {
      pairs[Int(old.pair)].first = old.after
    }
    if old.after >= 0 { places[Int(old.after)].before = old.before }
    pairs[Int(old.pair)].count &-= frequencies[Int(old.word)]
  }
}

/// Finds numbers of pairs: open addressing over numbers, whose pairs the owner knows.
struct PairSlots {
  private var slots = [Int32](repeating: -1, count: 1 << 12)
  private var used = 0

  subscript(slot: Int) -> Int32 { slots[slot] }

  /// The slot that holds the pair or is free for it.
  @inline(__always)
  func slot(_ merge: Merge, _ pairOf: (Int32) -> Merge) -> Int {
    let key = UInt64(merge.left) << 32 | UInt64(merge.right)
    var slot = Int(truncatingIfNeeded: EntryHash.mixed(key, 0)) & (slots.count - 1)
    while slots[slot] >= 0 && pairOf(slots[slot]) != merge { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  /// Puts a number into a free slot; grows when more than half are used.
  mutating func fill(_ slot: Int, _ number: Int32, _ pairOf: (Int32) -> Merge) {
    slots[slot] = number
    used += 1
    guard used * 2 > slots.count else { return }
    let old = slots
    slots = [Int32](repeating: -1, count: old.count * 2)
    for number in old where number >= 0 { slots[self.slot(pairOf(number), pairOf)] = number }
  }
}
