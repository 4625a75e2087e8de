import CScan

/// A stretch of bytes somewhere, of which `readable` may be read.
@unsafe package struct TextPart {
  package var base: UnsafeRawPointer
  package var count: Int
  package var readable: Int

  package init(_ base: UnsafeRawPointer, _ count: Int, readable: Int) {
    unsafe self.base = unsafe base
    unsafe self.count = count
    unsafe self.readable = readable
  }
}

/// An entry that is looked for: its place in the index, and what stands there when it is an entry.
struct SoughtEntry {
  var isLong: Bool
  var place: Int
  /// The words of a short entry's slot, or the hash of a long one.
  var first: UInt64
  var second: UInt64
}

/// The tables of an index as plain pointers for the length of one call, for many look-ups without counting references.
///
/// A look-up has two halves: `seek` asks for the cache line, `find` reads it. Who seeks a block of entries before finding them waits for
/// memory once instead of for each.
///
/// Safety: as for `EntryIndex`, whose arrays are lent for as long as this lives: slots are read at places below their number, bytes of
/// entries inside their spans, and a part up to its `count` or in words that end inside its `readable` bytes.
@unsafe struct EntryFinder {
  private let bases: EntrySpans.Bases
  private let short: UnsafeBufferPointer<UInt64>
  private let long: UnsafeBufferPointer<UInt64>

  init(_ bases: EntrySpans.Bases, short: UnsafeBufferPointer<UInt64>, long: UnsafeBufferPointer<UInt64>) {
    unsafe self.bases = unsafe bases
    unsafe self.short = unsafe short
    unsafe self.long = unsafe long
  }

  /// Where a part belongs; the cache line there is asked for.
  @inline(__always)
  func seek(_ part: TextPart) -> SoughtEntry {
    if unsafe part.count > EntryIndex.longestShort {
      let hash = unsafe EntryHash.of(part.base, part.count, readable: part.readable)
      let place = unsafe EntryIndex.place(hash, long.count)
      unsafe cs_prefetch(long.baseAddress.unsafelyUnwrapped + place)
      return SoughtEntry(isLong: true, place: place, first: hash, second: 0)
    }
    let (first, second) = unsafe EntryIndex.key(part.base, part.count, readable: part.readable)
    let place = unsafe EntryIndex.place(EntryHash.mixed(first, second), short.count &>> 1)
    unsafe cs_prefetch(short.baseAddress.unsafelyUnwrapped + place &* 2)
    return SoughtEntry(isLong: false, place: place, first: first, second: second)
  }

  /// The entry for a part that was sought; none for a part without bytes.
  @inline(__always)
  func find(_ sought: SoughtEntry, _ part: TextPart) -> TokenID? {
    if sought.isLong { return unsafe findLong(sought, part) }
    if unsafe part.count == 0 { return nil }
    let capacity = unsafe short.count &>> 1
    var slot = sought.place
    while true {
      let packed = unsafe short[slot &* 2 &+ 1]
      if unsafe packed & 0xFF_FFFF_FFFF == sought.second && short[slot &* 2] == sought.first {
        return TokenID(truncatingIfNeeded: packed &>> 40)
      }
      if packed == 0 { return nil }
      slot = EntryIndex.next(slot, capacity)
    }
  }

  private func findLong(_ sought: SoughtEntry, _ part: TextPart) -> TokenID? {
    var slot = sought.place
    while unsafe long[slot] != 0 {
      if unsafe EntryIndex.isEntry(long[slot], sought.first, part.base, part.count, part.readable, bases) {
        return unsafe TokenID(truncatingIfNeeded: long[slot]) &- 1
      }
      slot = unsafe EntryIndex.next(slot, long.count)
    }
    return nil
  }

  /// How many bytes an entry has.
  @inline(__always)
  func length(_ id: TokenID) -> Int { unsafe Int(bases.length(id)) }

  /// Whether an entry, which has as many bytes as both parts together, is one behind the other.
  @inline(__always)
  func isJoined(_ id: TokenID, _ left: TextPart, _ right: TextPart) -> Bool {
    let (base, _, readable) = unsafe bases.entry(id)
    let rest = unsafe readable &- left.count
    return unsafe EntryHash.equal(
      base, readable: readable, left.base, readable: left.readable, left.count)
      && EntryHash.equal(
        base + left.count, readable: rest, right.base, readable: right.readable, right.count)
  }
}
