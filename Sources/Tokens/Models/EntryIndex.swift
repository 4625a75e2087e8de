/// Finds the entry that consists of exactly these bytes.
///
/// Open addressing with linear probing in two tables, at most five eighths full and no larger than that asks for. Entries of up to twelve bytes stand
/// in slots of two words that hold the bytes themselves, so that a look-up touches one cache line: bytes 0…7;
/// bytes 8…11, the length (8 bits) and the id (24 bits). Longer ones stand in slots of one word, 32 bits of
/// the hash and the id plus one, and are compared in the blob. Zero means empty.
///
/// Safety: `find` reads `base[0 ..< count]` of the caller, the slots at positions below their number, and of the blob
/// only the spans that `EntrySpans` has checked to lie inside it; nothing is changed after `init`.
struct EntryIndex: Sendable {
  private static let longestShort = 12

  private let short: [UInt64]
  private let long: [UInt64]

  /// Indexes the ids in `order`, all below 2²⁴; where two entries hold the same bytes the earlier one is
  /// found.
  init(order: [TokenID], spans: EntrySpans) {
    let shortCount = order.reduce(0) { spans.length($1) <= Self.longestShort ? $0 + 1 : $0 }
    let shortCapacity = Self.capacity(shortCount)
    let longCapacity = Self.capacity(order.count - shortCount)
    var short = [UInt64](repeating: 0, count: shortCapacity * 2)
    var long = [UInt64](repeating: 0, count: longCapacity)
    unsafe spans.withBases { bases in
      for id in order {
        if unsafe bases.entry(id).1 <= Self.longestShort {
          unsafe Self.insertShort(id, bases, &short)
        } else {
          unsafe Self.insertLong(id, bases, &long)
        }
      }
    }
    (self.short, self.long) = (short, long)
  }

  /// How many slots so many entries ask for; one at least stays empty.
  private static func capacity(_ count: Int) -> Int { max(16, count * 8 / 5 + 1) }

  /// A hash scaled to a place among `count` slots.
  @inline(__always)
  private static func place(_ hash: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }

  @inline(__always)
  private static func next(_ slot: Int, _ count: Int) -> Int { slot &+ 1 == count ? 0 : slot &+ 1 }

  /// The two words of a short entry's slot, the id left out.
  @inline(__always)
  private static func key(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> (UInt64, UInt64) {
    let length = UInt64(truncatingIfNeeded: count) &<< 32
    if count <= 8 { return unsafe (EntryHash.word(base, count, readable: readable), length) }
    let first = unsafe EntryHash.word(base, 8, readable: readable)
    return unsafe (first, EntryHash.word(base + 8, count &- 8, readable: readable &- 8) | length)
  }

  private static func insertShort(
    _ id: TokenID, _ bases: EntrySpans.Bases, _ slots: inout [UInt64]
  ) {
    let (base, count, readable) = unsafe bases.entry(id)
    if count == 0 { return }
    let (first, second) = unsafe key(base, count, readable: readable)
    let capacity = slots.count / 2
    var slot = place(EntryHash.mixed(first, second), capacity)
    while slots[slot * 2 + 1] != 0 {
      if slots[slot * 2] == first && slots[slot * 2 + 1] & 0xFF_FFFF_FFFF == second { return }
      slot = next(slot, capacity)
    }
    slots[slot * 2] = first
    slots[slot * 2 + 1] = second | UInt64(id) << 40
  }

  private static func insertLong(
    _ id: TokenID, _ bases: EntrySpans.Bases, _ slots: inout [UInt64]
  ) {
    let (base, count, readable) = unsafe bases.entry(id)
    let hash = unsafe EntryHash.of(base, count, readable: readable)
    var slot = place(hash, slots.count)
    while slots[slot] != 0 {
      if unsafe isEntry(slots[slot], hash, base, count, readable, bases) { return }
      slot = next(slot, slots.count)
    }
    slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(id + 1)
  }

  /// The entry with these `count` bytes; `readable` bytes from `base` may be read.
  @inline(__always)
  func find(_ base: UnsafeRawPointer, _ count: Int, readable: Int, _ spans: EntrySpans) -> TokenID? {
    if count > Self.longestShort { return unsafe findLong(base, count, readable: readable, spans) }
    if count == 0 { return nil }
    let (first, second) = unsafe Self.key(base, count, readable: readable)
    return unsafe short.withUnsafeBufferPointer { slots in
      let capacity = slots.count &>> 1
      var slot = Self.place(EntryHash.mixed(first, second), capacity)
      while true {
        let packed = unsafe slots[slot &* 2 &+ 1]
        if unsafe packed & 0xFF_FFFF_FFFF == second && slots[slot &* 2] == first {
          return TokenID(truncatingIfNeeded: packed &>> 40)
        }
        if packed == 0 { return nil }
        slot = Self.next(slot, capacity)
      }
    }
  }

  private func findLong(_ base: UnsafeRawPointer, _ count: Int, readable: Int, _ spans: EntrySpans)
    -> TokenID?
  {
    let hash = unsafe EntryHash.of(base, count, readable: readable)
    return unsafe spans.withBases { bases in
      var slot = Self.place(hash, long.count)
      while long[slot] != 0 {
        if unsafe Self.isEntry(long[slot], hash, base, count, readable, bases) {
          return TokenID(truncatingIfNeeded: long[slot]) &- 1
        }
        slot = Self.next(slot, long.count)
      }
      return nil
    }
  }

  /// Whether the slot stands for these bytes.
  private static func isEntry(
    _ packed: UInt64, _ hash: UInt64, _ base: UnsafeRawPointer, _ count: Int, _ readable: Int,
    _ bases: EntrySpans.Bases
  ) -> Bool {
    if packed >> 32 != hash >> 32 { return false }
    let (other, otherCount, otherReadable) = unsafe bases.entry(TokenID(truncatingIfNeeded: packed) &- 1)
    return unsafe otherCount == count
      && EntryHash.equal(base, readable: readable, other, readable: otherReadable, count)
  }
}
