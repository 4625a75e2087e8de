import Basics
import CScan

/// Gives the merge number of two neighbouring ids in one load.
///
/// Open addressing; a slot packs left id, right id and merge number into 64 bits, all ones means empty. Lower
/// numbers merge first. At most five of eight slots are used, and there are no more slots than that asks for: 280,147 merges
/// (llama3) take 3.6 MB.
///
/// Safety: positions are below the number of slots: `home` scales a hash to it, and the position behind the last is the first.
struct PairTable: Sendable {
  /// What `number` gives for a pair that does not merge.
  static let none = UInt32.max

  private var slots: [UInt64]
  private var used = 0
  private let idBits: UInt64
  private let numberBits: UInt64

  /// A table that stays empty.
  init() {
    (idBits, numberBits) = (1, 1)
    slots = [.max, .max]
  }

  /// An empty table for ids below `idLimit` and numbers below `numberLimit`; nil when three such numbers do
  /// not fit 64 bits.
  init?(idLimit: Int, numberLimit: Int, expecting: Int) {
    idBits = Self.bits(idLimit)
    numberBits = Self.bits(numberLimit + 1)
    guard idBits * 2 + numberBits <= 64 else { return nil }
    slots = Array(repeating: .max, count: max(64, expecting * 8 / 5 + 1))
  }

  /// Sets the number of a pair; the last number given to a pair stands.
  mutating func insert(_ left: TokenID, _ right: TokenID, _ number: UInt32) {
    if (used + 1) * 8 > slots.count * 5 { grow() }
    let key = UInt64(left) << idBits | UInt64(right)
    var slot = home(key)
    while slots[slot] != .max && slots[slot] >> numberBits != key { slot = next(slot) }
    if slots[slot] == .max { used += 1 }
    slots[slot] = key << numberBits | UInt64(number)
  }

  /// Sets the numbers of many pairs: their positions. The slots of a block are all asked for before the first is filled, so that the
  /// waits for memory overlap instead of adding up.
  mutating func insert(_ merges: [Merge]) {
    if (used + merges.count) * 8 > slots.count * 5 {
      for index in merges.indices { insert(merges[index].left, merges[index].right, UInt32(index)) }
      return
    }
    let (idBits, numberBits, count) = (idBits, numberBits, slots.count)
    unsafe slots.withUnsafeMutableBufferPointer { slots in
      unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.block) { homes in
        for start in stride(from: 0, to: merges.count, by: Self.block) {
          let end = min(start + Self.block, merges.count)
          for index in start..<end {
            let home = Self.home(UInt64(merges[index].left) &<< idBits | UInt64(merges[index].right), count)
            unsafe homes.initializeElement(at: index - start, to: home)
            unsafe cs_prefetch(slots.baseAddress.unsafelyUnwrapped + home)
          }
          for index in start..<end {
            let key = UInt64(merges[index].left) &<< idBits | UInt64(merges[index].right)
            var slot = unsafe homes[index - start]
            while unsafe slots[slot] != .max && slots[slot] &>> numberBits != key {
              slot = slot &+ 1 == count ? 0 : slot &+ 1
            }
            if unsafe slots[slot] == .max { used += 1 }
            unsafe slots[slot] = key &<< numberBits | UInt64(truncatingIfNeeded: index)
          }
        }
      }
    }
  }

  private static let block = 32

  /// The merge number of `left` and `right`, or `none`.
  @inline(__always)
  func number(_ left: TokenID, _ right: TokenID) -> UInt32 {
    let key = UInt64(left) &<< idBits | UInt64(right)
    return unsafe slots.withUnsafeBufferPointer { slots in
      var slot = home(key)
      while true {
        let packed = unsafe slots[slot]
        if packed == .max { return Self.none }
        if packed &>> numberBits == key {
          return UInt32(truncatingIfNeeded: packed & ((1 &<< numberBits) &- 1))
        }
        slot = next(slot)
      }
    }
  }

  /// All pairs by their numbers, nil for a number that was given to a pair which has a later one.
  func merges(count: Int) -> [Merge?] {
    var merges = [Merge?](repeating: nil, count: count)
    for packed in slots where packed != .max {
      let key = packed >> numberBits
      let number = Int(packed & ((1 << numberBits) - 1))
      merges[number] = Merge(TokenID(key >> idBits), TokenID(key & ((1 << idBits) - 1)))
    }
    return merges
  }

  @inline(__always)
  private func home(_ key: UInt64) -> Int { Self.home(key, slots.count) }

  /// A place among `count` slots.
  @inline(__always)
  private static func home(_ key: UInt64, _ count: Int) -> Int {
    let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
    return Int(
      truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }

  @inline(__always)
  private func next(_ slot: Int) -> Int { slot &+ 1 == slots.count ? 0 : slot &+ 1 }

  private mutating func grow() {
    let old = slots
    used = 0
    slots = Array(repeating: .max, count: old.count * 2)
    for packed in old where packed != .max {
      let key = packed >> numberBits
      let left = TokenID(key >> idBits)
      let right = TokenID(key & ((1 << idBits) - 1))
      insert(left, right, UInt32(packed & ((1 << numberBits) - 1)))
    }
  }

  /// How many bits numbers below `limit` take.
  static func bits(_ limit: Int) -> UInt64 {
    UInt64(max(1, Int.bitWidth - (limit - 1).leadingZeroBitCount))
  }
}
