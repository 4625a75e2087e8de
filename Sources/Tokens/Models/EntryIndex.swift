/// Finds the entry that consists of exactly these bytes.
///
/// Open addressing with linear probing in two tables, at most half full. Entries of up to twelve bytes stand
/// in slots of two words that hold the bytes themselves, so that a look-up touches one cache line: bytes 0…7;
/// bytes 8…11, the length (8 bits) and the id (24 bits). Longer ones stand in slots of one word, 32 bits of
/// the hash and the id plus one, and are compared in the blob. Zero means empty.
///
/// Safety: `find` reads `base[0 ..< count]` of the caller, the slots at masked positions, and of the blob
/// only the spans that `EntrySpans` has checked to lie inside it; nothing is changed after `init`.
struct EntryIndex: Sendable {
  private static let longestShort = 12

  private let short: [UInt64]
  private let shortMask: Int
  private let long: [UInt64]
  private let longMask: Int

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
          unsafe Self.insertShort(id, bases, &short, shortCapacity - 1)
        } else {
          unsafe Self.insertLong(id, bases, &long, longCapacity - 1)
        }
      }
    }
    (self.short, self.long, shortMask, longMask) = (short, long, shortCapacity - 1, longCapacity - 1)
  }

  private static func capacity(_ count: Int) -> Int {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    return capacity
  }

  /// The two words of a short entry's slot, the id left out.
  @inline(__always)
  private static func key(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> (UInt64, UInt64) {
    let length = UInt64(truncatingIfNeeded: count) &<< 32
    if count <= 8 { return unsafe (EntryHash.word(base, count, readable: readable), length) }
    let first = unsafe EntryHash.word(base, 8, readable: readable)
    return unsafe (first, EntryHash.word(base + 8, count &- 8, readable: readable &- 8) | length)
  }

  @inline(__always)
  private static func home(_ first: UInt64, _ second: UInt64) -> Int {
    Int(truncatingIfNeeded: EntryHash.mixed(first, second))
  }

  private static func insertShort(
    _ id: TokenID, _ bases: EntrySpans.Bases, _ slots: inout [UInt64], _ mask: Int
  ) {
    let (base, count, readable) = unsafe bases.entry(id)
    if count == 0 { return }
    let (first, second) = unsafe key(base, count, readable: readable)
    var slot = home(first, second) & mask
    while slots[slot * 2 + 1] != 0 {
      if slots[slot * 2] == first && slots[slot * 2 + 1] & 0xFF_FFFF_FFFF == second { return }
      slot = (slot + 1) & mask
    }
    slots[slot * 2] = first
    slots[slot * 2 + 1] = second | UInt64(id) << 40
  }

  private static func insertLong(
    _ id: TokenID, _ bases: EntrySpans.Bases, _ slots: inout [UInt64], _ mask: Int
  ) {
    let (base, count, readable) = unsafe bases.entry(id)
    let hash = unsafe EntryHash.of(base, count, readable: readable)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if unsafe isEntry(slots[slot], hash, base, count, readable, bases) { return }
      slot = (slot + 1) & mask
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
      var slot = Self.home(first, second) & shortMask
      while true {
        let packed = unsafe slots[slot &* 2 &+ 1]
        if unsafe packed & 0xFF_FFFF_FFFF == second && slots[slot &* 2] == first {
          return TokenID(truncatingIfNeeded: packed &>> 40)
        }
        if packed == 0 { return nil }
        slot = (slot &+ 1) & shortMask
      }
    }
  }

  private func findLong(_ base: UnsafeRawPointer, _ count: Int, readable: Int, _ spans: EntrySpans)
    -> TokenID?
  {
    let hash = unsafe EntryHash.of(base, count, readable: readable)
    return unsafe spans.withBases { bases in
      var slot = Int(truncatingIfNeeded: hash) & longMask
      while long[slot] != 0 {
        if unsafe Self.isEntry(long[slot], hash, base, count, readable, bases) {
          return TokenID(truncatingIfNeeded: long[slot]) &- 1
        }
        slot = (slot &+ 1) & longMask
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
