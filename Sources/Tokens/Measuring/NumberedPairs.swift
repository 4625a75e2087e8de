/// Numbers pairs of a number and an id in the order in which they first occur, and counts them: one step of a tree whose
/// nodes are numbered.
///
/// Open addressing over one word a pair: 16 bytes for the pair and its count, and 8 to 16 for the table.
struct NumberedPairs: Sendable {
  /// The number above the id.
  private(set) var keys: [UInt64] = []
  private(set) var counts: [Int] = []
  /// Numbers of pairs, −1 is free; a power of two, at most half full.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  /// The most pairs that can be numbered.
  static let limit = 1 << 30

  /// How many different pairs there are.
  var count: Int { keys.count }

  /// The number in the pair.
  func parent(of pair: Int) -> Int { Int(keys[pair] >> 32) }

  /// The id in the pair.
  func id(of pair: Int) -> TokenID { TokenID(truncatingIfNeeded: keys[pair]) }

  /// Counts the pair so many times more; its number, and whether it was not there before.
  mutating func add(_ parent: Int, _ id: TokenID, times: Int = 1) -> (number: Int, isNew: Bool) {
    let key = UInt64(truncatingIfNeeded: parent) << 32 | UInt64(id)
    var slot = place(of: key)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key {
        counts[number] += times
        return (number, false)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(keys.count)
    keys.append(key)
    counts.append(times)
    if keys.count * 2 > slots.count { grow() }
    return (keys.count - 1, true)
  }

  private func place(of key: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, key) in keys.enumerated() {
      var slot = place(of: key)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
