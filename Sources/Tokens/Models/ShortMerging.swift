/// Merging of at most 64 symbols, in arrays that stay on the stack.
///
/// A symbol that was taken into its left neighbour loses its bit in a word, so neighbours are found by counting bits and nothing
/// is moved. Each symbol has a key, the number of the merge with its right neighbour in the high half and its place in the low
/// half: the lowest key is the next merge, of equal numbers the leftmost. Of more than sixteen symbols the lowest keys of
/// blocks of eight are kept.
///
/// Safety: all pointers lead into one allocation of `PairMerger.shortWords` words: 64 keys, 8 lowest keys, 64 ids. Places are below `count`,
/// which is at most 64, since they come from loops over it, from bits of `live`, or from keys that were made of places.
@unsafe struct ShortMerging {
  private let keys: UnsafeMutablePointer<UInt64>
  private let lowest: UnsafeMutablePointer<UInt64>
  private let ids: UnsafeMutablePointer<TokenID>
  private let count: Int
  /// By bit, the symbols that are left.
  private var live: UInt64

  /// Merges `count` symbols from `start` and hands out what is left.
  @inline(__always)
  static func forEachToken(
    _ symbols: some MergeSymbols, _ start: Int, _ count: Int, _ body: (_ id: TokenID, _ end: Int) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: PairMerger.shortWords) { room in
      guard let room = room.baseAddress else { return }
      var merging = unsafe ShortMerging(symbols, start, count, room)
      unsafe merging.run(symbols, start)
      unsafe merging.forEachToken(body)
    }
  }

  /// Sets up `count` symbols from the place `start` of `symbols`.
  @inline(__always)
  private init(_ symbols: some MergeSymbols, _ start: Int, _ count: Int, _ room: UnsafeMutablePointer<UInt64>) {
    unsafe keys = room
    unsafe lowest = room + 64
    unsafe ids = UnsafeMutableRawPointer(room + 72).assumingMemoryBound(to: TokenID.self)
    unsafe self.count = count
    unsafe live = count == 64 ? .max : (1 &<< UInt64(truncatingIfNeeded: count)) &- 1
    for place in 0..<count &- 1 {
      unsafe ids[place] = symbols.id(start &+ place)
      unsafe keys[place] = Self.key(symbols.firstNumber(start &+ place), place)
    }
    unsafe ids[count &- 1] = symbols.id(start &+ count &- 1)
    let width = count <= 8 ? 8 : count <= 16 ? 16 : 64
    for place in count &- 1..<width { unsafe keys[place] = .max }
  }

  @inline(__always)
  private static func key(_ number: UInt32, _ place: Int) -> UInt64 {
    UInt64(number) &<< 32 | UInt64(truncatingIfNeeded: place)
  }

  /// Merges until no two neighbours merge any more.
  @inline(__always)
  private mutating func run(_ symbols: some MergeSymbols, _ start: Int) {
    if unsafe count <= 8 {
      while true {
        let key = unsafe Self.lowestOfEight(keys)
        if key >= PairMerger.noKey { return }
        _ = unsafe merge(key, symbols, start)
      }
    }
    if unsafe count <= 16 {
      while true {
        let key = unsafe min(Self.lowestOfEight(keys), Self.lowestOfEight(keys + 8))
        if key >= PairMerger.noKey { return }
        _ = unsafe merge(key, symbols, start)
      }
    }
    unsafe runInBlocks(symbols, start)
  }

  @inline(__always)
  private mutating func runInBlocks(_ symbols: some MergeSymbols, _ start: Int) {
    for block in 0..<8 { unsafe lowest[block] = Self.lowestOfEight(keys + block &* 8) }
    while true {
      let key = unsafe Self.lowestOfEight(lowest)
      if key >= PairMerger.noKey { return }
      let place = Int(truncatingIfNeeded: key & 63)
      let (before, taken) = unsafe merge(key, symbols, start)
      let (a, b, c) = (before &>> 3, place &>> 3, taken &>> 3)
      unsafe lowest[b] = Self.lowestOfEight(keys + b &* 8)
      if a != b { unsafe lowest[a] = Self.lowestOfEight(keys + a &* 8) }
      if c != b { unsafe lowest[c] = Self.lowestOfEight(keys + c &* 8) }
    }
  }

  @inline(__always)
  private static func lowestOfEight(_ keys: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let a = unsafe min(keys[0], keys[1])
    let b = unsafe min(keys[2], keys[3])
    let c = unsafe min(keys[4], keys[5])
    let d = unsafe min(keys[6], keys[7])
    return min(min(a, b), min(c, d))
  }

  /// Takes the right neighbour of the key's place into it. Gives the places of the left neighbour (the place itself when there
  /// is none) and of what was taken.
  @inline(__always)
  private mutating func merge(
    _ key: UInt64, _ symbols: some MergeSymbols, _ start: Int
  ) -> (before: Int, taken: Int) {
    let place = Int(truncatingIfNeeded: key & 63)
    let bit: UInt64 = 1 &<< (key & 63)
    let id = symbols.result(UInt32(truncatingIfNeeded: key &>> 32))
    let right = unsafe live & ~(bit | (bit &- 1))
    let taken = right.trailingZeroBitCount
    let behind = right & (right &- 1)
    unsafe live ^= right ^ behind
    unsafe ids[place] = id
    unsafe keys[taken] = .max
    let middle = unsafe behind == 0 ? count : behind.trailingZeroBitCount
    if behind != 0 {
      let last = behind & (behind &- 1)
      let end = unsafe last == 0 ? count : last.trailingZeroBitCount
      unsafe keys[place] = Self.key(
        symbols.number(id, ids[middle], start &+ place, start &+ middle, start &+ end), place)
    } else {
      unsafe keys[place] = .max
    }
    let left = unsafe live & (bit &- 1)
    if left == 0 { return (place, taken) }
    let before = 63 &- left.leadingZeroBitCount
    unsafe keys[before] = Self.key(
      symbols.number(ids[before], id, start &+ before, start &+ place, start &+ middle), before)
    return (before, taken)
  }

  /// Hands out the symbols that are left: id, and the place behind the last of the symbols that it was made of.
  @inline(__always)
  private func forEachToken(_ body: (_ id: TokenID, _ end: Int) -> Void) {
    var rest = unsafe live
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      rest &= rest &- 1
      unsafe body(ids[place], rest == 0 ? count : rest.trailingZeroBitCount)
    }
  }
}

extension PairMerger {
  /// So many symbols are merged in arrays on the stack.
  static let shortLimit = 64
  /// The words of room that `ShortMerging` takes.
  fileprivate static let shortWords = 64 + 8 + 32
  /// Keys of `ShortMerging` from here on belong to no merge.
  fileprivate static let noKey = UInt64(PairTable.none) << 32
}
