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
  static let longestShort = 12

  private let short: [UInt64]
  private let long: [UInt64]

  /// Whether two entries hold the same bytes.
  let hasRepeats: Bool

  /// Indexes all entries that have bytes; where two hold the same bytes the one with the lower id is found, those that are `outside`
  /// (by id; empty when none is) last.
  init(_ spans: EntrySpans, outside: [Bool]) {
    let shortCount = (0..<TokenID(spans.count)).reduce(0) {
      spans.length($1) <= Self.longestShort ? $0 + 1 : $0
    }
    var short = [UInt64](repeating: 0, count: Self.capacity(shortCount) * 2)
    var long = [UInt64](repeating: 0, count: Self.capacity(spans.count - shortCount))
    hasRepeats = unsafe spans.withBases { bases in
      unsafe short.withUnsafeMutableBufferPointer { short in
        unsafe long.withUnsafeMutableBufferPointer { long in
          var filling = unsafe EntryFilling(bases, short: short, long: long)
          if outside.isEmpty {
            unsafe filling.fill(spans.count) { _ in true }
          } else {
            unsafe filling.fill(spans.count) { !outside[Int($0)] }
            unsafe filling.fill(spans.count) { outside[Int($0)] }
          }
          return unsafe filling.hasRepeats
        }
      }
    }
    (self.short, self.long) = (short, long)
  }

  /// How many slots so many entries ask for; one at least stays empty.
  private static func capacity(_ count: Int) -> Int { max(16, count * 8 / 5 + 1) }

  /// A hash scaled to a place among `count` slots.
  @inline(__always)
  static func place(_ hash: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }

  @inline(__always)
  static func next(_ slot: Int, _ count: Int) -> Int { slot &+ 1 == count ? 0 : slot &+ 1 }

  /// The two words of a short entry's slot, the id left out.
  @inline(__always)
  static func key(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> (UInt64, UInt64) {
    let length = UInt64(truncatingIfNeeded: count) &<< 32
    if count <= 8 { return unsafe (EntryHash.word(base, count, readable: readable), length) }
    let first = unsafe EntryHash.word(base, 8, readable: readable)
    return unsafe (first, EntryHash.word(base + 8, count &- 8, readable: readable &- 8) | length)
  }

  /// Lends the tables as plain pointers to `body`.
  @inline(__always)
  func withFinder<R>(_ spans: EntrySpans, _ body: (EntryFinder) -> R) -> R {
    unsafe spans.withBases { bases in
      unsafe short.withUnsafeBufferPointer { short in
        unsafe long.withUnsafeBufferPointer { long in
          unsafe body(EntryFinder(bases, short: short, long: long))
        }
      }
    }
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
  static func isEntry(
    _ packed: UInt64, _ hash: UInt64, _ base: UnsafeRawPointer, _ count: Int, _ readable: Int,
    _ bases: EntrySpans.Bases
  ) -> Bool {
    if packed >> 32 != hash >> 32 { return false }
    let (other, otherCount, otherReadable) = unsafe bases.entry(TokenID(truncatingIfNeeded: packed) &- 1)
    return unsafe otherCount == count
      && EntryHash.equal(base, readable: readable, other, readable: otherReadable, count)
  }
}
