import CScan

/// How the tables of an index are filled: entries come in blocks, of each first all keys and places are found and the cache lines there
/// asked for, then all are put, so that the waits for memory overlap instead of adding up.
///
/// Safety: as for `EntryIndex`: slots are read and written at places below their number, one of which at least stays empty; bytes
/// are read inside the spans of entries that `EntrySpans` has checked.
@unsafe struct EntryFilling {
  /// An entry on its way to its place.
  private struct Waiting {
    var id: TokenID
    var sought: SoughtEntry
  }

  private static let blockSize = 32

  let bases: EntrySpans.Bases
  /// Two words a slot.
  let short: UnsafeMutableBufferPointer<UInt64>
  let long: UnsafeMutableBufferPointer<UInt64>
  /// Whether two entries were the same bytes.
  private(set) var hasRepeats = false

  init(
    _ bases: EntrySpans.Bases, short: UnsafeMutableBufferPointer<UInt64>,
    long: UnsafeMutableBufferPointer<UInt64>
  ) {
    unsafe self.bases = unsafe bases
    unsafe self.short = unsafe short
    unsafe self.long = unsafe long
  }

  /// Puts the ids below `count` that are `wanted` and not empty.
  @inline(__always)
  mutating func fill(_ count: Int, where wanted: (TokenID) -> Bool) {
    let size = unsafe Self.blockSize
    unsafe withUnsafeTemporaryAllocation(of: Waiting.self, capacity: size) { block in
      var held = 0
      for id in 0..<TokenID(truncatingIfNeeded: count) where unsafe bases.length(id) > 0 && wanted(id) {
        unsafe block.initializeElement(at: held, to: prepared(id))
        held += 1
        if held == size {
          for index in 0..<held { unsafe put(block[index]) }
          held = 0
        }
      }
      for index in 0..<held { unsafe put(block[index]) }
    }
  }

  @inline(__always)
  private func prepared(_ id: TokenID) -> Waiting {
    let (base, count, readable) = unsafe bases.entry(id)
    if count > EntryIndex.longestShort {
      let hash = unsafe EntryHash.of(base, count, readable: readable)
      let place = unsafe EntryIndex.place(hash, long.count)
      unsafe cs_prefetch(long.baseAddress.map { unsafe $0 + place })
      return Waiting(id: id, sought: SoughtEntry(isLong: true, place: place, first: hash, second: 0))
    }
    let (first, second) = unsafe EntryIndex.key(base, count, readable: readable)
    let place = unsafe EntryIndex.place(EntryHash.mixed(first, second), short.count &>> 1)
    unsafe cs_prefetch(short.baseAddress.map { unsafe $0 + place * 2 })
    return Waiting(
      id: id, sought: SoughtEntry(isLong: false, place: place, first: first, second: second))
  }

  @inline(__always)
  private mutating func put(_ entry: Waiting) {
    if entry.sought.isLong { return unsafe putLong(entry) }
    let capacity = unsafe short.count &>> 1
    var slot = entry.sought.place
    while true {
      let packed = unsafe short[slot &* 2 &+ 1]
      if packed == 0 { break }
      if unsafe packed & 0xFF_FFFF_FFFF == entry.sought.second && short[slot &* 2] == entry.sought.first {
        unsafe hasRepeats = true
        return
      }
      slot = EntryIndex.next(slot, capacity)
    }
    unsafe short[slot &* 2] = entry.sought.first
    unsafe short[slot &* 2 &+ 1] = entry.sought.second | UInt64(entry.id) &<< 40
  }

  private mutating func putLong(_ entry: Waiting) {
    let (base, count, readable) = unsafe bases.entry(entry.id)
    var slot = entry.sought.place
    while unsafe long[slot] != 0 {
      if unsafe EntryIndex.isEntry(long[slot], entry.sought.first, base, count, readable, bases) {
        unsafe hasRepeats = true
        return
      }
      slot = unsafe EntryIndex.next(slot, long.count)
    }
    unsafe long[slot] = (entry.sought.first & 0xFFFF_FFFF_0000_0000) | UInt64(entry.id + 1)
  }
}
